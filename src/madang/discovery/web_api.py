"""Searching and the lists of what is read most, for programs."""

from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from ninja import Router, Schema
from pydantic import Field

from madang.accounts.models import Account
from madang.boards.api import board_directory, board_or_404, closed_to, must_enter
from madang.core.http import rate_limits
from madang.core.http.client_address import reader_of
from madang.core.text.door import tidy_line
from madang.search.query import MAX_LENGTH, read_query
from madang.web_api.calling import NotAllowed, caller_in
from madang.web_api.operation import operation as web_operation
from madang.web_api.shapes import Listed
from madang.web_api.tokens import Scope as TokenScope

from .rankings import queries as rankings
from .search.hits import Hit
from .search.pace import searches_a_minute
from .search.post_search import Scope, SearchRequest, search

router = Router()
operation = partial(web_operation, router, tag=_lazy("읽기"))
PageNumber = Annotated[int, Field(ge=1, le=10_000)]
TopName = Literal["now", "day", "week", "month", "ever", "recommended", "commented"]


class Found(Schema):
    """A post, or a comment in it (`seq` > 0), that answers a search."""

    post: int
    seq: int
    board: str
    title: str
    excerpt: str
    address: str
    created: datetime


class TopListed(Schema):
    """A post of a list by rank."""

    post: int
    board: str
    title: str
    address: str
    created: datetime
    comments: int
    views: int
    recommendations: int


@operation("GET", "/search", Listed[Found], says=_lazy("검색"))
def find(
    request: HttpRequest,
    q: Annotated[str, Field(min_length=1, max_length=MAX_LENGTH)],
    scope: Scope = Scope.ALL,
    board: str | None = None,
    newest_first: bool = False,
    cursor: PageNumber | None = None,
) -> Any:
    """Answer what has these words, the same as on the page of results."""
    account = _reader(request)
    reader = str(account.pk) if account else reader_of(request.META)
    if not rate_limits.allow("search", reader, limit=searches_a_minute()):
        raise NotAllowed(429, _("너무 자주 요청했어요. 1분 뒤에 다시 해 주세요."))
    where = board_or_404(board) if board else None
    if where is not None:
        must_enter(where, account)
    asked = SearchRequest(
        read_query(tidy_line(q)),
        scope=scope,
        board=where,
        by_time=newest_first,
        page=cursor or 1,
    )
    found = search(asked, closed=closed_to(account))
    after = found.page + 1 if found.page < found.last else None
    return Listed[Found](items=[_found(hit) for hit in found.hits], next=after)


@operation("GET", "/top/{name}", Listed[TopListed], says=_lazy("인기 글"))
def top(
    request: HttpRequest,
    name: TopName,
    board: str | None = None,
    cursor: PageNumber | None = None,
) -> Any:
    where = board_or_404(board) if board else None
    if where is not None:
        must_enter(where, _reader(request))
    page = rankings.top(rankings.Tab(name), where, timezone.localdate(), cursor or 1)
    boards = board_directory().by_id
    items = [
        TopListed(
            post=row.id,
            board=boards[row.board_id].slug,
            title=row.title,
            address=f"{settings.SITE_ADDRESS}{boards[row.board_id].path}/{row.id}",
            created=row.created,
            comments=row.comment_count,
            views=row.views,
            recommendations=row.recommends,
        )
        for row in page.rows
    ]
    after = page.number + 1 if page.number < page.last else None
    return Listed[TopListed](items=items, next=after)


def _reader(request: HttpRequest) -> Account | None:
    """Return who reads: whoever shows a token that lets them read."""
    caller = caller_in(request)
    return caller.account if TokenScope.READ in caller.scopes else None


def _found(hit: Hit) -> Found:
    board = board_directory().by_id[hit.board_id]
    page = f"{settings.SITE_ADDRESS}{board.path}/{hit.id}"
    return Found(
        post=hit.id,
        seq=hit.seq,
        board=board.slug,
        title=hit.title,
        excerpt="".join(text for text, _is_marked in hit.snippet),
        address=f"{page}/c{hit.seq}" if hit.seq else page,
        created=hit.created,
    )


ROUTERS = [("", router)]
