"""How rows lie in a database's files: rewritten now and then, since it tells what was written when.

A table's rows may be found by random numbers, and still lie in its pages, and in those of its
indexes, as they were written (https://www.sqlite.org/fileformat.html, "B-tree Pages"; PostgreSQL's
ctid and xmin say as much). Here they are written anew together, in the order of their numbers.
"""

import time
from collections.abc import Callable
from functools import partial

from django.db import connection

from madang.core.db.samples import keep_no_samples
from madang.core.db.select import execute, fetch
from madang.core.db.transactions import (
    forget_dead_rows,
    forget_log,
    rewrite_file,
    when_free,
    writing,
)
from madang.core.leak_check import SECRETS, Kind, Table, tables

# A table of no more rows is written anew within a moment, whenever it has changed.
FEW_ROWS = 20_000
# At night a file of SQLite of no more bytes is written anew as a whole, within some seconds.
FILE_BYTES_AT_NIGHT = 512 * 1024 * 1024
# A table that is not written anew by itself is, or is numbered anew, if it has no more rows.
ROWS_WITH_MARKS = 200_000
# A table that somebody reads for long is tried again after so many seconds.
PAUSES = (1.0, 10.0, 60.0)
# How each table was when it was last written anew, as far as a count and a sum can tell.
_as_rewritten: dict[str, tuple[int, int]] = {}


def hide_order_of_few() -> None:
    """Write the small tables about people anew, those that have changed."""
    _hide_order(FEW_ROWS)


def hide_order() -> None:
    """Write all tables about people anew, however many rows they have; a night's work.

    Of the others, marks and what stands beside texts get new numbers, and PostgreSQL's are written
    anew where they have not too many rows.
    """
    _hide_order(None)
    _renumber()
    if connection.vendor == "postgresql":
        _rewrite_others(_holds_anything)
    rewrite_file(most_bytes=FILE_BYTES_AT_NIGHT)
    forget_log()


def forget_deleted() -> None:
    """Let deleted words be read neither in SQLite's log nor in PostgreSQL's pages and samples."""
    forget_log()
    if connection.vendor == "postgresql":
        for table in connection.introspection.table_names():
            if _holds_words(table):
                keep_no_samples(table, tables()[table].of(Kind.WORDS, Kind.LOGIN))
                forget_dead_rows(table)


def hide_erasures() -> None:
    """Let nothing show which marks somebody who left has just made nobody's, and which words went.

    Their bytes are others now, of the same length: in an index they lie where new ones do, and
    PostgreSQL puts what was changed behind all others, with the number of the transaction.
    """
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        return  # No file is written anew in the middle of a transaction.
    if connection.vendor == "postgresql":
        _rewrite_others(_holds_words)
        return
    for table in _others():
        for index in _indexes_of(table.name, table.of(*SECRETS)):
            with writing():
                execute(f'REINDEX "{index}"', ())
    forget_log()


def _others() -> list[Table]:
    """Return the tables that are not written anew by themselves, for their random numbers."""
    return [one for one in tables().values() if not _is_hidden(one) and _is_there(one.name)]


def _is_hidden(table: Table) -> bool:
    is_scattered = table.about_people and bool(table.of(Kind.SCATTERED))
    return is_scattered and not table.order_tells_nothing


def _rewrite_others(wanted: Callable[[str], bool]) -> None:
    left = [table for table in _others() if wanted(table.name)]
    for pause in PAUSES:
        left = [table for table in left if not _rewrite_whole(table)]
        if left:
            time.sleep(pause)


def _holds_anything(name: str) -> bool:
    """Tell whether a table says more than the software's own notes."""
    return bool(set(tables()[name].kinds) - {Kind.SYSTEM, Kind.BOX, Kind.SECRET})


def _renumber() -> None:
    """Give rows new numbers, in an order that says nothing of when they were written."""
    for table in tables().values():
        if not table.renumbered_by or not _is_there(table.name) or connection.in_atomic_block:
            continue
        ((count,),) = fetch(f"SELECT COUNT(*) FROM {table.name}", ())
        if count <= ROWS_WITH_MARKS:
            when_free(partial(_renumber_one, table))


def _renumber_one(table: Table) -> None:
    name, by = table.name, table.renumbered_by
    others = ", ".join(f'"{column}"' for column in table.columns if column != "id")
    with writing():
        execute(f"CREATE TEMPORARY TABLE in_order AS SELECT * FROM {name} ORDER BY {by}", ())
        execute(f"DELETE FROM {name}", ())
        number = f"ROW_NUMBER() OVER (ORDER BY {by})"
        execute(f"INSERT INTO {name} (id, {others}) SELECT {number}, {others} FROM in_order", ())
        execute("DROP TABLE in_order", ())


def _hide_order(most: int | None) -> None:
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        return  # No file is written anew in the middle of a transaction.
    there = connection.introspection.table_names()
    for table in tables().values():
        if not _is_hidden(table) or table.name not in there:
            continue
        key = table.of(Kind.SCATTERED)[0]
        count, digest = _state(table.name, key)
        if (most is not None and count > most) or _as_rewritten.get(table.name) == (count, digest):
            continue
        when_free(partial(_rewrite_and_note, table.name, key))


def _state(table: str, key: str) -> tuple[int, int]:
    """Return how many rows a table has, and what changes with them."""
    ((count, digest),) = fetch(f"SELECT COUNT(*), {_digest(key)} FROM {table}", ())
    return count, digest


def _digest(key: str) -> str:
    """Return what changes when rows come, go, or (of PostgreSQL's) are written again."""
    if connection.vendor == "postgresql":
        return "COALESCE(MAX(xmin::text::bigint) + COUNT(DISTINCT xmin::text), 0)"
    return f"COALESCE(SUM({key} %% 1000003), 0)"


def _rewrite_and_note(table: str, key: str) -> None:
    with writing():
        _rewrite(table, key)
        # Not later, when it may hold another row already.
        state = _state(table, key)
    _as_rewritten[table] = state


def _rewrite(table: str, key: str) -> None:
    """Write a table and its indexes anew, in the order of its keys."""
    write_anew = _rewrite_postgres if connection.vendor == "postgresql" else _rewrite_sqlite
    with writing():
        write_anew(table, key)


def _rewrite_postgres(table: str, column: str) -> None:
    # All rows get one transaction's number; then the file is written in their order.
    with writing():
        execute(f'UPDATE {table} SET "{column}" = "{column}"', ())
        execute(f"CLUSTER {table} USING {table}_pkey", ())


def _rewrite_sqlite(table: str, key: str) -> None:
    execute(f"CREATE TEMPORARY TABLE in_order AS SELECT * FROM {table} ORDER BY {key}", ())
    # References are checked at the end of the transaction.
    execute(f"DELETE FROM {table}", ())
    execute(f"INSERT INTO {table} SELECT * FROM in_order ORDER BY rowid", ())
    execute("DROP TABLE in_order", ())
    execute(f"REINDEX {table}", ())


def _rewrite_whole(table: Table) -> bool:
    """Write a table of PostgreSQL anew, unless it has too many rows; tell whether it is done."""
    estimate = fetch("SELECT reltuples FROM pg_class WHERE oid = to_regclass(%s)", (table.name,))
    if estimate[0][0] > ROWS_WITH_MARKS:
        return True
    return when_free(partial(_rewrite_postgres, table.name, next(iter(table.columns))))


def _indexes_of(table: str, columns: list[str]) -> list[str]:
    """Return the indexes of a table on SQLite that some of these columns are in."""
    found = []
    for _place, name, *_ in fetch(f"PRAGMA index_list({table})", ()):
        if {row[2] for row in fetch(f'PRAGMA index_info("{name}")', ())} & set(columns):
            found.append(name)
    return found


def _holds_words(name: str) -> bool:
    known = tables().get(name)
    return known is not None and bool(known.of(Kind.WORDS, Kind.LOGIN, *SECRETS))


def _is_there(table: str) -> bool:
    return table in connection.introspection.table_names()
