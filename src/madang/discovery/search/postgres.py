"""The index on PostgreSQL: a tsvector a row, with a GIN index; fields are weights.

(https://www.postgresql.org/docs/current/textsearch.html.) Terms are made beforehand, so no parser
or dictionary of the server's is asked.
"""

from collections.abc import Iterable

from django.db import connection

from madang.sql import execute, fetch

from .entries import Entry
from .matching import Field, Match, Phrase, Wanted
from .terms import JOINT

# A tsvector counts positions no further.
LAST_POSITION = 16_383
# A lower id may be committed later: so many are looked at again.
LATE = 5_000
# GIN knows no weights: each row of a term would be read to look at them. So terms of titles stand
# there once more, marked, and first consonants are marked too; no term of a text begins so.
IN_TITLE, INITIALS = JOINT * 2, JOINT * 3


def make(table: str) -> None:
    execute(f"CREATE TABLE IF NOT EXISTS {table} (id bigint PRIMARY KEY, terms tsvector)", ())


def finish(table: str) -> None:
    """Make what is put in ready to be searched: several times faster than row by row."""
    # Nobody who writes waits for it; within a transaction, as in tests, there is no such way.
    aside = "" if connection.in_atomic_block else "CONCURRENTLY"
    # A list of what is still to be merged would be read by every search.
    execute(
        f"CREATE INDEX {aside} IF NOT EXISTS {table}_terms ON {table} "
        "USING gin (terms) WITH (fastupdate = off)",
        (),
    )


def drop(table: str) -> None:
    execute(f"DROP TABLE IF EXISTS {table}", ())


def add(table: str, entries: Iterable[Entry]) -> None:
    rows = list(entries)
    sql = (
        f"INSERT INTO {table} (id, terms) SELECT id, terms::tsvector "  # noqa: S608
        "FROM unnest(%s::bigint[], %s::text[]) AS row (id, terms) "
        "ON CONFLICT (id) DO UPDATE SET terms = excluded.terms"
    )
    execute(sql, ([entry.id for entry in rows], list(map(_vector, rows))))


def remove(table: str, entries: Iterable[Entry]) -> None:
    ids = [entry.id for entry in entries]
    execute(f"DELETE FROM {table} WHERE id = ANY(%s)", (ids,))  # noqa: S608


def tidy(table: str) -> bool:
    """Do nothing: PostgreSQL tidies up by itself."""
    return False


def find(table: str, match: Match, *, most: int, above: int = 0) -> list[int]:
    """Return the ids above one of what matches, the highest first. One query."""
    sql = (
        f"SELECT id FROM {table} WHERE terms @@ %s::tsquery "  # noqa: S608
        "AND id > %s ORDER BY id DESC LIMIT %s"
    )
    return [row[0] for row in fetch(sql, (_query(match), above, most))]


def late(table: str, source: str, upto: int) -> list[int]:
    """Return ids up to one already passed that were committed after it was. One query."""
    sql = (
        f"SELECT id FROM {source} s WHERE id > %s AND id <= %s AND state < 2 "  # noqa: S608
        f"AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = s.id)"
    )
    return [row[0] for row in fetch(sql, (upto - LATE, upto))]


def _vector(entry: Entry) -> str:
    parts: list[str] = []
    place = 0
    fields = [
        *(("", Field.TITLE.value, entry.title), ("", Field.BODY.value, entry.body)),
        *((IN_TITLE, "", entry.title), (INITIALS, "", entry.initials), ("", "", entry.place)),
    ]
    for mark, weight, terms in fields:
        for term in terms:
            place += 1
            parts.append(f"'{mark}{term}':{min(place, LAST_POSITION)}{weight}")
        # No phrase goes from one field into the next.
        place += 1
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
