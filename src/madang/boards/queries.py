"""Reads: what a page needs of the boards, in a fixed number of queries, as light rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from madang.accounts.models import Account
from madang.identity.keys import EpochDestroyed
from madang.identity.voices import find_voice
from madang.sql import columns, fetch

from . import page_index
from .marks import mark_tag
from .models import (
    Comment,
    Mark,
    Mute,
    Post,
    PostText,
    Recommendation,
    Reservation,
    Scrap,
    State,
)
from .sifting import SPARE, Sieve
from .structure import BoardInfo, CategoryInfo, Site

ROWS = 30
COMMENTS = 100
HOME_ROWS, HOME_SPARE = 6, 24


class Row(NamedTuple):
    """A post in a list."""

    id: int
    title: str
    category_id: int | None
    comment_count: int
    created: datetime
    views: int
    recommends: int
    nickname: int | None
    domains: str


class LatestRow(NamedTuple):
    """A post of any board, as the trial of a filter looks at it."""

    board_id: int
    row: Row


class PostView(NamedTuple):
    """A post as its page shows it."""

    id: int
    board_id: int
    category_id: int | None
    title: str
    state: int
    created: datetime
    edited: datetime | None
    views: int
    recommends: int
    comment_count: int
    reservations: int
    last_seq: int
    epoch: int
    nickname: int | None
    html: str
    source: str


class HomeRow(NamedTuple):
    id: int
    board_id: int
    title: str
    comment_count: int
    created: datetime
    recommends: int
    category_id: int | None
    domains: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a listing; `last` is 1 for an empty one.

    Where a reader filters, `folded` says by what some rows are folded (by their ids), and `below`
    is the id under which the next page goes on; None: the list goes on by its numbers.
    """

    rows: list[Row]
    number: int
    last: int
    total: int
    folded: dict[int, str] = field(default_factory=dict)
    below: int | None = None


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
    nickname: int | None
    news: bool


@dataclass(frozen=True, slots=True)
class Strand:
    """A comment with the replies under it that are on the same page."""

    comment: CommentRow
    replies: list[CommentRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """A page of a thread; who wrote each comment number on it, by voice and by nickname if any."""

    strands: list[Strand]
    voices: dict[int, int | None]
    nicknames: dict[int, int]
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
    scrapped: bool = False
    reserved: bool = False
    muted: bool = False


_POSTS = Post._meta.db_table
_ROWS = f"SELECT {columns(Row._fields)} FROM {_POSTS}"  # noqa: S608
_OF_BOARD = "board_id = %s AND state = 0"
_POST_VIEW = (
    f"SELECT {columns(PostView._fields)} FROM {_POSTS} "  # noqa: S608
    f"JOIN {PostText._meta.db_table} ON post_id = id WHERE id = %s"
)
_COMMENT_ROWS = (
    f"SELECT {columns(CommentRow._fields)} FROM {Comment._meta.db_table} "  # noqa: S608
    "WHERE post_id = %s AND seq > %s AND seq <= %s AND NOT (state >= 2 AND replies = 0) "
    "ORDER BY seq"
)


_MARKS: tuple[type[Mark], ...] = (Recommendation, Scrap, Reservation, Mute)
_MARKED = " UNION ALL ".join(
    f"SELECT {place} FROM {kind._meta.db_table} WHERE tag = %s"  # noqa: S608
    for place, kind in enumerate(_MARKS)
)


def list_page(
    board: BoardInfo,
    category: CategoryInfo | None,
    number: int,
    *,
    sieve: Sieve | None = None,
    below: int | None = None,
) -> ListPage | None:
    """Return a page of a board's list (None: there is no such page). Four queries.

    What a reader filters is made up for by the posts that follow; `below` goes on from there.
    """
    listing, where, parameters = _listing(board, category)
    start, total = page_index.find_start(listing, (number - 1) * ROWS)
    last = max(1, -(-total // ROWS))
    if start is None:
        return ListPage([], 1, 1, 0) if number == 1 else None
    top, skip = (start.top, start.skip) if below is None else (below - 1, 0)
    most = ROWS if sieve is None else ROWS + SPARE
    sql = f"{_ROWS} WHERE {where} AND id <= %s ORDER BY id DESC LIMIT {most} OFFSET %s"
    rows = list(map(Row._make, fetch(sql, (*parameters, top, skip))))
    page = ListPage(rows, number, last, total)
    return page if sieve is None else _sifted(page, sieve, board, category)


def neighbours(
    board: BoardInfo, category: CategoryInfo | None, post_id: int, sieve: Sieve | None = None
) -> Neighbours:
    """Return the page of the list that a post is on. Four queries."""
    listing, where, parameters = _listing(board, category)
    newer_count, total = page_index.count_newer(listing, post_id)
    count = f"SELECT COUNT(*) FROM {_POSTS} WHERE {where} AND id BETWEEN %s AND %s"  # noqa: S608
    newer_count += fetch(count, (*parameters, *page_index.own_run(post_id)))[0][0]
    above = newer_count % ROWS
    sql = f"{_ROWS} WHERE {where} AND id > %s ORDER BY id LIMIT %s"
    newer = list(map(Row._make, fetch(sql, (*parameters, post_id, above + 1))))
    sql = f"{_ROWS} WHERE {where} AND id <= %s ORDER BY id DESC LIMIT %s"
    spare = 1 if sieve is None else SPARE
    older = list(map(Row._make, fetch(sql, (*parameters, post_id, ROWS - above + spare))))
    page = ListPage(
        rows=newer[:above][::-1] + (older[: ROWS - above] if sieve is None else older),
        number=newer_count // ROWS + 1,
        last=max(1, -(-total // ROWS)),
        total=total,
    )
    if sieve is not None:
        page = _sifted(page, sieve, board, category, keep=post_id)
        shown = {row.id for row in page.rows}
        newer = [row for row in newer if row.id in shown]
        older = [row for row in older if row.id in shown]
    return Neighbours(
        page,
        newer=newer[0] if newer else None,
        older=next((row for row in older if row.id != post_id), None),
    )


def latest_of_all(most: int) -> list[LatestRow]:
    """Return the latest live posts of all boards, closed ones included. One query."""
    shown = columns(("board_id", *Row._fields))
    sql = f"SELECT {shown} FROM {_POSTS} WHERE state = 0 ORDER BY id DESC LIMIT %s"  # noqa: S608
    return [LatestRow(board, Row._make(row)) for board, *row in fetch(sql, (most,))]


def read_post(post_id: int) -> PostView | None:
    """Return a post with its text to be read, whatever its state. One query."""
    rows = fetch(_POST_VIEW, (post_id,))
    return PostView._make(rows[0]) if rows else None


def find_post(post_id: int) -> Post | None:
    """Return a post with its text to be worked on, whatever its state. One query."""
    return Post.objects.select_related("text").filter(pk=post_id).first()


def comments_page(post: PostView, number: int | None) -> CommentsPage | None:
    """Return a page of a thread, the last one for None (None: there is no such page). One query.

    A page holds the comments of a hundred numbers, so that a comment never changes its page.
    """
    last = max(1, page_of(post.last_seq))
    number = last if number is None else number
    if not 1 <= number <= last:
        return None
    first = (number - 1) * COMMENTS
    rows = _comment_rows(post.id, first, first + COMMENTS)
    return CommentsPage(
        strands=arrange(rows),
        voices={row.seq: row.voice for row in rows},
        nicknames={row.seq: row.nickname for row in rows if row.nickname is not None},
        number=number,
        last=last,
    )


def rows_of(page: CommentsPage) -> list[CommentRow]:
    """Return the comments of a page that can be read."""
    rows = [row for strand in page.strands for row in (strand.comment, *strand.replies)]
    return [row for row in rows if row.state == State.LIVE]


def page_of(seq: int) -> int:
    """Return the page of a thread that a comment's number is on."""
    return (seq - 1) // COMMENTS + 1


def newer_comments(post_id: int, after: int) -> list[CommentRow]:
    """Return the live comments of a thread after a number, a page at most. One query."""
    rows = _comment_rows(post_id, after, after + COMMENTS)
    return [row for row in rows if row.state == State.LIVE]


def comments_between(post_id: int, after: int, to: int) -> list[CommentRow]:
    """Return the comments of a thread above one number and up to another. One query."""
    return _comment_rows(post_id, after, to)


def find_comment(post_id: int, seq: int) -> Comment | None:
    return Comment.objects.select_related("post").filter(post=post_id, seq=seq).first()


def own_marks(account: Account, post: PostView) -> OwnMarks:
    """Return what an account is and did in a thread. Two queries."""
    voice = find_voice(account.pk, thread=post.id, epoch=post.epoch)
    return OwnMarks(voice, *_marked(account, post))


def latest_by_board(site: Site, sieve: Sieve | None = None) -> dict[int, list[HomeRow]]:
    """Return the latest posts of each board that all may read, by board id. One query."""
    return _top_by_board(site, "id DESC", sieve)


def most_recommended_by_board(site: Site, sieve: Sieve | None = None) -> dict[int, list[HomeRow]]:
    """Return the most recommended posts of each such board, by board id. One query."""
    return _top_by_board(site, "recommends DESC, id DESC", sieve, "AND recommends > 0")


def latest_posts(board: BoardInfo, count: int = ROWS) -> list[Post]:
    """Return a board's latest posts with their texts, for its feed. One query."""
    listed = Post.objects.filter(board=board.id, state=State.LIVE).select_related("text")
    return list(listed.order_by("-id")[:count])


def newer_posts(boards: list[int], category: int | None, *, after: int, most: int) -> list[HomeRow]:
    """Return the newest live posts of some boards above an id. One query by their ids."""
    if not boards:
        return []
    marks = ", ".join(["%s"] * len(boards))
    where, parameters = f"board_id IN ({marks}) AND state = 0 AND id > %s", [*boards, after]
    if category is not None:
        where, parameters = f"{where} AND category_id = %s", [*parameters, category]
    shown = columns(HomeRow._fields)
    sql = f"SELECT {shown} FROM {_POSTS} WHERE {where} ORDER BY id DESC LIMIT %s"  # noqa: S608
    return list(map(HomeRow._make, fetch(sql, (*parameters, most))))


def highest_post_id() -> int:
    return Post.objects.order_by("-id").values_list("id", flat=True).first() or 0


def live_posts_between(first: int, last: int) -> Iterable[tuple[int, int, datetime]]:
    """Yield (id, board id, day last changed) of what all may read in a range of ids. One query."""
    posts = Post.objects.filter(
        id__range=(first, last), state=State.LIVE, board__members_only=False
    ).order_by("id")
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


def _listing(board: BoardInfo, category: CategoryInfo | None) -> tuple[str, str, tuple[int, ...]]:
    """Return a listing's name in the page index, its condition in SQL, and the parameters of it."""
    if category is None:
        return page_index.listing_key(board.id, None), _OF_BOARD, (board.id,)
    listing = page_index.listing_key(board.id, category.id)
    return listing, f"{_OF_BOARD} AND category_id = %s", (board.id, category.id)


def _comment_rows(post_id: int, after: int, to: int) -> list[CommentRow]:
    return list(map(CommentRow._make, fetch(_COMMENT_ROWS, (post_id, after, to))))


def _marked(account: Account, post: PostView) -> list[bool]:
    """Tell which of the marks an account set on a post, in the order of `_MARKS`."""
    try:
        tags = [mark_tag(k, account.pk, post_id=post.id, epoch=post.epoch) for k in _MARKS]
    except EpochDestroyed:
        return [False] * len(_MARKS)
    there = {place for (place,) in fetch(_MARKED, tags)}
    return [place in there for place in range(len(_MARKS))]


def _sifted(
    page: ListPage,
    sieve: Sieve,
    board: BoardInfo,
    category: CategoryInfo | None,
    keep: int | None = None,
) -> ListPage:
    """Return a page without what a reader filters, still full where there is enough."""
    rows: list[Row] = []
    folded: dict[int, str] = {}
    for row in page.rows:
        of = None if category is not None else row.category_id
        caught = None if row.id == keep else sieve.catch_post(row, board=None, category=of)
        if caught is not None and not caught.fold:
            continue
        rows.append(row)
        if caught is not None:
            folded[row.id] = caught.why
        if len(rows) == ROWS:
            break
    return replace(page, rows=rows, folded=folded, below=rows[-1].id if rows else None)


def _top_by_board(
    site: Site, order: str, sieve: Sieve | None, only: str = ""
) -> dict[int, list[HomeRow]]:
    if not site.open_boards:
        return {}
    most = HOME_ROWS if sieve is None else HOME_ROWS + HOME_SPARE
    shown = columns(HomeRow._fields)
    # A compound SELECT takes a LIMIT only inside a subquery on SQLite, which the ORM refuses.
    best = (
        f"SELECT * FROM (SELECT {shown} FROM {Post._meta.db_table} WHERE board_id = %s"  # noqa: S608
        f" AND state = 0 {only} ORDER BY {order} LIMIT {most}) AS best{{}}"
    )
    union = " UNION ALL ".join(best.format(place) for place in range(len(site.open_boards)))
    rows: dict[int, list[HomeRow]] = {board.id: [] for board in site.open_boards}
    for row in map(HomeRow._make, fetch(union, list(rows))):
        here = rows[row.board_id]
        # A short list has no room for what is folded: it shows what is not caught at all.
        if len(here) < HOME_ROWS and (
            sieve is None or not sieve.catch_post(row, board=row.board_id, category=row.category_id)
        ):
            here.append(row)
    return rows
