"""What a member has written and kept, for a program of theirs alone."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from ninja import Schema
from pydantic import Field

from madang.accounts.models import Account
from madang.core.http.errors import PageNotFound
from madang.web_api.calling import caller_in, member_in
from madang.web_api.operation import operation as web_operation
from madang.web_api.shapes import Listed
from madang.web_api.tokens import Scope

from ..activity import queries
from ..activity.queries import MyPage
from ..directory.directory import board_directory
from ..directory.moderators import moderated_boards
from .router import router

operation = partial(web_operation, router, tag=_lazy("내 것"))
READS: dict[str, Callable[[Account, int], MyPage | None]] = {
    "posts": queries.my_posts,
    "comments": queries.my_comments,
    "recommendations": queries.my_recommendations,
    "scraps": queries.my_scraps,
    "reservations": queries.my_reservations,
    "mutes": queries.my_mutes,
}
Kind = Literal["posts", "comments", "recommendations", "scraps", "reservations", "mutes"]
PageNumber = Annotated[int, Field(ge=1, le=1_000_000)]


class Me(Schema):
    """What a token may do. It does not say whose it is."""

    scopes: list[str]
    is_operator: bool
    # Names in the addresses of the boards that the member moderates.
    moderates: list[str]


class Mine(Schema):
    """Something that a member wrote or kept."""

    post: int
    seq: int | None
    title: str
    excerpt: str
    address: str
    at: datetime


@operation("GET", "/me", Me, says=_lazy("이 토큰으로 할 수 있는 일"), scope=Scope.READ)
def me(request: HttpRequest) -> Any:
    by = member_in(request)
    return Me(
        scopes=sorted(scope.value for scope in caller_in(request).scopes),
        is_operator=by.is_operator,
        moderates=[board.slug for board in moderated_boards(by)],
    )


@operation("GET", "/me/{kind}", Listed[Mine], says=_lazy("내가 쓰고 남긴 것"), scope=Scope.READ)
def mine(request: HttpRequest, kind: Kind, cursor: PageNumber | None = None) -> Any:
    """Answer a page of what the member wrote or kept, newest first."""
    page = READS[kind](member_in(request), cursor or 1)
    if page is None:
        raise PageNotFound(_("페이지를 찾을 수 없어요."))
    boards = board_directory().by_id
    items = [
        Mine(
            post=row.post.id,
            seq=row.seq,
            title=row.post.title,
            excerpt=row.excerpt,
            address=f"{settings.SITE_ADDRESS}{boards[row.post.board_id].path}/{row.post.id}",
            at=row.at,
        )
        for row in page.rows
    ]
    return Listed[Mine](items=items, next=page.number + 1 if page.number < page.last else None)
