"""Forms and buttons of comments: writing, changing, deleting, liking."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.accounts.models import Account

from . import actions, likes, queries
from .events import WritingRefused
from .forms import CommentForm
from .models import Comment, State
from .structure import BoardInfo
from .text import excerpt, to_text
from .views import ThreadState, post_or_404, read_number, render_post
from .writing_views import LIMITS, confirm, for_members, with_lines


@require_POST
@for_members
def write_comment(
    request: HttpRequest, board: BoardInfo, by: Account, post_id: int
) -> HttpResponse:
    form = CommentForm(request.POST, request.FILES)
    if not form.is_valid():
        return render_post(request, post_or_404(post_id), ThreadState(form=form, status=422))
    data = form.cleaned_data
    if request.FILES:
        # Before its pictures are kept.
        actions.must_be_live(post_or_404(post_id).state)
    try:
        made = actions.comment(
            post_id,
            by=by,
            text=with_lines(request, board, by, form.whole(), data["sticker"]),
            parent=data["parent"],
            news=data["news"],
            once=data["once"],
        )
    except WritingRefused as refused:
        form.add_error("text", str(refused))
        return render_post(request, post_or_404(post_id), ThreadState(form=form, status=422))
    return redirect(_comment_path(board, made))


@for_members
def edit_comment(
    request: HttpRequest, board: BoardInfo, by: Account, post_id: int, seq: int
) -> HttpResponse:
    found = _own_comment_or_404(board, post_id, seq, by)
    actions.must_be_live(found.state)
    typed = {name: request.POST.get(name, "") for name in ("text", "lines", "once")}
    form = CommentForm(
        typed if request.method == "POST" else None, initial={"text": to_text(found.html)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_comment(post_id, seq, by=by, text=form.whole())
        except WritingRefused as refused:
            form.add_error("text", str(refused))
        else:
            return redirect(_comment_path(board, found))
    context = {
        "board": board,
        "form": form,
        "back": _comment_path(board, found),
        "limits": LIMITS,
    }
    status = 422 if form.is_bound else 200
    return render(request, "boards/edit_comment.html", context, status=status)


@for_members
def delete_comment(
    request: HttpRequest, board: BoardInfo, by: Account, post_id: int, seq: int
) -> HttpResponse:
    found = _own_comment_or_404(board, post_id, seq, by)
    if request.method != "POST":
        words = excerpt(found.html)
        if "<img" in found.html:
            words = f"{words} ({_('사진')})".strip()
        return confirm(request, board, _comment_path(board, found), _("이 댓글을 지울까요?"), words)
    actions.delete_comment(post_id, seq, by=by)
    messages.success(request, _("댓글을 지웠어요."))
    return redirect(f"{board.path}/{post_id}?comments={queries.page_of(seq)}#comments")


@require_POST
@for_members
def like_comment(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    """Like a comment (`seq`), or no more (`undo`)."""
    number = read_number(request.POST.get("undo") or request.POST.get("seq", ""), digits=9)
    if number is None:
        raise Http404(_("그 댓글은 없어요."))
    do = likes.unlike if "undo" in request.POST else likes.like
    do(post_id, number, by=by)
    if "sort" in request.POST:
        return redirect(f"{board.path}/{post_id}?sort=likes#c{number}")
    page = queries.page_of(number)
    return redirect(f"{board.path}/{post_id}?comments={page}#c{number}")


def _comment_path(board: BoardInfo, comment: Comment) -> str:
    page = queries.page_of(comment.seq)
    return f"{board.path}/{comment.post_id}?comments={page}#c{comment.seq}"


def _own_comment_or_404(board: BoardInfo, post_id: int, seq: int, by: Account) -> Comment:
    found = queries.find_comment(post_id, seq)
    if found is None or found.post.board_id != board.id:
        raise Http404(_("그 댓글은 없어요."))
    if not actions.may_change(found, by):
        raise actions.NoLongerThere if found.state != State.LIVE else actions.NotYours
    return found
