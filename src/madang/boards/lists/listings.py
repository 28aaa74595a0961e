"""Reads: the pages of lists, for everybody or without what one reader filters."""

from dataclasses import dataclass, field, replace
from typing import Any

from madang.core.db.select import Select, fetch, statement

from ..directory.directory import BoardDirectory, BoardInfo, CategoryInfo
from ..extensions import ContentFilter
from ..models import Post, State
from ..threads.queries import HomeRow, Row
from . import page_index

ROWS = 30
# So many more rows are read than are shown where somebody filters, so that a page is still full.
SPARE_ROWS = 270
HOME_ROWS, HOME_SPARE_ROWS = 6, 24


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a listing; `last` is 1 for an empty one.

    Where a reader filters, `folded` says by what some rows are folded (by their ids), `below` is
    the id under which the next page goes on and `above` the one over which the page before ends;
    None: the list goes on by its numbers.
    """

    rows: list[Row]
    number: int
    last: int
    total: int
    folded: dict[int, str] = field(default_factory=dict)
    below: int | None = None
    above: int | None = None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The list under a post: its page of the listing, and the posts next to it."""

    page: ListPage
    newer: Row | None
    older: Row | None


_OF_BOARD = "WHERE {board_id} = %s AND {state} = {LIVE}"


@dataclass(frozen=True, slots=True)
class _Reads:
    """How the rows of one kind of listing are read: from an id on downwards, upwards, counted."""

    down: Select[Row]
    up: Select[Row]
    count: str


def _reads(where: str) -> _Reads:
    given: dict[str, Any] = {"where": where, "LIVE": State.LIVE}
    down = "{where} AND {id} <= %s ORDER BY {id} DESC LIMIT %s OFFSET %s"
    up = "{where} AND {id} > %s ORDER BY {id} LIMIT %s"
    count = "SELECT COUNT(*) FROM {Post} {where} AND {id} BETWEEN %s AND %s"
    return _Reads(
        Select(Row, Post, rest=down, **given),
        Select(Row, Post, rest=up, **given),
        statement(count, Post, **given),
    )


_OF_A_BOARD, _OF_A_CATEGORY = _reads(_OF_BOARD), _reads(_OF_BOARD + " AND {category_id} = %s")
_LATEST = Select(HomeRow, Post, rest=_OF_BOARD + " ORDER BY {id} DESC LIMIT %s", LIVE=State.LIVE)
_MOST_RECOMMENDED = Select(
    HomeRow,
    Post,
    rest=_OF_BOARD + " AND {recommends} > 0 ORDER BY {recommends} DESC, {id} DESC LIMIT %s",
    LIVE=State.LIVE,
)


def list_page(
    board: BoardInfo,
    category: CategoryInfo | None,
    number: int,
    *,
    content_filter: ContentFilter | None = None,
    below: int | None = None,
    above: int | None = None,
) -> ListPage | None:
    """Return a page of a board's list (None: there is no such page). Four queries.

    What a reader filters is made up for by the posts that follow; `below` goes on from there, and
    `above` goes back. Where that leads to the top of the list, six queries.
    """
    listing, reads, parameters = _listing(board, category)
    start, total = page_index.find_start(listing, (number - 1) * ROWS)
    last = max(1, -(-total // ROWS))
    if start is None:
        return ListPage([], 1, 1, 0) if number == 1 else None
    most = ROWS if content_filter is None else ROWS + SPARE_ROWS
    if above is not None:
        rows = reads.up.rows(*parameters, above, max(most, ROWS + 1))
        page = _going_back(ListPage(rows, number, last, total), content_filter, category)
        return page or list_page(board, category, 1, content_filter=content_filter)
    top, skip = (start.top, start.skip) if below is None else (below - 1, 0)
    page = ListPage(reads.down.rows(*parameters, top, most, skip), number, last, total)
    return page if content_filter is None else _filtered(page, most, content_filter, category)


def rows_below(
    board: BoardInfo, category: CategoryInfo | None, below: int | None, most: int
) -> list[Row]:
    """Return the newest posts of a board below an id. One query, the same at any depth."""
    _name, reads, parameters = _listing(board, category)
    return reads.down.rows(*parameters, (below or 2**62) - 1, most, 0)


def neighbours(
    board: BoardInfo,
    category: CategoryInfo | None,
    post_id: int,
    content_filter: ContentFilter | None = None,
) -> Neighbours:
    """Return the page of the list that a post is on. Four queries."""
    listing, reads, parameters = _listing(board, category)
    newer_count, total = page_index.count_newer(listing, post_id)
    newer_count += fetch(reads.count, (*parameters, *page_index.own_run(post_id)))[0][0]
    above = newer_count % ROWS
    newer = reads.up.rows(*parameters, post_id, above + 1)
    spare = 1 if content_filter is None else SPARE_ROWS
    older = reads.down.rows(*parameters, post_id, ROWS - above + spare, 0)
    page = ListPage(
        rows=newer[:above][::-1] + (older[: ROWS - above] if content_filter is None else older),
        number=newer_count // ROWS + 1,
        last=max(1, -(-total // ROWS)),
        total=total,
    )
    if content_filter is not None:
        page = _filtered(page, ROWS + SPARE_ROWS, content_filter, category, keep=post_id)
        shown = {row.id for row in page.rows}
        newer = [row for row in newer if row.id in shown]
        older = [row for row in older if row.id in shown]
    return Neighbours(
        page,
        newer=newer[0] if newer else None,
        older=next((row for row in older if row.id != post_id), None),
    )


def latest_by_board(
    directory: BoardDirectory, content_filter: ContentFilter | None = None
) -> dict[int, list[HomeRow]]:
    """Return the latest posts of each board that all may read, by board id. One query."""
    return _top_by_board(directory, _LATEST, content_filter)


def most_recommended_by_board(
    directory: BoardDirectory, content_filter: ContentFilter | None = None
) -> dict[int, list[HomeRow]]:
    """Return the most recommended posts of each such board, by board id. One query."""
    return _top_by_board(directory, _MOST_RECOMMENDED, content_filter)


def _listing(
    board: BoardInfo, category: CategoryInfo | None
) -> tuple[str, _Reads, tuple[int, ...]]:
    """Return a listing's name in the page index, how it is read, and with which parameters."""
    if category is None:
        return page_index.listing_key(board.id, None), _OF_A_BOARD, (board.id,)
    listing = page_index.listing_key(board.id, category.id)
    return listing, _OF_A_CATEGORY, (board.id, category.id)


def _filtered(
    page: ListPage,
    most: int,
    content_filter: ContentFilter,
    category: CategoryInfo | None,
    keep: int | None = None,
) -> ListPage:
    """Return a page of at most `most` rows read without what a reader filters, full if it can be.

    It is the last one where nothing that is shown follows; where so much is filtered that this is
    not known, the next one goes on under what was looked at.
    """
    rows, folded = _kept(page.rows, content_filter, category, keep)
    shown, is_end = rows[:ROWS], len(rows) <= ROWS and len(page.rows) < most
    below = shown[-1].id if len(rows) > ROWS else page.rows[-1].id if page.rows else None
    return replace(
        page,
        rows=shown,
        folded=folded,
        last=page.number if is_end else max(page.last, page.number + 1),
        below=None if is_end else below,
        above=shown[0].id if shown else below,
    )


def _going_back(
    page: ListPage, content_filter: ContentFilter | None, category: CategoryInfo | None
) -> ListPage | None:
    """Return the page whose rows were read from its end; None where that is the first one."""
    rows, folded = _kept(page.rows, content_filter, category) if content_filter else (page.rows, {})
    is_top = len(rows) <= ROWS and len(page.rows) < ROWS + (SPARE_ROWS if content_filter else 1)
    if is_top or page.number == 1 or not rows:
        return None
    rows = rows[:ROWS][::-1]
    return replace(page, rows=rows, folded=folded, below=rows[-1].id, above=rows[0].id)


def _kept(
    rows: list[Row],
    content_filter: ContentFilter,
    category: CategoryInfo | None,
    keep: int | None = None,
) -> tuple[list[Row], dict[int, str]]:
    """Return one row more than fill a page of those not left out, and by what some are folded."""
    kept: list[Row] = []
    folded: dict[int, str] = {}
    for row in rows:
        of = None if category is not None else row.category_id
        caught = None if row.id == keep else content_filter.match_post(row, board=None, category=of)
        if caught is not None and not caught.fold:
            continue
        kept.append(row)
        if caught is not None:
            folded[row.id] = caught.why
        if len(kept) > ROWS:
            break
    return kept, folded


def _top_by_board(
    directory: BoardDirectory, best: Select[HomeRow], content_filter: ContentFilter | None
) -> dict[int, list[HomeRow]]:
    most = HOME_ROWS if content_filter is None else HOME_ROWS + HOME_SPARE_ROWS
    rows: dict[int, list[HomeRow]] = {board.id: [] for board in directory.open_boards}
    for row in best.rows_of_each([(board, most) for board in rows]):
        here = rows[row.board_id]
        # A short list has no room for what is folded: it shows what is not caught at all.
        if len(here) < HOME_ROWS and (
            content_filter is None
            or not content_filter.match_post(row, board=row.board_id, category=row.category_id)
        ):
            here.append(row)
    return rows
