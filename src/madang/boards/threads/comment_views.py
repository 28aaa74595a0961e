"""Forms and buttons of comments: writing, changing, deleting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.accounts.models import Account
from madang.core.http.errors import PageNotFound
from madang.core.richtext import RichText, excerpt, to_html, to_text
from madang.core.text.door import tidy

from ..directory.directory import BoardInfo
from ..extensions import WritingRefused
from ..models import Comment, State
from . import comment_actions, queries
from .composer import with_attachments
from .confirmation import confirm
from .errors import NoLongerThere, NotYours
from .forms import LIMITS, CommentForm
from .locking import must_be_live
from .lookup import post_or_404
from .ownership import may_change
from .thread_page import ThreadState, render_post
from .view_guard import for_members


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
        must_be_live(post_or_404(post_id).state)
    try:
        made = comment_actions.comment(
            post_id,
            to_html(with_attachments(request, board, by, form.whole(), data["sticker"])),
            by=by,
            parent=data["parent"],
            is_news=data["news"],
            idempotency_key=data["idempotency_key"],
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
    must_be_live(found.state)
    typed = {
        name: request.POST.get(name, "") for name in ("text", "picture_lines", "idempotency_key")
    }
    form = CommentForm(
        typed if request.method == "POST" else None, initial={"text": to_text(found.html)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            comment_actions.edit_comment(post_id, seq, _changed(form, found), by=by)
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
        return confirm(
            request, board, _comment_path(board, found), _("이 댓글을 삭제할까요?"), words
        )
    comment_actions.delete_comment(post_id, seq, by=by)
    messages.success(request, _("댓글을 삭제했어요."))
    return redirect(f"{board.path}/{post_id}?comments={queries.page_of(seq)}#comments")


def _changed(form: CommentForm, comment: Comment) -> RichText:
    """Return the text that was sent; one that was not touched stays what it was."""
    typed = form.whole()
    is_same = typed == tidy(to_text(comment.html))
    return RichText(comment.html) if is_same else to_html(typed)


def _comment_path(board: BoardInfo, comment: Comment) -> str:
    page = queries.page_of(comment.seq)
    return f"{board.path}/{comment.post_id}?comments={page}#c{comment.seq}"


def _own_comment_or_404(board: BoardInfo, post_id: int, seq: int, by: Account) -> Comment:
    found = queries.find_comment(post_id, seq)
    if found is None or found.post.board_id != board.id:
        raise PageNotFound(_("삭제되었거나 없는 댓글이에요."))
    if not may_change(found, by):
        raise NoLongerThere if found.state != State.LIVE else NotYours
    return found
