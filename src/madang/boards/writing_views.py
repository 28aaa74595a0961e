"""Forms and buttons: writing, changing, deleting, recommending, and an operator's moves."""

import re
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.accounts.models import Account
from madang.accounts.signed_in import signed_in

from . import actions, drafts, lines, marks, nicknames, queries, rules
from .access import NotAMember, must_enter
from .drafts import DraftKey
from .dressing import dressed
from .events import Writing, WritingRefused, must_be_welcome
from .extra_fields import ExtraFields
from .forms import NOTHING_YET, MoveForm, PostForm, new_once, what_was_typed
from .models import (
    BODY_MAX,
    COMMENT_MAX,
    NEWS_MAX,
    SOURCE_MAX,
    TITLE_MAX,
    Mark,
    Mute,
    Post,
    Recommendation,
    Reservation,
    Scrap,
    State,
)
from .structure import BoardInfo, site
from .text import line_to_html, to_text
from .views import board_or_404, post_path

View = Callable[..., HttpResponse]
ARRIVED, ARRIVED_SECONDS = "arrived", 120
_ONCE = re.compile(r"[\w-]{1,40}", re.ASCII)
MARKS: dict[str, type[Mark]] = {"scrap": Scrap, "reserve": Reservation, "mute": Mute}
LIMITS = {
    "title": TITLE_MAX,
    "text": BODY_MAX,
    "source": SOURCE_MAX,
    "comment": COMMENT_MAX,
    "news": NEWS_MAX,
}


def for_members(view: View) -> View:
    """Give a view the board and the account; ask to sign in where there is none.

    A refused action is answered with its reason and what was typed.
    """

    @wraps(view)
    def checked(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        board = board_or_404(slug)
        account = signed_in(request)
        if account is None:
            if request.method == "GET":
                return redirect_to_login(request.get_full_path())
            reason = _("로그인이 풀려서 저장하지 못했어요. 로그인한 뒤 다시 보내 주세요.")
            return _refused(request, board, reason, 403)
        must_enter(board, account)
        try:
            return _arrived(request, view(request, board, account, **kwargs))
        except actions.NotYours:
            return _refused(request, board, _("직접 쓴 것만 바꿀 수 있어요."), 403)
        except NotAMember as refused:
            if refused.board.id != board.id:
                # Through another board's address not even that it is there is told.
                raise Http404(_("그 글은 없어요.")) from None
            raise
        except nicknames.NoNickname:
            return _without_nickname(request, board)
        except actions.StaysAmongMembers:
            reason = _("속한 사람만 읽는 글은 다른 게시판으로 옮길 수 없어요.")
            return _refused(request, board, reason, 403)
        except marks.OwnPost:
            return _refused(request, board, _("자기가 쓴 것은 추천할 수 없어요."), 403)
        except actions.NeverThere:
            raise Http404(_("그 글은 없어요.")) from None
        except actions.NoLongerThere:
            return _refused(request, board, _("그 사이에 지워졌거나 숨겨졌어요."), 410)

    return checked


def _arrived(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the page's script know which form arrived: until then it keeps what was typed."""
    once = request.POST.get("once", "")
    if _ONCE.fullmatch(once) and response.status_code == HTTPStatus.FOUND:
        response.set_cookie(ARRIVED, once, max_age=ARRIVED_SECONDS, samesite="Lax")
    return response


@for_members
def write_post(request: HttpRequest, board: BoardInfo, by: Account) -> HttpResponse:
    own_name = nicknames.own_nickname(board, by)
    if board.has_nicknames and own_name is None:
        raise nicknames.NoNickname
    if not rules.may_post(board, by):
        reason = _("이 게시판의 글은 운영자만 써요. 댓글은 누구나 쓸 수 있어요.")
        return _refused(request, board, reason, 403)
    begun = _begun(request, board, by)
    form = _filled(request, board, by, begun)
    extra = ExtraFields(request, None, begun.get("extra"))
    are_fine = form.is_valid() and extra.are_fine()
    if request.method != "POST" or not are_fine or "preview" in request.POST:
        return _post_form(request, board, by, form, extra, None, own_name)
    data = form.cleaned_data
    try:
        extra.must_be_sayable()
        post = actions.write_post(
            by=by,
            board_id=board.id,
            category_id=data["category"],
            title=data["title"],
            text=data["body"],
            source=data["source"],
            tags=data["tags"],
            once=data["once"],
            attach=extra.keep,
        )
    except WritingRefused as refused:
        form.add_error(None, str(refused))
        return _post_form(request, board, by, form, extra, None, own_name)
    drafts.drop(DraftKey.read(data["draft"]), by=by)
    return redirect(post_path(post))


@for_members
def edit_post(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    post = _post_or_404(board, post_id)
    if not actions.may_change(post, by):
        raise actions.NoLongerThere if post.state == State.DELETED else actions.NotYours
    actions.must_be_live(post.state)
    now = {
        "category": post.category_id,
        "title": post.title,
        "text": to_text(post.text.html),
        "html": post.text.html,
        "source": post.text.source,
        "tags": ", ".join(post.tags.split()),
    }
    form = _filled(request, board, by, now)
    extra = ExtraFields(request, post)
    are_fine = form.is_valid() and extra.are_fine()
    if request.method != "POST" or not are_fine or "preview" in request.POST:
        return _post_form(request, board, by, form, extra, post)
    data = form.cleaned_data
    try:
        extra.must_be_sayable()
        actions.edit_post(
            post_id,
            by=by,
            category_id=data["category"],
            title=data["title"],
            text=data["body"],
            source=data["source"],
            tags=data["tags"],
            news=data["news"],
            once=data["once"],
            attach=extra.keep,
        )
    except WritingRefused as refused:
        form.add_error(None, str(refused))
        return _post_form(request, board, by, form, extra, post)
    return redirect(post_path(post))


@for_members
def delete_post(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    post = _post_or_404(board, post_id)
    if request.method != "POST":
        if not actions.may_change(post, by):
            raise actions.NotYours
        return confirm(request, board, post_path(post), _("이 글을 지울까요?"), post.title)
    actions.delete_post(post_id, by=by)
    messages.success(request, _("글을 지웠어요."))
    return redirect(board.path)


@require_POST
@for_members
def recommend(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    if "undo" in request.POST:
        marks.unmark(Recommendation, post_id, by=by)
    else:
        marks.recommend(post_id, by=by)
    return redirect(f"{board.path}/{post_id}#buttons")


@require_POST
@for_members
def pin_post(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    """Let a post stand above the list, for operators; or no more."""
    if not by.is_operator:
        raise actions.NotYours
    post = _post_or_404(board, post_id)
    try:
        (rules.unpin if "undo" in request.POST else rules.pin)(post.pk, by=by)
        said = _("이제 고정하지 않아요.") if "undo" in request.POST else _("목록 위에 고정했어요.")
        messages.success(request, said)
    except rules.TooManyPins as refused:
        messages.error(request, str(refused))
    return redirect(post_path(post))


@require_POST
@for_members
def set_mark(
    request: HttpRequest, board: BoardInfo, by: Account, post_id: int, mark: str
) -> HttpResponse:
    """Scrap a post, reserve a call of its news, or mute its thread; or undo that."""
    do = marks.unmark if "undo" in request.POST else marks.mark
    do(MARKS[mark], post_id, by=by)
    if mark == "mute":
        is_over = "undo" in request.POST
        messages.success(
            request, _("이 글의 호출을 다시 받아요.") if is_over else _("이 글의 호출을 껐어요.")
        )
        return redirect(f"{board.path}/{post_id}#write")
    return redirect(f"{board.path}/{post_id}#buttons")


@require_POST
@for_members
def move_post(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    form = MoveForm(site(), request.POST)
    if not form.is_valid():
        return _refused(request, board, _("옮길 곳을 골라 주세요."), 422)
    board_id, category_id = form.destination()
    post = actions.move_post(post_id, by=by, board_id=board_id, category_id=category_id)
    messages.success(request, _("글을 옮겼어요."))
    return redirect(post_path(post))


def _filled(request: HttpRequest, board: BoardInfo, by: Account, begun: dict[str, Any]) -> PostForm:
    """Return the form of a post, as it begins or as it was sent.

    Pictures that came with it stand in the text from then on: a browser forgets them when the form
    is shown again.
    """
    if request.method != "POST":
        return PostForm(board, initial=begun)
    if not request.FILES:
        return PostForm(board, request.POST, initial=begun)
    sent = request.POST.copy()
    try:
        sent["text"] = with_lines(request, board, by, sent.get("text", ""))
    except WritingRefused as refused:
        form = PostForm(board, sent, initial=begun)
        form.add_error(None, str(refused))
        return form
    return PostForm(board, sent, initial=begun)


def with_lines(
    request: HttpRequest, board: BoardInfo, by: Account, text: str, sticker: int | None = None
) -> str:
    """Return a text with the sticker and the pictures that came with its form.

    Raises WritingRefused, also for a text that is nothing but a sticker that is not there.
    """
    files = [one for one in request.FILES.getlist("pictures") if isinstance(one, UploadedFile)]
    may = [ratelimit.consume(request, action="picture", key=str(by.pk)) for _one in files]
    if not all(may):
        said = _("오늘은 사진을 더 올릴 수 없어요. 하루에 %(most)d장까지예요.")
        raise WritingRefused(said % {"most": settings.PICTURES_A_DAY})
    try:
        added = [lines.sticker(board.id, sticker), *lines.pictures(files, by)]
    except lines.LineRefused as refused:
        raise WritingRefused(str(refused)) from None
    whole = "\n\n".join(filter(None, (text, *added)))
    if not whole.strip():
        raise WritingRefused(str(NOTHING_YET))
    return whole


def _post_or_404(board: BoardInfo, post_id: int) -> Post:
    post = queries.find_post(post_id)
    if post is None or post.board_id != board.id:
        raise Http404(_("그 글은 없어요."))
    return post


def _begun(request: HttpRequest, board: BoardInfo, by: Account) -> dict[str, Any]:
    """Return what a new post begins with: a draft, or the category of the list one came from."""
    key = DraftKey.read(request.GET.get("draft", ""))
    if key is not None and (what := drafts.find(key, by=by)) is not None:
        return {**asdict(what), "once": what.once or new_once(), "draft": str(key)}
    category = board.category_called(request.GET.get("category", ""))
    begun: dict[str, Any] = {"text": board.template}
    return {**begun, "category": category.id} if category else begun


def _post_form(
    request: HttpRequest,
    board: BoardInfo,
    by: Account,
    form: PostForm,
    extra: ExtraFields,
    post: Post | None,
    own_name: nicknames.Named | None = None,
) -> HttpResponse:
    """Show the form: empty, refused, or with how it would look."""
    is_fine = form.is_bound and form.is_valid() and extra.are_fine()
    context = {
        "board": board,
        "own_name": own_name,
        "form": form,
        "extra": extra.form,
        "post": post,
        "limits": LIMITS,
        "back": post_path(post) if post else board.path,
        "shown": form.shown(),
        "unwelcome": None if form.is_bound else _why_unwelcome(board, by),
        "preview": _preview(form) if is_fine else None,
        "preview_extra": extra.preview() if is_fine else None,
    }
    status = 422 if form.is_bound and not is_fine else 200
    return render(request, "boards/write.html", context, status=status)


def _why_unwelcome(board: BoardInfo, by: Account) -> str | None:
    """Return why somebody may not write here now, before they write it all; None if they may."""
    try:
        must_be_welcome(Writing(by, board.id, None))
    except WritingRefused as refused:
        return str(refused)
    return None


def _preview(form: PostForm) -> dict[str, str]:
    """Return what would be published, as HTML."""
    data = form.cleaned_data
    source = line_to_html(data["source"]) if data["source"] else ""
    return {"title": data["title"], "html": dressed([data["body"]])[0], "source": source}


def confirm(
    request: HttpRequest, board: BoardInfo, back: str, question: str, words: str
) -> HttpResponse:
    """Ask whether somebody is sure."""
    context = {"board": board, "back": back, "question": question, "words": words}
    return render(request, "boards/confirm.html", context)


def _without_nickname(request: HttpRequest, board: BoardInfo) -> HttpResponse:
    if request.method == "GET":
        return redirect(f"{board.path}/nickname?next={quote(request.get_full_path())}")
    reason = _("이 게시판에서는 별명을 정한 뒤에 쓸 수 있어요.")
    return _refused(request, board, reason, 403)


def _refused(request: HttpRequest, board: BoardInfo, reason: str, status: int) -> HttpResponse:
    typed = what_was_typed(request)
    context = {"board": board, "reason": reason, "typed": typed, "own": None}
    return render(request, "boards/gone.html", context, status=status)
