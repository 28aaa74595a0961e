"""Reads: the lists by rank, each in one query of at most two hundred rows."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.utils import timezone

from madang.boards.api import BoardInfo, board_directory
from madang.boards.extensions import ContentFilter
from madang.boards.models import Post, State
from madang.core.db.select import Select, none_of

from ..models import RankedPost
from .ranking import MAX_RANKED, day_listing, listing, month_listing, week_listing

ROWS = 30


class Tab(StrEnum):
    """The lists that there are, as addresses name them."""

    NOW = "now"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    EVER = "ever"
    RECOMMENDED = "recommended"
    COMMENTED = "commented"
    UNANSWERED = "unanswered"


DATED = (Tab.DAY, Tab.WEEK, Tab.MONTH)


class TopRow(NamedTuple):
    """A post of any board in a short list."""

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


class Top(NamedTuple):
    """A page of a list; for 댓글없는글, `below` is where the next page goes on."""

    rows: list[TopRow]
    number: int
    last: int
    below: int | None = None


_BY_RANK = Select(
    TopRow,
    Post,
    RankedPost,
    on="{RankedPost.post} = {Post.id}",
    rest="WHERE {listing} = %s AND {state} = {LIVE} "
    "ORDER BY {score} DESC, {RankedPost.post} DESC LIMIT %s",
    LIVE=State.LIVE,
)
# As the index for it is written: of one board, or of none that is closed.
_UNANSWERED, _UNANSWERED_OF_BOARD = (
    Select(
        TopRow,
        Post,
        rest="WHERE {state} = {LIVE} AND {comment_count} = 0 "
        "AND {board_id} {which} AND {id} < %s ORDER BY {id} DESC LIMIT %s",
        LIVE=State.LIVE,
        which=which,
    )
    for which in ("NOT IN %s", "= %s")
)


def top(
    tab: Tab,
    board: BoardInfo | None,
    day: date,
    number: int = 1,
    content_filter: ContentFilter | None = None,
    most: int = MAX_RANKED,
) -> Top:
    """Return a page of a list by rank: of the day, week or month of a date. One query."""
    rows = _BY_RANK.rows(_name(tab, board, day), most)
    if board is None:
        # One that has just moved to where not all may read stands here until it is ranked anew.
        rows = [row for row in rows if not board_directory().by_id[row.board_id].members_only]
    rows = _filtered(rows, content_filter, board)
    last = max(1, -(-len(rows) // ROWS))
    return Top(rows[(number - 1) * ROWS : number * ROWS], number, last)


def unanswered(
    board: BoardInfo | None,
    closed: Collection[int],
    below: int | None,
    content_filter: ContentFilter | None = None,
) -> Top:
    """Return the newest posts without comments, below an id. One query."""
    most = 10 * ROWS if content_filter else ROWS + 1
    if board is not None:
        read = _UNANSWERED_OF_BOARD.rows(board.id, below or 2**62, most)
    else:
        read = _UNANSWERED.rows(none_of(closed), below or 2**62, most)
    rows = _filtered(read, content_filter, board)
    if len(rows) > ROWS:
        return Top(rows[:ROWS], 1, 1, rows[ROWS - 1].id)
    return Top(rows, 1, 1, read[-1].id if len(read) == most else None)


def first_day(tab: Tab, day: date) -> date:
    """Return the first day of the week or month that a day is in."""
    if tab is Tab.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if tab is Tab.MONTH else day


def day_before(tab: Tab, day: date) -> date:
    return first_day(tab, day) - timedelta(days=1)


def day_after(tab: Tab, day: date) -> date | None:
    """Return the day with which the next day, week or month begins; None for one to come."""
    begin = first_day(tab, day)
    if tab is Tab.MONTH:
        following = (begin + timedelta(days=32)).replace(day=1)
    else:
        following = begin + timedelta(days=7 if tab is Tab.WEEK else 1)
    return following if following <= timezone.localdate() else None


def _name(tab: Tab, board: BoardInfo | None, day: date) -> str:
    kinds = {Tab.DAY: day_listing, Tab.WEEK: week_listing, Tab.MONTH: month_listing}
    kind = kinds[tab](day) if tab in kinds else "hot" if tab is Tab.NOW else tab.value
    return listing(kind, board.id if board else None)


def _filtered(
    rows: list[TopRow], content_filter: ContentFilter | None, board: BoardInfo | None
) -> list[TopRow]:
    """Leave out what a reader filters: a short list has no room for what is folded."""
    if content_filter is None:
        return rows
    own = board.id if board else None
    return [
        row
        for row in rows
        if not content_filter.match_post(
            row,
            board=None if row.board_id == own else row.board_id,
            category=row.category_id,
        )
    ]
