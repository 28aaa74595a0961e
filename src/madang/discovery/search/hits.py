"""Hits: what the page of results shows of posts and comments, and what it is found by."""

from datetime import datetime
from typing import NamedTuple

from madang.boards.models import Comment, Post, PostText, State
from madang.core.db.select import Select
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
    holds: int
    addon: int
    html: str
    seq: int
    heading: Snippet = ()
    snippet: Snippet = ()


class _Post(NamedTuple):
    id: int
    board_id: int
    created: datetime


class _Comment(NamedTuple):
    id: int
    post_id: int
    board_id: int
    created: datetime


class _PostText(NamedTuple):
    id: int
    title: str
    html: str


class _CommentText(NamedTuple):
    id: int
    html: str


class _PostHit(NamedTuple):
    id: int
    board_id: int
    category_id: int | None
    title: str
    comment_count: int
    created: datetime
    views: int
    recommends: int
    domains: str
    holds: int
    addon: int
    html: str


class _CommentHit(NamedTuple):
    id: int
    post_id: int
    board_id: int
    category_id: int | None
    title: str
    comment_count: int
    created: datetime
    views: int
    recommends: int
    domains: str
    holds: int
    addon: int
    html: str
    seq: int


_THERE = "WHERE {state} = {LIVE} AND {id} IN %s"
_IN_POST_THERE = "WHERE {Comment.state} = {LIVE} AND {Post.state} = {LIVE} AND {Comment.id} IN %s"
_POSTS = Select(_Post, Post, rest=_THERE, LIVE=State.LIVE)
_COMMENTS = Select(_Comment, Comment, Post, rest=_IN_POST_THERE, LIVE=State.LIVE)
_POST_TEXTS = Select(_PostText, Post, PostText, rest=_THERE, LIVE=State.LIVE)
_COMMENT_TEXTS = Select(_CommentText, Comment, rest=_THERE, LIVE=State.LIVE)
_POST_HITS = Select(_PostHit, Post, PostText, rest=_THERE, LIVE=State.LIVE)
_COMMENT_HITS = Select(_CommentHit, Comment, Post, rest=_IN_POST_THERE, LIVE=State.LIVE)


def read_hits(ranked: list[Candidate]) -> list[Hit]:
    """Return what is shown of some candidates that are still there, in their order. Two queries."""
    found: dict[tuple[Kind, int], Hit] = {}
    if posts := [one.id for one in ranked if one.kind == "posts"]:
        found |= {("posts", row.id): Hit(*row, seq=0) for row in _POST_HITS.rows(posts)}
    if comments := [one.id for one in ranked if one.kind == "comments"]:
        found |= {("comments", row.id): Hit(*row[1:]) for row in _COMMENT_HITS.rows(comments)}
    keys = ((one.kind, one.id) for one in ranked)
    return [found[key] for key in keys if key in found]


def candidates(kind: Kind, ids: list[int]) -> list[Candidate]:
    """Return what of some posts or comments may be read, in their order. One query."""
    if not ids:
        return []
    if kind == "posts":
        rows = {row[0]: Candidate(kind, row[0], *row) for row in _POSTS.tuples(ids)}
    else:
        rows = {row[0]: Candidate(kind, *row) for row in _COMMENTS.tuples(ids)}
    return [rows[number] for number in ids if number in rows]


def texts_of(kind: Kind, ids: list[int]) -> dict[int, tuple[str, str]]:
    """Return titles and words of some posts or comments. One query."""
    if not ids:
        return {}
    if kind == "posts":
        return {id: (title, words_of(html)) for id, title, html in _POST_TEXTS.tuples(ids)}
    return {id: ("", words_of(html)) for id, html in _COMMENT_TEXTS.tuples(ids)}
