"""The page index: finds any page of a listing at the same cost, whatever its number.

A listing is a board, or one category of a board, in the order of descending ids. For every run of
256 neighbouring ids the index keeps how many of them are live in the listing, and the same again
for runs of 256² and 256³ ids. The page that begins after `skip` rows is found by walking down
three levels, each at most 256 counts, and ends inside one run of 256 ids: no count or offset ever
passes over a board. (A counted B-tree, or order-statistic tree, with fixed fan-out; Knuth, The Art
of Computer Programming, volume 3, 6.2.3.)
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from madang.core.db.select import fetch, statement

from ..models import PageRun, Post, State

BITS = 8
TOP = 3
LAST_RUN = 2**62

_RUNS = statement(
    "SELECT {run}, {live} FROM {PageRun} WHERE {listing} = %s AND {level} = %s "
    "AND {run} BETWEEN %s AND %s AND {live} > 0 ORDER BY {run} DESC",
    PageRun,
)
_SUM = statement(
    "SELECT COALESCE(SUM({live}), 0) FROM {PageRun} WHERE {listing} = %s AND {level} = %s "
    "AND {run} BETWEEN %s AND %s",
    PageRun,
)
_SUMS = " UNION ALL ".join([_SUM] * (TOP + 1))
_ADD = statement(
    "INSERT INTO {PageRun} ({listing}, {level}, {run}, {live}) VALUES (...) "
    "ON CONFLICT ({listing}, {level}, {run}) "
    "DO UPDATE SET {live} = {PageRun}.{live} + excluded.{live}",
    PageRun,
)


def listings_of(board_id: int, category_id: int | None) -> list[str]:
    """Return the listings that a post with this board and category belongs to."""
    board = str(board_id)
    return [board] if category_id is None else [board, f"{board}/{category_id}"]


def listing_key(board_id: int, category_id: int | None) -> str:
    """Return the name of the board's listing, or of one category's."""
    return listings_of(board_id, category_id)[-1]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page begins: after `skip` live rows at or below the id `top`."""

    top: int
    skip: int


def find_start(listing: str, skip: int) -> tuple[Start | None, int]:
    """Return where the rows after the first `skip` begin (None: past the end), and the total.

    Three queries of at most 256 rows.
    """
    total, start = 0, None
    first, last = 0, LAST_RUN
    for level in range(TOP, 0, -1):
        counts = fetch(_RUNS, (listing, level, first, last))
        if level == TOP:
            total = sum(live for _, live in counts)
        run, skip = _run_that_holds(counts, skip)
        if run is None:
            return None, total
        start = Start(top=((run + 1) << BITS * level) - 1, skip=skip)
        first, last = run << BITS, ((run + 1) << BITS) - 1
    return start, total


def _run_that_holds(counts: list[tuple[Any, ...]], skip: int) -> tuple[int | None, int]:
    """Return the run in which a row lies, and how many live rows of that run come before it."""
    for run, live in counts:
        if skip < live:
            return run, skip
        skip -= live
    return None, skip


def count_newer(listing: str, post_id: int) -> tuple[int, int]:
    """Return how many live rows of a listing are newer than a post, and the total. One query.

    Counts whole runs from the index; the rows in the post's own run are left to the caller.
    """
    parameters: list[str | int] = [listing, TOP, 0, LAST_RUN]
    for level in range(TOP, 0, -1):
        run = post_id >> BITS * level
        last = LAST_RUN if level == TOP else ((run >> BITS) + 1 << BITS) - 1
        parameters += [listing, level, run + 1, last]
    (total,), *newer = fetch(_SUMS, parameters)
    return sum(live for (live,) in newer), total


def own_run(post_id: int) -> tuple[int, int]:
    """Return the ids newer than a post in its own run of 256, as an inclusive range."""
    return post_id + 1, ((post_id >> BITS) + 1 << BITS) - 1


def record(changes: Iterable[tuple[str, int, int]]) -> None:
    """Add (listing, post id, difference) to the index, in this transaction.

    Runs are written in one fixed order, so that concurrent writers wait and never deadlock. Call
    it last: the rows it holds are shared by all who write to the board.
    """
    counts: Counter[tuple[str, int, int]] = Counter()
    for listing, post_id, difference in changes:
        for level in range(1, TOP + 1):
            counts[listing, level, post_id >> BITS * level] += difference
    rows = [(*key, difference) for key, difference in sorted(counts.items()) if difference]
    for first in range(0, len(rows), 200):
        batch = rows[first : first + 200]
        values = ", ".join(["(%s, %s, %s, %s)"] * len(batch))
        with connection.cursor() as cursor:
            cursor.execute(_ADD.replace("(...)", values), [value for row in batch for value in row])


def rebuild() -> None:
    """Make the whole index anew from the posts."""
    PageRun.objects.all().delete()
    posts = Post.objects.filter(state=State.LIVE).values_list("id", "board_id", "category_id")
    changes: list[tuple[str, int, int]] = []
    for post_id, board_id, category_id in posts.iterator(chunk_size=10_000):
        changes += [(key, post_id, 1) for key in listings_of(board_id, category_id)]
        if len(changes) > 50_000:
            record(changes)
            changes.clear()
    record(changes)
