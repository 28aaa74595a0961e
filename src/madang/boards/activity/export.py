"""Reads for taking along: everything that an account wrote, recommended and kept, whole."""

from collections.abc import Callable, Iterator
from functools import partial

from madang.accounts.extensions import ExportItem, ExportList
from madang.accounts.models import Account
from madang.identity.journals import Journal, Line, length, read_all

from ..directory.directory import board_directory
from ..models import Comment, Post, State
from .journals import read_comment_line, read_post_line
from .queries import reading

BATCH = 100
KINDS = ("posts", "comments", "recommendations", "scraps", "reservations")


def export_lists(account: Account) -> list[ExportList]:
    """Return the lists of what an account wrote, recommended and kept."""
    return [
        ExportList(kind, length(Journal(kind, account.pk)), partial(export_items, account, kind))
        for kind in KINDS
    ]


def export_items(account: Account, kind: str) -> Iterator[ExportItem]:
    """Yield an account's things of a kind, newest first; what was deleted is left out.

    Of what others wrote only the titles that it may read now.
    """
    may_read = reading(account)
    for lines in _batches(read_all(Journal(kind, account.pk))):
        if kind == "comments":
            yield from _comments(lines, may_read)
        else:
            yield from _posts(lines, None if kind == "posts" else may_read)


def _posts(lines: list[Line], may_read: Callable[[Post], bool] | None) -> Iterator[ExportItem]:
    """Yield posts: the account's own (None), or those of others that may be read."""
    ids = [read_post_line(line.content) for line in lines]
    posts = Post.objects.select_related("text").in_bulk(ids)
    for post_id in ids:
        post = posts.get(post_id)
        if post is None or post.state == State.DELETED:
            continue
        if may_read is not None and not may_read(post):
            continue
        text = (post.text.html, post.text.source) if may_read is None else ("", "")
        yield _item(post, post, "", *text)


def _comments(lines: list[Line], may_read: Callable[[Post], bool]) -> Iterator[ExportItem]:
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
            yield _item(post, comment, f"/c{comment.seq}", comment.html)


def _item(
    post: Post, written: Post | Comment, behind: str, html: str = "", source: str = ""
) -> ExportItem:
    board = board_directory().by_id[post.board_id]
    return ExportItem(
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
