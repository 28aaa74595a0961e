"""Boards, posts and comments as programs read them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from ninja import Schema

from madang.core.community import community
from madang.core.richtext import to_text

from ..directory.directory import BoardInfo, board_directory
from ..models import State
from ..nicknames.nicknames import Named, names_of
from ..threads.queries import CommentRow, HomeRow, PostView, Row
from ..threads.thread_words import voice_name

STATES = {State.LIVE: "live", State.HIDDEN: "hidden", State.DELETED: "deleted"}


class BoardShown(Schema):
    """A board. What is on one for members takes a token of one of them."""

    slug: str
    name: str
    address: str
    categories: list[str]
    is_for_members: bool
    has_nicknames: bool
    is_closed: bool
    needs_category: bool
    only_operators_post: bool


class PostListed(Schema):
    """A post in a list. Who wrote it is known by a nickname where the board has them, or not."""

    id: int
    board: str
    category: str | None
    title: str
    address: str
    nickname: str | None = None
    created: datetime
    comments: int
    views: int | None = None
    recommendations: int


class PostShown(PostListed):
    """A post with its text: as HTML, and as it is typed."""

    edited: datetime | None
    tags: list[str]
    html: str
    text: str
    source: str


class CommentShown(Schema):
    """A comment. `voice` is a number within this thread alone: 0 wrote the post."""

    seq: int
    parent: int | None
    state: str
    voice: int | None
    name: str
    created: datetime
    edited: datetime | None
    is_news: bool
    likes: int
    html: str
    text: str


def board_shown(board: BoardInfo) -> BoardShown:
    return BoardShown(
        slug=board.slug,
        name=board.name,
        address=settings.SITE_ADDRESS + board.path,
        categories=[category.name for category in board.categories],
        is_for_members=board.members_only,
        has_nicknames=board.has_nicknames,
        is_closed=board.is_closed,
        needs_category=board.needs_category,
        only_operators_post=board.operators_write,
    )


def rows_listed(rows: Iterable[Row], board: BoardInfo) -> list[PostListed]:
    """Return posts of one board as lists have them. One query at most."""
    rows = list(rows)
    names = names_of(row.nickname for row in rows) if board.has_nicknames else {}
    return [
        PostListed(
            views=row.views,
            comments=row.comment_count,
            recommendations=row.recommends,
            nickname=_name(names, row.nickname),
            **_of(row, board),
        )
        for row in rows
    ]


def home_rows_listed(rows: Iterable[HomeRow]) -> list[PostListed]:
    """Return posts of any boards as lists have them."""
    boards = board_directory().by_id
    return [
        PostListed(
            comments=row.comment_count,
            recommendations=row.recommends,
            **_of(row, boards[row.board_id]),
        )
        for row in rows
    ]


def post_shown(post: PostView) -> PostShown:
    """Return a post with its text. One query at most."""
    board = board_directory().by_id[post.board_id]
    names = names_of([post.nickname]) if board.has_nicknames else {}
    return PostShown(
        views=post.views,
        comments=post.comment_count,
        recommendations=post.recommends,
        nickname=_name(names, post.nickname),
        edited=post.edited,
        tags=post.tags.split(),
        html=post.html,
        text=to_text(post.html),
        source=post.source,
        **_of(post, board),
    )


def comments_shown(rows: Iterable[CommentRow]) -> list[CommentShown]:
    """Return comments with what their voices are called. One query at most."""
    rows = list(rows)
    names, noun = names_of(row.nickname for row in rows), community().noun
    return [_comment_shown(row, names, noun) for row in rows]


def _comment_shown(row: CommentRow, names: dict[int, Named], noun: str) -> CommentShown:
    is_live = row.state == State.LIVE
    nickname = _name(names, row.nickname)
    return CommentShown(
        seq=row.seq,
        parent=row.parent,
        state=STATES[State(row.state)],
        voice=row.voice if is_live else None,
        name=(nickname or voice_name(row.voice, noun)) if is_live else "",
        created=row.created,
        edited=row.edited if is_live else None,
        is_news=row.news,
        likes=row.likes,
        html=row.html if is_live else "",
        text=to_text(row.html) if is_live else "",
    )


def _of(row: Row | HomeRow | PostView, board: BoardInfo) -> dict[str, Any]:
    category = board.by_category.get(row.category_id or 0)
    return {
        "id": row.id,
        "board": board.slug,
        "category": category.name if category else None,
        "title": row.title,
        "address": f"{settings.SITE_ADDRESS}{board.path}/{row.id}",
        "created": row.created,
    }


def _name(names: dict[int, Named], number: int | None) -> str | None:
    named = names.get(number or 0)
    return named.name if named else None
