"""Reads for a member's own pages: what they wrote, recommended and kept, found by journals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from madang.accounts.models import Account
from madang.core.db.select import Select
from madang.core.richtext import excerpt
from madang.identity.journals import Journal, Line, read_page

from ..directory.access import may_enter
from ..directory.directory import board_directory
from ..models import Comment, Post, State
from .journals import is_left_out, read_comment_line, read_post_line

ROWS = 20
EXCERPT = 120


class MyPost(NamedTuple):
    """A post on the account's own page; a hidden one is still shown to its writer."""

    id: int
    board_id: int
    title: str
    state: int
    created: datetime
    comment_count: int
    recommends: int


class MyComment(NamedTuple):
    """A comment on the account's own page."""

    post_id: int
    seq: int
    html: str
    state: int
    created: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """What one line of a journal notes: a post, and for comments which and how it begins."""

    line: Line
    post: MyPost
    at: datetime
    seq: int | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class MyPage:
    """One page of a member's own, newest first; `gone` counts what is no longer there."""

    rows: list[Noted]
    number: int
    last: int
    gone: int = 0


_POSTS = Select(MyPost, Post, rest="WHERE {id} IN %s")
_COMMENTS = Select(MyComment, Comment, rest="WHERE {post_id} IN %s AND {seq} IN %s")


def my_posts(account: Account, number: int) -> MyPage | None:
    """Return a page of the account's posts (None: there is no such page). At most nine queries."""
    return _page(account, "posts", number, _posts_noted)


def my_comments(account: Account, number: int) -> MyPage | None:
    """Return a page of the account's comments (None: no such page). At most ten queries."""
    return _page(account, "comments", number, _comments_noted)


def my_recommendations(account: Account, number: int) -> MyPage | None:
    """Return a page of what one recommended (None: no such page). At most nine queries."""
    return _page(account, "recommendations", number, _posts_noted)


def my_scraps(account: Account, number: int) -> MyPage | None:
    """Return a page of the account's scraps (None: there is no such page). At most nine queries."""
    return _page(account, "scraps", number, _posts_noted)


def _page(
    account: Account, kind: str, number: int, find: Callable[[list[Line]], list[Noted]]
) -> MyPage | None:
    page = read_page(Journal(kind, account.pk), number, ROWS)
    if page is None:
        return None
    shown = [line for line in page.lines if not is_left_out(line.content)]
    rows = find(shown)
    if kind != "posts":
        may_read = reading(account)
        rows = [row for row in rows if may_read(row.post)]
    return MyPage(rows, page.number, page.last, gone=len(shown) - len(rows))


def reading(account: Account) -> Callable[[MyPost | Post], bool]:
    """Return what tells of posts whether an account may read them now. A query for each board."""
    boards = board_directory().by_id
    enters = cache(lambda board_id: may_enter(boards[board_id], account))
    return lambda post: post.state == State.LIVE and enters(post.board_id)


def _posts_noted(lines: list[Line]) -> list[Noted]:
    ids = [read_post_line(line.content) for line in lines]
    posts = posts_by_id(set(ids))
    return [
        Noted(line, posts[post_id], posts[post_id].created)
        for line, post_id in zip(lines, ids, strict=True)
        if post_id in posts
    ]


def _comments_noted(lines: list[Line]) -> list[Noted]:
    places = [read_comment_line(line.content) for line in lines]
    posts = posts_by_id({post_id for post_id, _ in places})
    comments = comments_by_place(places)
    return [
        _noted_comment(line, posts[place[0]], comments[place])
        for line, place in zip(lines, places, strict=True)
        if place in comments and place[0] in posts
    ]


def _noted_comment(line: Line, post: MyPost, comment: MyComment) -> Noted:
    return Noted(line, post, comment.created, comment.seq, beginning_of(comment.html))


def beginning_of(html: str) -> str:
    """Return how a text begins, on one line."""
    return excerpt(html, EXCERPT)


def my_reservations(account: Account, number: int) -> MyPage | None:
    """Return a page of the posts whose news one waits for (None: no such page). At most nine."""
    return _page(account, "reservations", number, _posts_noted)


def my_mutes(account: Account, number: int) -> MyPage | None:
    """Return a page of the threads one muted (None: no such page). At most nine queries."""
    return _page(account, "mutes", number, _posts_noted)


def posts_by_id(ids: set[int]) -> dict[int, MyPost]:
    if not ids:
        return {}
    return {row.id: row for row in _POSTS.rows(ids) if row.state != State.DELETED}


def comments_by_place(places: list[tuple[int, int]]) -> dict[tuple[int, int], MyComment]:
    if not places:
        return {}
    # More pairs than were asked for, each by the same index; twenty lines give 400 at most.
    posts, numbers = {post for post, _ in places}, {seq for _, seq in places}
    rows = _COMMENTS.rows(posts, numbers)
    return {(row.post_id, row.seq): row for row in rows if row.state == State.LIVE}
