"""Forms and buttons: writing, changing, deleting, recommending, and a moderator's moves."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.accounts.models import Account
from madang.core.http.errors import PageNotFound
from madang.core.http.shared_pages import new_idempotency_key
from madang.core.richtext import line_to_html, to_html, to_text

from ..directory import rules
from ..directory.directory import BoardInfo
from ..directory.moderators import moderates
from ..extensions import WritingRefused, link_previews
from ..models import MAX_BODY_LENGTH, Post, State
from ..nicknames import nicknames
from . import drafts, post_actions, queries
from .addon_fields import AddonFields
from .composer import with_attachments
from .confirmation import confirm
from .drafts import DraftKey
from .errors import NoLongerThere, NotYours
from .forms import LIMITS, MoveForm, PostForm
from .locking import must_be_live
from .lookup import post_path
from .ownership import may_change
from .post_draft import PostDraft
from .view_guard import for_members, render_refusal
from .write_policy import check_place


@for_members
def write_post(request: HttpRequest, board: BoardInfo, by: Account) -> HttpResponse:
    own_name = nicknames.own_nickname(board, by)
    if board.has_nicknames and own_name is None:
        raise nicknames.NoNickname
    if not rules.may_post(board, by):
        reason = _("이 게시판의 글은 운영자만 써요. 댓글은 누구나 쓸 수 있어요.")
        return render_refusal(request, board, reason, 403)
    begun = _begun(request, board, by)
    form = _filled(request, board, by, begun)
    addon = AddonFields(request, None, begun.get("addon"))
    are_fine = form.is_valid() and addon.is_valid()
    if request.method != "POST" or not are_fine or "preview" in request.POST:
        return _post_form(request, board, by, form, addon, None, own_name)
    data = form.cleaned_data
    try:
        addon.check_text_allowed()
        post = post_actions.write_post(
            _post_draft(data, addon),
            by=by,
            board_id=board.id,
            idempotency_key=data["idempotency_key"],
        )
    except WritingRefused as refused:
        form.add_error(None, str(refused))
        return _post_form(request, board, by, form, addon, None, own_name)
    drafts.drop_published(DraftKey.read(data["draft"]), data["idempotency_key"], by=by)
    return redirect(post_path(post))


@for_members
def edit_post(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    post = _post_or_404(board, post_id)
    if not may_change(post, by):
        raise NoLongerThere if post.state == State.DELETED else NotYours
    must_be_live(post.state)
    now = {
        "category": post.category_id,
        "title": post.title,
        "text": to_text(post.text.html),
        "html": post.text.html,
        "source": post.text.source,
        "tags": ", ".join(post.tags.split()),
    }
    form = _filled(request, board, by, now)
    addon = AddonFields(request, post)
    are_fine = form.is_valid() and addon.is_valid()
    if request.method != "POST" or not are_fine or "preview" in request.POST:
        return _post_form(request, board, by, form, addon, post)
    data = form.cleaned_data
    try:
        addon.check_text_allowed()
        post_actions.edit_post(
            post_id,
            _post_draft(data, addon),
            by=by,
            news=to_html(data["news"]) if data["news"] else None,
            idempotency_key=data["idempotency_key"],
        )
    except WritingRefused as refused:
        form.add_error(None, str(refused))
        return _post_form(request, board, by, form, addon, post)
    return redirect(post_path(post))


@for_members
def delete_post(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    post = _post_or_404(board, post_id)
    if request.method != "POST":
        if not may_change(post, by):
            raise NotYours
        return confirm(request, board, post_path(post), _("이 글을 삭제할까요?"), post.title)
    post_actions.delete_post(post_id, by=by)
    messages.success(request, _("글을 삭제했어요."))
    return redirect(board.path)


@require_POST
@for_members
def move_post(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    if not moderates(board.id, by):
        raise NotYours
    form = MoveForm(by, request.POST)
    if not form.is_valid():
        return render_refusal(request, board, _("옮길 곳을 골라 주세요."), 422)
    board_id, category_id = form.destination()
    post = post_actions.move_post(post_id, by=by, board_id=board_id, category_id=category_id)
    messages.success(request, _("글을 옮겼어요."))
    return redirect(post_path(post))


def _post_draft(data: dict[str, Any], addon: AddonFields) -> PostDraft:
    return PostDraft(
        title=data["title"],
        text=data["body"],
        category_id=data["category"],
        source=data["source"],
        tags=tuple(data["tags"]),
        save_addon=addon.save,
    )


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
        sent["text"] = with_attachments(request, board, by, sent.get("text", ""))
    except WritingRefused as refused:
        form = PostForm(board, sent, initial=begun)
        form.add_error(None, str(refused))
        return form
    return PostForm(board, sent, initial=begun)


def _post_or_404(board: BoardInfo, post_id: int) -> Post:
    post = queries.find_post(post_id)
    if post is None or post.board_id != board.id:
        raise PageNotFound(_("삭제되었거나 없는 글이에요."))
    return post


def _begun(request: HttpRequest, board: BoardInfo, by: Account) -> dict[str, Any]:
    """Return what a new post begins with: a draft, or the category of the list one came from."""
    key = DraftKey.read(request.GET.get("draft", ""))
    if key is not None and (what := drafts.find(key, by=by)) is not None:
        return {
            **asdict(what),
            "idempotency_key": what.idempotency_key or new_idempotency_key(),
            "draft": str(key),
        }
    category = board.category_called(request.GET.get("category", ""))
    # What a phone shared from elsewhere, and the board's own beginning below it.
    parts = [request.GET.get("text", "")[:MAX_BODY_LENGTH], board.template]
    text = "\n\n".join(filter(None, parts))
    begun: dict[str, Any] = {"title": request.GET.get("title", "")[:200], "text": text}
    return {**begun, "category": category.id} if category else begun


def _post_form(
    request: HttpRequest,
    board: BoardInfo,
    by: Account,
    form: PostForm,
    addon: AddonFields,
    post: Post | None,
    own_name: nicknames.Named | None = None,
) -> HttpResponse:
    """Show the form: empty, refused, or with how it would look."""
    is_fine = form.is_bound and form.is_valid() and addon.is_valid()
    context = {
        "board": board,
        "own_name": own_name,
        "form": form,
        "addon": addon.render(),
        "post": post,
        "limits": LIMITS,
        "back": post_path(post) if post else board.path,
        "shown": form.shown(),
        "refusal": None if form.is_bound else _why_refused(board, by),
        "preview": _preview(form) if is_fine else None,
        "preview_addon": addon.render_preview() if is_fine else "",
    }
    status = 422 if form.is_bound and not is_fine else 200
    return render(request, "boards/write.html", context, status=status)


def _why_refused(board: BoardInfo, by: Account) -> str | None:
    """Return why somebody may not write here now, before they write it all; None if they may."""
    try:
        check_place(by=by, board_id=board.id)
    except WritingRefused as refused:
        return str(refused)
    return None


def _preview(form: PostForm) -> dict[str, str]:
    """Return what would be published, as HTML."""
    data = form.cleaned_data
    source = line_to_html(data["source"]) if data["source"] else ""
    return {
        "title": data["title"],
        "html": link_previews.provider.render([data["body"]])[0],
        "source": source,
    }
