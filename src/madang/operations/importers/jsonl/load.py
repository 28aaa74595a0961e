"""Writing a spool to the boards: in batches, each of them whole or not at all."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from madang.boards.api import (
    BoardPlan,
    board_directory,
    contents_of,
    listings_of,
    name_key,
    open_board,
    record,
)
from madang.boards.models import Board, Category, Comment, ImportedPost, Post, PostText, State
from madang.core.db.many import insert_rows
from madang.core.db.transactions import writing
from madang.core.richtext import to_html
from madang.discovery.rankings.ranking import note_due
from madang.identity.epochs import open_epoch
from madang.identity.voices import AUTHOR, add_foreign_voices

from .reader import CommentLine, PostLine, moment
from .spool import Spool

BATCH_ROWS = 5000
_COMMENT = ["post", "seq", "parent", "root", "voice", "html", "state", "created", "news"]
_COMMENT += ["replies", "author", "likes"]

Keyed = tuple[bytes, PostLine]


@dataclass(slots=True)
class Loaded:
    posts: int = 0
    comments: int = 0
    known: int = 0


def load(spool: Spool, advance: Callable[[int], None]) -> Loaded:
    """Import what is not here yet; `advance` is told of rows (posts and comments) done.

    Each batch is one transaction with its voices, page index and record of the imported ids, so
    that an import which is cut off goes on after its last whole batch.
    """
    loaded = Loaded()
    now = timezone.now()
    places = _Places()
    for batch in _batches(spool):
        rows = sum(1 + len(post.comments) for _, post in batch)
        with writing():
            fresh = _unknown(batch)
            if fresh:
                _write(fresh, places, now)
        loaded.posts += len(fresh)
        loaded.comments += sum(len(post.comments) for _, post in fresh)
        loaded.known += len(batch) - len(fresh)
        advance(rows)
    board_directory.forget()
    return loaded


class _Places:
    """Boards and categories by name; those that are missing are made."""

    def __init__(self) -> None:
        # What was on a board that was merged belongs on the one that it is now.
        self.boards = {
            name_key(board.name): board.merged_into_id or board.pk for board in Board.objects.all()
        }
        self.categories = {(c.board_id, c.name): c.pk for c in Category.objects.all()}

    def find(self, post: PostLine) -> tuple[int, int | None]:
        name = name_key(post.board)
        if name not in self.boards:
            self.boards[name] = open_board(BoardPlan(post.board)).pk
        board = self.boards[name]
        if not post.category:
            return board, None
        key = (board, post.category)
        if key not in self.categories:
            place = sum(known == board for known, _ in self.categories) + 1
            made = Category.objects.create(board_id=board, name=post.category, place=place)
            self.categories[key] = made.pk
        return board, self.categories[key]


def _batches(spool: Spool) -> Iterator[list[Keyed]]:
    batch: list[Keyed] = []
    rows = 0
    for key, post in spool.in_time():
        batch.append((key, post))
        rows += 1 + len(post.comments)
        if rows >= BATCH_ROWS:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def _unknown(batch: list[Keyed]) -> list[Keyed]:
    keys = [key for key, _ in batch]
    known = {
        bytes(key)
        for first in range(0, len(keys), 500)
        for key in ImportedPost.objects.filter(key__in=keys[first : first + 500]).values_list(
            "key", flat=True
        )
    }
    return [(key, post) for key, post in batch if key not in known]


def _write(batch: list[Keyed], places: _Places, now: datetime) -> None:
    bodies = [to_html(line.body) for _, line in batch]
    posts = Post.objects.bulk_create(
        [_post(line, html, places, now) for (_, line), html in zip(batch, bodies, strict=True)]
    )
    texts, comments, voices, imported, changes = [], [], [], [], []
    for post, html, (key, line) in zip(posts, bodies, batch, strict=True):
        texts.append((post.pk, html, line.source or ""))
        numbers = voice_numbers(line)
        voices += [(post.pk, number) for number in sorted({AUTHOR, *numbers.values()})]
        comments += _comments(post, line, numbers)
        imported.append((key, post.pk))
        listings = listings_of(post.board_id, post.category_id)
        changes += [(listing, post.pk, 1) for listing in listings]
    insert_rows(PostText, ("post", "html", "source"), texts)
    insert_rows(Comment, _COMMENT, comments)
    add_foreign_voices(voices)
    insert_rows(ImportedPost, ("key", "post"), imported)
    note_due(post.pk for post in posts if post.recommends or post.comment_count)
    record(changes)


def _post(line: PostLine, html: str, places: _Places, now: datetime) -> Post:
    board, category = places.find(line)
    created = moment("created", line.created) or now
    return Post(
        board_id=board,
        category_id=category,
        title=line.title,
        created=created,
        views=line.views,
        recommends=line.recommends,
        comment_count=len(line.comments),
        last_seq=len(line.comments),
        epoch=open_epoch(now),
        **contents_of(html)._asdict(),
    )


def _comments(post: Post, line: PostLine, numbers: dict[str, int]) -> list[Sequence[Any]]:
    """Return the rows of a post's comments, in the columns of _COMMENT."""
    answers = Counter(comment.reply_to for comment in line.comments if comment.reply_to)
    roots: dict[int, int] = {}
    made: list[Sequence[Any]] = []
    for seq, comment in enumerate(line.comments, start=1):
        parent = comment.reply_to
        if parent:
            roots[seq] = roots.get(parent, parent)
        voice, html = _voice(comment, numbers), to_html(comment.body)
        created = moment("created", comment.created) or post.created
        kept = (State.LIVE.value, created, False, answers[seq], b"", 0)
        made.append((post.pk, seq, parent, roots.get(seq), voice, html, *kept))
    return made


def voice_numbers(line: PostLine) -> dict[str, int]:
    """Return each author's number in a thread, in the order of first speaking."""
    numbers = {line.author: AUTHOR} if line.author is not None else {}
    spoken = 0
    for comment in line.comments:
        if comment.author is not None and comment.author not in numbers:
            spoken += 1
            numbers[comment.author] = spoken
    return numbers


def _voice(comment: CommentLine, numbers: dict[str, int]) -> int | None:
    return None if comment.author is None else numbers[comment.author]
