"""Posts and comments as sources of search: what the index holds of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from madang.boards.api import BoardInfo, board_directory
from madang.boards.extensions import TextChange
from madang.boards.models import Comment, Post, PostText, State
from madang.core.db.select import Select, fetch, statement
from madang.core.richtext import words_of
from madang.search import index
from madang.search.extensions import Entry
from madang.search.matching import (
    Kind,
    board_place,
    category_place,
    day_place,
    month_place,
    places_of_id,
    tag_place,
)
from madang.search.terms import initials_of, terms_of

SAMPLE_BATCH = 500


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


_OF_POSTS = [
    Select(
        _Post,
        Post,
        PostText,
        rest=f"WHERE {{Post.state}} <> {{DELETED}} AND {where}",
        DELETED=State.DELETED,
    )
    for where in ("{Post.id} IN %s", "{Post.id} > %s AND {Post.id} <= %s")
]
_OF_COMMENTS = [
    Select(
        _Comment,
        Comment,
        Post,
        rest=f"WHERE {{Comment.state}} <> {{DELETED}} AND {where}",
        DELETED=State.DELETED,
    )
    for where in ("{Comment.id} IN %s", "{Comment.id} > %s AND {Comment.id} <= %s")
]


class _Numbered:
    """What posts and comments share as sources."""

    kind: Kind
    model: type[Post] | type[Comment]

    def __init__(self) -> None:
        self.table = self.model._meta.db_table
        self.is_there = statement("{state} <> {DELETED}", self.model, DELETED=State.DELETED)
        self._upto = statement(
            "SELECT MAX({id}) FROM (SELECT {id} FROM {entries} WHERE {id} > %s "
            "ORDER BY {id} LIMIT %s) t",
            self.model,
            entries=self.model,
        )

    def newest(self) -> int:
        ids = self.model._default_manager.order_by("-pk").values_list("pk", flat=True)
        return ids.first() or 0

    def entries_after(self, after: int, most: int) -> tuple[list[Entry], int]:
        upto = fetch(self._upto, (after, most))[0][0]
        return ([], after) if upto is None else (self._between(after, upto), upto)

    def _between(self, after: int, upto: int) -> list[Entry]:
        raise NotImplementedError


class PostSource(_Numbered):
    """Posts, with their titles; they tell how rare terms are."""

    kind, model = "posts", Post

    def _between(self, after: int, upto: int) -> list[Entry]:
        return [_of_post(post) for post in _OF_POSTS[1].rows(after, upto)]

    def entries_of(self, ids: Iterable[int]) -> list[Entry]:
        given = sorted(ids)
        return [_of_post(post) for post in _OF_POSTS[0].rows(given)] if given else []

    def latest_open(self, most: int) -> Iterator[Entry]:
        closed = {board_place(board.id) for board in _closed()}
        after = max(0, self.newest() - most)
        while True:
            entries, upto = self.entries_after(after, SAMPLE_BATCH)
            if upto == after:
                return
            after = upto
            yield from (entry for entry in entries if closed.isdisjoint(entry.place))

    def latest_open_titles(self, most: int) -> Iterator[str]:
        shown = Post.objects.filter(pk__gt=max(0, self.newest() - most), state=State.LIVE)
        shown = shown.exclude(board__in=[board.id for board in _closed()])
        yield from shown.values_list("title", flat=True).iterator(chunk_size=2000)


class CommentSource(_Numbered):
    """Comments, which have no titles."""

    kind, model = "comments", Comment

    def _between(self, after: int, upto: int) -> list[Entry]:
        return [_of_comment(one) for one in _OF_COMMENTS[1].rows(after, upto)]

    def entries_of(self, ids: Iterable[int]) -> list[Entry]:
        given = sorted(ids)
        return [_of_comment(one) for one in _OF_COMMENTS[0].rows(given)] if given else []


def take_out(change: TextChange) -> None:
    """Take what is about to change or go out of every index; within its transaction."""
    posts = [change.post] if 0 in change.seqs else []
    seqs = [seq for seq in change.seqs if seq]
    comments = Comment.objects.filter(post=change.post, seq__in=seqs) if seqs else None
    numbers = list(comments.values_list("pk", flat=True)) if comments is not None else []
    index.take_out({"posts": posts, "comments": numbers})


def _closed() -> list[BoardInfo]:
    return [board for board in board_directory().boards if board.members_only]


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
