"""Entries: what the index holds of a post or a comment, made of what the database has of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from madang.boards.models import Comment, Post, PostText, State
from madang.boards.text import words_of
from madang.sql import columns, fetch

from .matching import (
    Kind,
    board_place,
    category_place,
    day_place,
    month_place,
    places_of_id,
    tag_place,
)
from .terms import initials_of, terms_of


class Entry(NamedTuple):
    """The terms of one post or comment; those of a comment have neither title nor initials."""

    id: int
    title: list[str]
    body: list[str]
    initials: list[str]
    place: list[str]


class _Post(NamedTuple):
    id: int
    state: int
    board_id: int
    category_id: int | None
    title: str
    tags: str
    created: datetime
    html: str


class _Comment(NamedTuple):
    id: int
    state: int
    board_id: int
    created: datetime
    html: str


_POSTS, _TEXTS = Post._meta.db_table, PostText._meta.db_table
_COMMENTS = Comment._meta.db_table
_POST_ROWS = f"SELECT {columns(_Post._fields)} FROM {_POSTS} JOIN {_TEXTS} ON post_id = id WHERE"  # noqa: S608
_COMMENT_ROWS = (
    f'SELECT c.id, c.state, board_id, c.created AS "created [moment]", c.html '  # noqa: S608
    f"FROM {_COMMENTS} c JOIN {_POSTS} p ON p.id = c.post_id WHERE"
)


def entries_after(kind: Kind, after: int, most: int) -> tuple[list[Entry], int]:
    """Return the entries of the next rows above an id, and the highest id looked at. Two queries.

    What is deleted has no entry.
    """
    table = _POSTS if kind == "posts" else _COMMENTS
    upto = fetch(
        f"SELECT MAX(id) FROM (SELECT id FROM {table} WHERE id > %s ORDER BY id LIMIT %s) t",  # noqa: S608
        (after, most),
    )[0][0]
    if upto is None:
        return [], after
    return _made(kind, "> %s AND {0} <= %s", (after, upto)), upto


def entries_of(kind: Kind, ids: Iterable[int]) -> list[Entry]:
    """Return the entries of some posts or comments, as they are now. One query."""
    given = sorted(ids)
    return _made(kind, f"IN ({', '.join(['%s'] * len(given))})", given) if given else []


def _made(kind: Kind, where: str, parameters: Iterable[int]) -> list[Entry]:
    if kind == "posts":
        rows = fetch(f"{_POST_ROWS} id {where.format('id')}", tuple(parameters))
        return [_of_post(post) for post in map(_Post._make, rows) if post.state != State.DELETED]
    rows = fetch(f"{_COMMENT_ROWS} c.id {where.format('c.id')}", tuple(parameters))
    return [_of_comment(one) for one in map(_Comment._make, rows) if one.state != State.DELETED]


def _of_post(post: _Post) -> Entry:
    place = [board_place(post.board_id), *_times(post.created), *places_of_id(post.id)]
    if post.category_id is not None:
        place.append(category_place(post.category_id))
    place += map(tag_place, post.tags.split())
    body = terms_of(words_of(post.html))
    return Entry(post.id, terms_of(post.title), body, initials_of(post.title), place)


def _of_comment(comment: _Comment) -> Entry:
    place = [board_place(comment.board_id), *_times(comment.created), *places_of_id(comment.id)]
    return Entry(comment.id, [], terms_of(words_of(comment.html)), [], place)


def _times(moment: datetime) -> list[str]:
    day = timezone.localtime(moment).date()
    return [day_place(day), month_place(day)]
