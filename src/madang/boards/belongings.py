"""Reads for taking along: everything that an account wrote, recommended and kept, whole."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from madang.accounts.models import Account
from madang.identity.journals import Journal, Line, length, read_all

from .journals import read_comment_line, read_post_line
from .models import Comment, Post, State
from .my_pages import reading
from .structure import site

BATCH = 100
KINDS = ("posts", "comments", "recommendations", "scraps", "reservations")
_PICTURE = re.compile(r'src="(/media/(?:[\w-]+/)*[\w-]+\.webp)"')


@dataclass(frozen=True, slots=True)
class Belonging:
    """One thing of an account's: `html` and `source` are empty for what others wrote."""

    address: str
    board: str
    title: str
    written: datetime
    edited: datetime | None
    hidden: bool
    html: str = ""
    source: str = ""

    @property
    def pictures(self) -> list[str]:
        """The addresses of its pictures on this site."""
        return _PICTURE.findall(self.html)


def how_many(account_id: int) -> int:
    """Return how many lines there are to go through, at least as many as belongings."""
    return sum(length(Journal(kind, account_id)) for kind in KINDS)


def belongings(account: Account, kind: str) -> Iterator[Belonging]:
    """Yield an account's belongings of a kind, newest first; what was deleted is left out.

    Of what others wrote only the titles that it may read now.
    """
    may_read = reading(account)
    for lines in _batches(read_all(Journal(kind, account.pk))):
        if kind == "comments":
            yield from _comments(lines, may_read)
        else:
            yield from _posts(lines, None if kind == "posts" else may_read)


def _posts(lines: list[Line], may_read: Callable[[Post], bool] | None) -> Iterator[Belonging]:
    """Yield posts: one's own (None), or those of others that may be read."""
    ids = [read_post_line(line.content) for line in lines]
    posts = Post.objects.select_related("text").in_bulk(ids)
    for post_id in ids:
        post = posts.get(post_id)
        if post is None or post.state == State.DELETED:
            continue
        if may_read is not None and not may_read(post):
            continue
        text = (post.text.html, post.text.source) if may_read is None else ("", "")
        yield _belonging(post, post, "", *text)


def _comments(lines: list[Line], may_read: Callable[[Post], bool]) -> Iterator[Belonging]:
    places = [read_comment_line(line.content) for line in lines]
    posts = Post.objects.in_bulk({post_id for post_id, _ in places})
    rows = Comment.objects.filter(post__in=posts, seq__in={seq for _, seq in places})
    comments = {(row.post_id, row.seq): row for row in rows}
    for place in places:
        comment = comments.get(place)
        if comment is not None and comment.state != State.DELETED:
            post = posts[comment.post_id]
            if not may_read(post):
                post.title = ""
            yield _belonging(post, comment, f"/c{comment.seq}", comment.html)


def _belonging(
    post: Post, written: Post | Comment, behind: str, html: str = "", source: str = ""
) -> Belonging:
    board = site().by_id[post.board_id]
    return Belonging(
        address=f"{board.path}/{post.pk}{behind}",
        board=board.name,
        title=post.title,
        written=written.created,
        edited=written.edited,
        hidden=State.HIDDEN in (written.state, post.state),
        html=html,
        source=source,
    )


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
