"""Whether a database's files say in which order rows about people were written."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from madang.core.leak_check import Finding, Kind, Table, tables

from .database import Column, Stolen
from .sqlite_pages import pages_of_live_table

# Of fewer neighbours an order says little; nearly all lie in the order of their keys where a table
# was written anew, and half of them where it was not.
FEWEST, IN_ORDER = 24, 0.9


def order_of_writing(stolen: Stolen) -> Iterator[Finding]:
    """Find tables whose rows' numbers, hidden numbers, or places in the file were counted up."""
    yield from _hidden_numbers(stolen)
    for column in stolen.of_kind(Kind.SCATTERED):
        name = stolen.quoted(column)
        count, low, high = stolen.ask(
            f"SELECT COUNT({name}), MIN({name}), MAX({name}) FROM {column.table}"
        )[0]
        # Random 63-bit numbers: that so many lie in a billionth of the range has no other cause.
        if count and count >= 8 and int(high) - int(low) < 2**63 // 10**9:
            yield Finding("order of writing", str(column), "is counted up, not scattered")
        if count and count >= 8 and _in_runs(stolen, column):
            yield Finding("order of writing", str(column), "has rows next to each other")
        known = tables()[column.table]
        if known.about_people and not known.order_tells_nothing:
            yield from _places(stolen, column)


def _hidden_numbers(stolen: Stolen) -> Iterator[Finding]:
    """Find tables to which SQLite gives a number of its own, counted up, beside their key."""
    if not stolen.is_sqlite:
        return
    for table in stolen.tables:
        known = tables().get(table)
        if known is None or _is_systems(known):
            continue
        made = str(stolen.ask("SELECT sql FROM sqlite_master WHERE name = %s", (table,))[0][0])
        keys = [row for row in stolen.ask(f"PRAGMA table_info({table})") if row[5]]
        is_own = len(keys) == 1 and str(keys[0][2]).lower() == "integer"
        if not is_own and "without rowid" not in made.lower() and "virtual" not in made.lower():
            yield Finding("order of writing", table, "has a hidden number that is counted up")


def _is_systems(table: Table) -> bool:
    """Tell whether a table holds notes of the software's own, about nobody."""
    return table.must_be_empty or not set(table.kinds) - {Kind.SYSTEM, Kind.BOX, Kind.SECRET}


def _places(stolen: Stolen, column: Column) -> Iterator[Finding]:
    """Find rows that lie as they were written, by neighbours on one page.

    Which page follows which says little: the database takes whichever is free. In the middle of a
    transaction the file is not yet what it will be.
    """
    if stolen.connection.in_atomic_block:
        return
    pages = _pages(stolen, column)
    neighbours = [(a, b) for page in pages for a, b in pairwise(page)]
    if len(neighbours) < FEWEST:
        return
    share = sum(a < b for a, b in neighbours) / len(neighbours)
    if share < IN_ORDER:
        said = f"lies in the file as it was written ({share:.0%} of neighbours in the keys' order)"
        yield Finding("order of writing", str(column), said)


def _pages(stolen: Stolen, column: Column) -> list[list[int]]:
    if not stolen.is_sqlite:
        sql = f"SELECT {stolen.quoted(column)} FROM {column.table} ORDER BY ctid"
        return [[int(key) for (key,) in stolen.ask(sql)]]
    file = Path(str(stolen.connection.settings_dict["NAME"]))
    root = stolen.ask("SELECT rootpage FROM sqlite_master WHERE name = %s", (column.table,))
    return pages_of_live_table(file, int(root[0][0])) if file.is_file() else []


def _in_runs(stolen: Stolen, column: Column) -> bool:
    name = stolen.quoted(column)
    sql = (
        f"SELECT COUNT(*) FROM {column.table} AS one JOIN {column.table} AS two "
        f"ON two.{name} = one.{name} + 1"
    )
    return bool(stolen.ask(sql)[0][0])
