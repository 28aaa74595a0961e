"""The index on PostgreSQL: a tsvector a row, with a GIN index; fields are weights.

(https://www.postgresql.org/docs/current/textsearch.html.) Terms are made beforehand, so no parser
or dictionary of the server's is asked.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from madang.core.db.samples import keep_no_samples
from madang.core.db.select import execute, fetch
from madang.core.db.transactions import forget_dead_rows

from ..extensions import Entry, Source
from ..matching import Field, Match, Phrase, Wanted
from ..terms import JOINT

# Only those who change or delete something wait for a batch: some hundredths of a second.
BATCH = 400
# It reads all rows of a term, to sort them, before it leaves the newest.
READS_ALL = True
# A lower id may be committed later: so many are looked at again.
LATE_IDS = 5_000
# GIN knows no weights: each row of a term would be read to look at them. So terms of titles stand
# there once more, marked, and first consonants are marked too; no term of a text begins so.
IN_TITLE, INITIALS = JOINT * 2, JOINT * 3


def make(table: str) -> None:
    # A page holds two or three rows as they are: packing each costs more than it saves.
    execute(
        f"CREATE TABLE IF NOT EXISTS {table} (id bigint PRIMARY KEY, terms tsvector) "
        "WITH (toast_tuple_target = 8160)",
        (),
    )
    keep_no_samples(table, ["terms"])


def finish(table: str) -> None:
    """Make what is put in ready to be searched: several times faster than row by row."""
    # Nobody who writes waits for it; within a transaction, as in tests, there is no such way.
    aside = "" if connection.in_atomic_block else "CONCURRENTLY"
    # One that was interrupted stays, is kept up, and is never used.
    broken = "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%s) AND NOT indisvalid"
    if fetch(broken, (f"{table}_terms",)):
        execute(f"DROP INDEX {aside} {table}_terms", ())
    execute("SET maintenance_work_mem = '256MB'", ())
    # A list of what is still to be merged would be read by every search.
    execute(
        f"CREATE INDEX {aside} IF NOT EXISTS {table}_terms ON {table} "
        "USING gin (terms) WITH (fastupdate = off)",
        (),
    )
    # How many rows there are decides the way in which they are found.
    execute(f"ANALYZE {table}", ())


def drop(table: str) -> None:
    execute(f"DROP TABLE IF EXISTS {table}", ())


def add(table: str, entries: Iterable[Entry]) -> None:
    rows = list(entries)
    remove(table, rows)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for entry in rows:
            copy.write_row((entry.id, _vector(entry)))


def remove(table: str, entries: Iterable[Entry]) -> None:
    gone = [entry.id for entry in entries]
    execute(f"DELETE FROM {table} WHERE id IN %s", (gone,))


def tidy(table: str) -> bool:
    """Give what was taken out no place in the table; there is nothing more to do then."""
    keep_no_samples(table, ["terms"])
    forget_dead_rows(table)
    return False


def ids(table: str, match: Match, most: int, below: int | None) -> tuple[str, list[Any]]:
    """Return what selects the highest ids (below one) of what matches, with its values."""
    bound = "" if below is None else f"AND id < {below:d} "
    # Nothing is known of a rare term, and all rows would be walked along for it from the newest:
    # the inner query is made alone, by the index of terms. Blocks keep it short for common ones.
    sql = f"SELECT id FROM {table} WHERE terms @@ %s::tsquery {bound}OFFSET 0"
    return f"SELECT id FROM ({sql}) AS found ORDER BY id DESC LIMIT %s", [_query(match), most]


def late(table: str, source: Source, upto: int) -> list[int]:
    """Return ids up to one already passed that were committed after it was. One query."""
    sql = (
        f"SELECT id FROM {source.table} s WHERE id > %s AND id <= %s "
        f"AND {source.is_there} "
        f"AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = s.id)"
    )
    return [row[0] for row in fetch(sql, (upto - LATE_IDS, upto))]


def _vector(entry: Entry) -> str:
    parts: list[str] = []
    place = 1
    # The text comes late: of a very long one the end has no place any more.
    fields = [
        *(("", Field.TITLE.value, entry.title), (IN_TITLE, "", entry.title)),
        *((INITIALS, "", entry.initials), ("", Field.BODY.value, entry.body)),
        ("", "", entry.place),
    ]
    for mark, weight, terms in fields:
        # Terms hold nothing that would have to be quoted; positions end by themselves at 16,383.
        parts += [f"{mark}{term}:{at}{weight}" for at, term in enumerate(terms, place)]
        # No phrase goes from one field into the next.
        place += len(terms) + 1
    return " ".join(parts)


def _query(match: Match) -> str:
    parts = [*map(_wanted, match.all_of), *(f"!{_wanted(one)}" for one in match.none_of)]
    return " & ".join(parts)


def _wanted(wanted: Wanted) -> str:
    spelled = [
        _phrase(phrase, mark, weight)
        for phrase in wanted.phrases
        for mark, weight in _spellings(set(wanted.fields))
    ]
    return f"({' | '.join(spelled)})"


def _spellings(fields: set[Field]) -> list[tuple[str, str]]:
    """Return how terms of some fields are marked, and what weight they must have."""
    spelled = [(INITIALS, "")] if Field.INITIALS in fields else []
    if Field.PLACE in fields or {Field.TITLE, Field.BODY} <= fields:
        return [*spelled, ("", "")]
    if Field.TITLE in fields:
        return [*spelled, (IN_TITLE, "")]
    return [*spelled, ("", Field.BODY.value)] if Field.BODY in fields else spelled


def _phrase(phrase: Phrase, mark: str, weight: str) -> str:
    *before, last = (f"'{mark}{term}'" for term in phrase.terms)
    marks = f"{weight}*" if phrase.is_open else weight
    parts = [f"{term}:{weight}" if weight else term for term in before]
    return f"({' <-> '.join([*parts, f'{last}:{marks}' if marks else last])})"
