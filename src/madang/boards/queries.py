"""Reads: what a page needs of the boards, in a fixed number of queries, as light rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from madang.accounts.models import Account
from madang.identity.keys import EpochDestroyed
from madang.identity.tags import thread_tag
from madang.identity.voices import find_voice

from . import page_index
from .models import Comment, Post, Recommendation, State
from .structure import BoardInfo, CategoryInfo, Site

ROWS = 30
COMMENTS = 100
HOME_ROWS = 6


class Row(NamedTuple):
    """A post in a list."""

    id: int
    title: str
    category_id: int | None
    comment_count: int
    created: datetime
    views: int
    recommends: int


class HomeRow(NamedTuple):
    id: int
    board_id: int
    title: str
    comment_count: int
    created: datetime
    recommends: int


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a listing; `last` is 1 for an empty one."""

    rows: list[Row]
    number: int
    last: int
    total: int


class CommentRow(NamedTuple):
    """A comment in its thread; `state` is not LIVE where only its place is left."""

    seq: int
    parent: int | None
    root: int | None
    voice: int | None
    html: str
    state: int
    created: datetime
    edited: datetime | None


@dataclass(frozen=True, slots=True)
class Strand:
    """A comment with the replies under it that are on the same page."""

    comment: CommentRow
    replies: list[CommentRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CommentsPage:
    strands: list[Strand]
    number: int
    last: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The list under a post: its page of the listing, and the posts next to it."""

    page: ListPage
    newer: Row | None
    older: Row | None


@dataclass(frozen=True, slots=True)
class OwnMarks:
    """What one account is and did in one thread."""

    voice: int | None = None
    recommended: bool = False


def list_page(board: BoardInfo, category: CategoryInfo | None, number: int) -> ListPage | None:
    """Return a page of a board's list (None: there is no such page). Four queries."""
    listing = page_index.listing_key(board.id, category.id if category else None)
    start, total = page_index.find_start(listing, (number - 1) * ROWS)
    last = max(1, -(-total // ROWS))
    if start is None:
        return ListPage([], 1, 1, 0) if number == 1 else None
    rows = _listed(board, category).filter(id__lte=start.top)[start.skip : start.skip + ROWS]
    return ListPage(_rows(rows), number, last, total)


def neighbours(board: BoardInfo, category: CategoryInfo | None, post_id: int) -> Neighbours:
    """Return the page of the list that a post is on. Four queries."""
    listing = page_index.listing_key(board.id, category.id if category else None)
    listed = _listed(board, category)
    newer_count, total = page_index.count_newer(listing, post_id)
    newer_count += listed.order_by().filter(id__range=page_index.own_run(post_id)).count()
    above = newer_count % ROWS
    newer = _rows(listed.order_by("id").filter(id__gt=post_id)[: above + 1])
    older = _rows(listed.filter(id__lte=post_id)[: ROWS - above + 1])
    next_older = next((row for row in older if row.id != post_id), None)
    page = ListPage(
        rows=newer[:above][::-1] + older[: ROWS - above],
        number=newer_count // ROWS + 1,
        last=max(1, -(-total // ROWS)),
        total=total,
    )
    return Neighbours(page, newer=newer[0] if newer else None, older=next_older)


def find_post(post_id: int) -> Post | None:
    """Return a post with its text, whatever its state. One query."""
    return Post.objects.select_related("text").filter(pk=post_id).first()


def comments_page(post: Post, number: int | None) -> CommentsPage | None:
    """Return a page of a thread, the last one for None (None: there is no such page). One query.

    A page holds the comments of a hundred numbers, so that a comment never changes its page.
    """
    last = max(1, page_of(post.last_seq))
    number = last if number is None else number
    if not 1 <= number <= last:
        return None
    first = (number - 1) * COMMENTS
    rows = _comment_rows(post.pk, first, first + COMMENTS)
    return CommentsPage(arrange(rows), number, last)


def page_of(seq: int) -> int:
    """Return the page of a thread that a comment's number is on."""
    return (seq - 1) // COMMENTS + 1


def newer_comments(post_id: int, after: int) -> list[CommentRow]:
    """Return the comments of a thread after a number, a page at most. One query."""
    return [
        row
        for row in _comment_rows(post_id, after, after + COMMENTS, post__state=State.LIVE)
        if row.state == State.LIVE
    ]


def find_comment(post_id: int, seq: int) -> Comment | None:
    return Comment.objects.select_related("post").filter(post=post_id, seq=seq).first()


def own_marks(account: Account, post: Post) -> OwnMarks:
    """Return what an account is and did in a thread. Two queries."""
    voice = find_voice(account.pk, thread=post.pk, epoch=post.epoch)
    try:
        tag = thread_tag("recommend", account.pk, post_id=post.pk, epoch=post.epoch)
    except EpochDestroyed:
        return OwnMarks(voice)
    return OwnMarks(voice, Recommendation.objects.filter(tag=tag).exists())


def latest_by_board(site: Site) -> dict[int, list[HomeRow]]:
    """Return each board's latest posts, by board id. One query."""
    return _top_by_board(site, "id DESC")


def most_recommended_by_board(site: Site) -> dict[int, list[HomeRow]]:
    """Return each board's most recommended posts, by board id. One query."""
    return _top_by_board(site, "recommends DESC, id DESC")


def latest_posts(board: BoardInfo, count: int = ROWS) -> list[Post]:
    """Return a board's latest posts with their texts, for its feed. One query."""
    listed = Post.objects.filter(board=board.id, state=State.LIVE).select_related("text")
    return list(listed.order_by("-id")[:count])


def highest_post_id() -> int:
    return Post.objects.order_by("-id").values_list("id", flat=True).first() or 0


def live_posts_between(first: int, last: int) -> Iterable[tuple[int, int, datetime]]:
    """Yield (id, board id, day last changed) of the live posts with ids in a range. One query."""
    posts = Post.objects.filter(id__range=(first, last), state=State.LIVE).order_by("id")
    for post_id, board_id, created, edited in posts.values_list(
        "id", "board_id", "created", "edited"
    ):
        yield post_id, board_id, edited or created


def arrange(rows: list[CommentRow]) -> list[Strand]:
    """Put each reply under the comment that its strand began with, where that is on the page."""
    strands: dict[int, Strand] = {}
    for row in rows:
        home = strands.get(row.root) if row.root is not None else None
        if home is not None:
            home.replies.append(row)
        else:
            strands[row.seq] = Strand(row)
    return list(strands.values())


def _listed(board: BoardInfo, category: CategoryInfo | None) -> "QuerySet[Post]":
    posts = Post.objects.filter(board=board.id, state=State.LIVE)
    if category is not None:
        posts = posts.filter(category=category.id)
    return posts.order_by("-id")


def _rows(posts: "QuerySet[Post]") -> list[Row]:
    return [Row._make(values) for values in posts.values_list(*Row._fields)]


def _comment_rows(post_id: int, after: int, to: int, **conditions: int) -> list[CommentRow]:
    comments = (
        Comment.objects.filter(post=post_id, seq__gt=after, seq__lte=to, **conditions)
        .exclude(state=State.DELETED, replies=0)
        .order_by("seq")
        .values_list(*CommentRow._fields)
    )
    return [CommentRow._make(values) for values in comments]


def _top_by_board(site: Site, order: str) -> dict[int, list[HomeRow]]:
    if not site.boards:
        return {}
    columns = ", ".join(HomeRow._fields)
    # A compound SELECT takes a LIMIT only inside a subquery on SQLite, which the ORM refuses.
    best = (
        f"SELECT * FROM (SELECT {columns} FROM {Post._meta.db_table} WHERE board_id = %s"  # noqa: S608
        f" AND state = 0 ORDER BY {order} LIMIT {HOME_ROWS}) AS best{{}}"
    )
    union = " UNION ALL ".join(best.format(place) for place in range(len(site.boards)))
    rows: dict[int, list[HomeRow]] = {board.id: [] for board in site.boards}
    for post in Post.objects.raw(union, [board.id for board in site.boards]):
        row = HomeRow._make(getattr(post, name) for name in HomeRow._fields)
        rows[row.board_id].append(row)
    return rows
