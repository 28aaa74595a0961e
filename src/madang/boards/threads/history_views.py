"""What was changed of a post or comment, for its writer and for moderators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.core.http.errors import PageNotFound

from ..directory.directory import BoardInfo
from ..directory.moderators import moderates
from ..models import Comment, Post, State
from . import queries
from .errors import NotYours
from .history import changes_of
from .ownership import may_change
from .view_guard import for_members


@for_members
def history(
    request: HttpRequest, board: BoardInfo, by: Account, post_id: int, seq: int = 0
) -> HttpResponse:
    post = queries.find_post(post_id)
    comment = queries.find_comment(post_id, seq) if seq else None
    written: Post | Comment | None = comment if seq else post
    if post is None or post.board_id != board.id or written is None:
        raise PageNotFound(_("삭제되었거나 없는 글이에요."))
    if written.state == State.DELETED:
        raise PageNotFound(_("삭제되었거나 없는 글이에요."))
    if not moderates(board.id, by) and not may_change(written, by):
        raise NotYours
    path = f"{board.path}/{post_id}"
    context = {
        "board": board,
        "title": post.title,
        "changes": changes_of(written),
        "back": f"{path}/c{seq}" if seq else path,
    }
    return render(request, "boards/history.html", context)
