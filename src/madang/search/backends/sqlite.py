"""The index on SQLite: FTS5 tables of terms made beforehand, without the texts themselves.

(https://www.sqlite.org/fts5.html, "Contentless Tables".) What is taken out is said with the terms
it was put in with.
"""

from collections.abc import Iterable
from sqlite3 import sqlite_version_info
from typing import Any

from django.db import connection

from madang.core.db.select import execute, fetch
from madang.core.db.transactions import writing

from ..extensions import Entry, Source
from ..matching import Field, Match, Phrase, Wanted

_COLUMNS = ("title", "body", "initials", "place")
_FIELDS = {
    Field.TITLE: "title",
    Field.BODY: "body",
    Field.INITIALS: "initials",
    Field.PLACE: "place",
}
_NAMES = ", ".join(_COLUMNS)
# Everybody who writes anything waits for a batch: a tenth of a second where texts are long.
BATCH = 200
# It stops when it has as many as are wanted.
READS_ALL = False
# So many pages are merged in one transaction: some hundredths of a second.
PAGES_PER_MERGE = 150


def make(table: str) -> None:
    # Terms are parted by spaces alone: whatever is not ASCII is a letter to this tokenizer.
    execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5({_NAMES}, content='', "
        "tokenize='ascii')",
        (),
    )

    if sqlite_version_info >= (3, 42):
        execute(f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)", ())


def finish(table: str) -> None:
    """Do nothing: it can be searched from the first row on."""


def drop(table: str) -> None:
    execute(f"DROP TABLE IF EXISTS {table}", ())


def add(table: str, entries: Iterable[Entry]) -> None:
    sql = f"INSERT INTO {table} (rowid, {_NAMES}) VALUES (%s, %s, %s, %s, %s)"
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(entry.id, *_texts(entry)) for entry in entries])


def remove(table: str, entries: Iterable[Entry]) -> None:
    sql = f"INSERT INTO {table} ({table}, rowid, {_NAMES}) VALUES ('delete', %s, %s, %s, %s, %s)"
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(entry.id, *_texts(entry)) for entry in entries])


def tidy(table: str) -> bool:
    """Merge some of what was written in small pieces; tell whether there is more to merge.

    What was taken out is gone from the file once all is one piece.
    """
    with writing():
        before = fetch("SELECT total_changes()", ())[0][0]
        # (https://www.sqlite.org/fts5.html, "The 'merge' Command".)
        execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', -{PAGES_PER_MERGE})", ())
        return bool(fetch("SELECT total_changes()", ())[0][0] - before >= 2)


def ids(table: str, match: Match, most: int, below: int | None) -> tuple[str, list[Any]]:
    """Return what selects the highest ids (below one) of what matches, with its values."""
    bound = "" if below is None else f"AND rowid < {below:d} "
    sql = f"SELECT rowid AS id FROM {table} WHERE {table} MATCH %s {bound}"
    return f"{sql}ORDER BY rowid DESC LIMIT %s", [_query(match), most]


def late(table: str, source: Source, upto: int) -> list[int]:
    """Return no id: what is committed later has a higher one, one writer at a time."""
    return []


def _texts(entry: Entry) -> list[str]:
    return [" ".join(terms) for terms in entry[1:]]


def _query(match: Match) -> str:
    asked = " AND ".join(map(_wanted, match.all_of))
    for excluded in match.none_of:
        asked = f"({asked}) NOT {_wanted(excluded)}"
    return asked


def _wanted(wanted: Wanted) -> str:
    fields = " ".join(_FIELDS[field] for field in wanted.fields)
    return f"({{{fields}}} : ({' OR '.join(map(_phrase, wanted.phrases))}))"


def _phrase(phrase: Phrase) -> str:
    # Terms hold letters and digits alone, so that nothing in them could end the quotation.
    return f'"{" ".join(phrase.terms)}"{"*" if phrase.is_open else ""}'
