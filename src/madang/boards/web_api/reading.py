"""What everybody may read, and members what they may."""

from functools import partial
from typing import Any
from unicodedata import normalize

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from ninja import Schema

from madang.accounts.models import Account
from madang.core.community import community
from madang.core.http.errors import PageNotFound
from madang.web_api.calling import NotAllowed, caller_in
from madang.web_api.operation import operation as web_operation
from madang.web_api.shapes import Listed, Number, cut
from madang.web_api.tokens import Scope

from ..directory.access import closed_to, may_enter, must_enter
from ..directory.directory import BoardInfo, board_directory
from ..lists.listings import rows_below
from ..models import State
from ..threads.errors import NeverThere, NoLongerThere
from ..threads.queries import (
    COMMENTS,
    PostView,
    comments_between,
    newest_below,
    oldest_after,
    read_post,
)
from .router import router
from .shapes import (
    BoardShown,
    CommentShown,
    PostListed,
    PostShown,
    board_shown,
    comments_shown,
    home_rows_listed,
    post_shown,
    rows_listed,
)

ROWS = 30
operation = partial(web_operation, router, tag=_lazy("읽기"))


class SiteShown(Schema):
    """The site, as its first page says."""

    name: str
    tagline: str
    noun: str


@operation("GET", "/site", SiteShown, says=_lazy("사이트의 이름과 소개"))
def site(request: HttpRequest) -> Any:
    now = community()
    return SiteShown(name=now.name, tagline=now.tagline, noun=now.noun)


@operation("GET", "/boards", Listed[BoardShown], says=_lazy("게시판 목록"))
def boards(request: HttpRequest) -> Any:
    return Listed[BoardShown](items=[board_shown(board) for board in board_directory().boards])


@operation("GET", "/boards/{slug}/posts", Listed[PostListed], says=_lazy("게시판의 글"))
def posts_of_board(
    request: HttpRequest,
    slug: str,
    category: str | None = None,
    cursor: Number | None = None,
) -> Any:
    board = board_called(slug)
    if not may_enter(board, reader_in(request)):
        raise NotAllowed(403, _("멤버만 읽는 게시판이에요."))
    found = board.category_called(normalize("NFC", category)) if category else None
    if category and found is None:
        raise PageNotFound(_("이 게시판에 없는 분류예요."))
    rows, after = cut(rows_below(board, found, cursor, ROWS + 1), ROWS)
    return Listed[PostListed](items=rows_listed(rows, board), next=after)


@operation("GET", "/posts", Listed[PostListed], says=_lazy("모든 게시판의 새 글"))
def newest(request: HttpRequest, after: Number | None = None, cursor: Number | None = None) -> Any:
    """Answer the posts of all boards that one may read: the newest, and below them with `cursor`.

    With `after` those above an id, the oldest first: whoever goes on from the last misses none.
    """
    closed = closed_to(reader_in(request))
    open_ids = [board.id for board in board_directory().boards if board.id not in closed]
    if after is not None:
        rows = oldest_after(open_ids, max(after, cursor or 0), ROWS + 1)
    else:
        rows = newest_below(open_ids, cursor, ROWS + 1)
    rows, following = cut(rows, ROWS)
    return Listed[PostListed](items=home_rows_listed(rows), next=following)


@operation("GET", "/posts/{post_id}", PostShown, says=_lazy("글 하나"))
def post(request: HttpRequest, post_id: Number) -> Any:
    return post_shown(post_to_read(request, post_id))


@operation("GET", "/posts/{post_id}/comments", Listed[CommentShown], says=_lazy("글의 댓글"))
def comments(request: HttpRequest, post_id: Number, cursor: Number | None = None) -> Any:
    found = post_to_read(request, post_id)
    first = min(cursor or 0, found.last_seq)
    last = first + COMMENTS
    rows = comments_between(post_id, first, last)
    after = last if last < found.last_seq else None
    return Listed[CommentShown](items=comments_shown(rows), next=after)


def board_called(slug: str) -> BoardInfo:
    """Return the board of an address; raises PageNotFound."""
    board = board_directory().by_slug.get(normalize("NFC", slug))
    if board is None:
        raise PageNotFound(_("게시판을 찾을 수 없어요."))
    return board


def reader_in(request: HttpRequest) -> Account | None:
    """Return who reads: whoever shows a token that lets them read."""
    caller = caller_in(request)
    return caller.account if Scope.READ in caller.scopes else None


def post_to_read(request: HttpRequest, post_id: int) -> PostView:
    """Return a post that the caller may read; raises NotAMember, NeverThere, NoLongerThere."""
    found = read_post(post_id)
    if found is None:
        raise NeverThere
    must_enter(board_directory().by_id[found.board_id], reader_in(request))
    if found.state != State.LIVE:
        raise NoLongerThere
    return found
