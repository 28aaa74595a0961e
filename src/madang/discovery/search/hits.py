"""Hits: what the page of results shows of posts and comments, and what it is found by."""

from datetime import datetime
from typing import NamedTuple

from madang.boards.models import Comment, Post, PostText
from madang.core.db.select import columns, fetch
from madang.core.richtext import words_of
from madang.search.matching import Kind
from madang.search.snippets import Snippet


class Candidate(NamedTuple):
    """A post or a comment that may answer, with what is asked of every one."""

    kind: Kind
    id: int
    post: int
    board_id: int
    created: datetime


class Hit(NamedTuple):
    """A post, or a comment in it (`seq`), as the page of results shows it."""

    id: int
    board_id: int
    category_id: int | None
    title: str
    comment_count: int
    created: datetime
    views: int
    recommends: int
    domains: str
    html: str
    seq: int
    heading: Snippet = ()
    snippet: Snippet = ()


_POSTS, _TEXTS, _COMMENTS = (m._meta.db_table for m in (Post, PostText, Comment))
_OF_POSTS = (
    f"SELECT 'posts', id, id, board_id, created AS \"created [moment]\" FROM {_POSTS} "  # noqa: S608
    "WHERE state = 0 AND id IN ({})"
)
_OF_COMMENTS = (
    "SELECT 'comments', c.id, c.post_id, board_id, c.created AS \"created [moment]\" "  # noqa: S608
    f"FROM {_COMMENTS} c JOIN {_POSTS} p ON p.id = c.post_id "
    "WHERE c.state = 0 AND p.state = 0 AND c.id IN ({})"
)
_OF_TEXTS = (
    f"SELECT id, title, html FROM {_POSTS} JOIN {_TEXTS} ON post_id = id "  # noqa: S608
    "WHERE state = 0 AND id IN ({})"
)
_OF_COMMENT_TEXTS = f"SELECT id, '', html FROM {_COMMENTS} WHERE state = 0 AND id IN ({{}})"  # noqa: S608
_SHOWN = Hit._fields[:9]
_POST_HITS = (
    f"SELECT {columns(_SHOWN)}, html, 0 FROM {_POSTS} JOIN {_TEXTS} ON post_id = id "  # noqa: S608
    "WHERE state = 0 AND id IN ({})"
)
_COMMENT_HITS = (
    "SELECT c.id, p.id, board_id, category_id, title, comment_count, "  # noqa: S608
    'c.created AS "created [moment]", views, recommends, domains, c.html, c.seq '
    f"FROM {_COMMENTS} c JOIN {_POSTS} p ON p.id = c.post_id "
    "WHERE c.state = 0 AND p.state = 0 AND c.id IN ({})"
)


def read_hits(ranked: list[Candidate]) -> list[Hit]:
    """Return what is shown of some candidates that are still there, in their order. Two queries."""
    found: dict[tuple[Kind, int], Hit] = {}
    if posts := [one.id for one in ranked if one.kind == "posts"]:
        found |= {("posts", row[0]): Hit(*row) for row in _fetch(_POST_HITS, posts)}
    if comments := [one.id for one in ranked if one.kind == "comments"]:
        rows = _fetch(_COMMENT_HITS, comments)
        found |= {("comments", number): Hit(*row) for number, *row in rows}
    keys = ((one.kind, one.id) for one in ranked)
    return [found[key] for key in keys if key in found]


def candidates(kind: Kind, ids: list[int]) -> list[Candidate]:
    """Return what of some posts or comments may be read, in their order. One query."""
    if not ids:
        return []
    sql = _OF_POSTS if kind == "posts" else _OF_COMMENTS
    rows = {row[1]: Candidate(*row) for row in _fetch(sql, ids)}
    return [rows[number] for number in ids if number in rows]


def texts_of(kind: Kind, ids: list[int]) -> dict[int, tuple[str, str]]:
    """Return titles and words of some posts or comments. One query."""
    if not ids:
        return {}
    rows = _fetch(_OF_TEXTS if kind == "posts" else _OF_COMMENT_TEXTS, ids)
    return {number: (title, words_of(html)) for number, title, html in rows}


def _fetch(sql: str, ids: list[int]) -> list[tuple]:
    return fetch(sql.format(", ".join(["%s"] * len(ids))), ids)
