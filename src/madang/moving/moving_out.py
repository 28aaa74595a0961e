"""Moving out: what everybody may read, as lines that `madang import` takes, with its pictures.

No account, seal, tag or journal is looked at. Numbers of posts are those of the lines, in the order
of time, so that what was brought in elsewhere and taken out again is the same line by line.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from django.core.files.storage import default_storage
from django.utils import timezone

from madang.boards.models import Board, Comment, Pin, Post, PostText, ReactionCount, State

from .beside import polls_of
from .lines import CommentLine, PollLine, PostLine, line_of
from .settings_lines import board_line, site_line

SITE, BOARDS, POSTS, MEDIA = "site.json", "boards.jsonl", "posts.jsonl", "media"
BATCH = 500
_FIGURE = re.compile(r'<figure><img src="/media/((?:[\w-]+/)*[\w-]+\.webp)" alt="([^"]*)"[^>]*>')

Row = TypeVar("Row", bound="OfPost")


@dataclass(slots=True)
class Written:
    """How much was taken out."""

    boards: int = 0
    posts: int = 0
    comments: int = 0
    pictures: int = 0
    missing: int = 0


def move_out(folder: Path, advance: Callable[[int, int], None]) -> Written:
    """Write all that is public into an empty folder; `advance` is told of posts, of how many.

    Raises OSError.
    """
    written = Written()
    (folder / MEDIA).mkdir(mode=0o700)
    (folder / SITE).write_bytes(site_line() + b"\n")
    boards = list(Board.objects.filter(members_only=False, merged_into=None))
    written.boards = len(boards)
    (folder / BOARDS).write_bytes(b"".join(board_line(board) + b"\n" for board in boards))
    names = _names(boards)
    order = Post.objects.filter(state=State.LIVE, board__in=names).order_by("created", "id")
    numbers = list(order.values_list("pk", flat=True))
    with (folder / POSTS).open("wb") as file:
        for first in range(0, len(numbers), BATCH):
            some = numbers[first : first + BATCH]
            for number, line in enumerate(_lines(some, names), start=first + 1):
                line.id = str(number)
                _take_pictures(line, folder, written)
                file.write(line_of(line) + b"\n")
                written.posts += 1
                written.comments += len(line.comments)
            advance(len(some), len(numbers))
    return written


def _names(boards: Sequence[Board]) -> dict[int, str]:
    """Return the boards' names by their ids, of those too that were merged into one."""
    names = {board.pk: board.name for board in boards}
    merged = Board.objects.filter(merged_into__in=names)
    return names | {board.pk: names[board.merged_into_id or 0] for board in merged}


def _lines(numbers: Sequence[int], names: dict[int, str]) -> Iterator[PostLine]:
    """Yield the lines of some posts, in their order. Seven queries."""
    posts = Post.objects.select_related("category").in_bulk(numbers)
    texts = PostText.objects.in_bulk(numbers)
    comments = _by_post(Comment.objects.filter(post__in=numbers).order_by("post", "seq"))
    reactions = _by_post(ReactionCount.objects.filter(post__in=numbers).order_by("emoji"))
    pinned = set(Pin.objects.filter(post__in=numbers).values_list("post", flat=True))
    polls: dict[int, PollLine] = polls_of(numbers)
    for number in numbers:
        post, text = posts[number], texts[number]
        yield PostLine(
            id="0",
            board=names[post.board_id],
            title=post.title,
            html=text.html,
            category=post.category.name if post.category else None,
            created=_written(post.created),
            edited=_written(post.edited) if post.edited else None,
            source=text.source or None,
            views=post.views,
            recommends=post.recommends,
            pinned=number in pinned,
            tags=post.tags.split(),
            reactions={row.emoji: row.count for row in reactions[number] if row.count},
            poll=polls.get(number),
            comments=list(_comments(comments[number])),
        )


def _comments(rows: Sequence[Comment]) -> Iterator[CommentLine]:
    """Yield the comments that are shown, and the places of others that are answered."""
    places: dict[int, int] = {}
    for row in rows:
        is_live = row.state == State.LIVE
        if not is_live and not row.replies:
            continue
        places[row.seq] = len(places) + 1
        yield CommentLine(
            html=row.html if is_live else "",
            voice=row.voice if is_live else None,
            created=_written(row.created),
            edited=_written(row.edited) if row.edited and is_live else None,
            reply_to=places.get(row.parent or 0),
            likes=row.likes if is_live else 0,
            deleted=not is_live,
        )


class OfPost(Protocol):
    """A row that belongs to a post."""

    post_id: int


def _by_post(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.post_id].append(row)
    return found


def _written(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat()


@dataclass(slots=True)
class _Pictures:
    """Copies the pictures of one post's texts, under names that its number gives."""

    folder: Path
    number: str
    written: Written
    taken: int = field(default=0)

    def renamed(self, html: str) -> str:
        return _FIGURE.sub(self._renamed, html) if "<img" in html else html

    def _renamed(self, found: re.Match[str]) -> str:
        self.taken += 1
        name = f"{MEDIA}/{self.number}-{self.taken}.webp"
        try:
            with default_storage.open(found[1]) as given:
                (self.folder / name).write_bytes(given.read())
            self.written.pictures += 1
        except OSError:
            self.written.missing += 1
        return f'<figure><img src="{name}" alt="{found[2]}">'


def _take_pictures(line: PostLine, folder: Path, written: Written) -> None:
    pictures = _Pictures(folder, line.id, written)
    line.html = pictures.renamed(line.html)
    for comment in line.comments:
        comment.html = pictures.renamed(comment.html)
