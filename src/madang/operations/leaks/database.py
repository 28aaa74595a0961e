"""A database as somebody sees it who has no keys and does not know the program."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import atomic

from madang.core.leak_check import Kind, tables

BATCH = 5000
# Tables of search are made as they are needed: what each of them is, and what numbers it has.
_NUMBERED = re.compile(r"(search_terms)_[a-z]+_\d+((?:_[a-z]+)?)")


@dataclass(frozen=True, slots=True)
class Column:
    table: str
    name: str
    type: str
    kind: Kind | None

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"


class Stolen:
    """A stolen database: its tables, columns and rows, read with plain SQL."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.is_sqlite = connection.vendor == "sqlite"

    @cached_property
    def tables(self) -> list[str]:
        with self.connection.cursor() as cursor:
            return sorted(self.connection.introspection.table_names(cursor))

    @cached_property
    def columns(self) -> list[Column]:
        return [column for table in self.tables for column in self._columns_of(table)]

    @cached_property
    def filled(self) -> frozenset[str]:
        """The tables that have a row: most of a small site's have none, and cost no questions."""
        return frozenset(
            table for table in self.tables if self.ask(f"SELECT 1 FROM {table} LIMIT 1")
        )

    @cached_property
    def _types(self) -> dict[str, dict[str, str]]:
        """PostgreSQL's types of all columns, by their tables. One query."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        sql = "SELECT table_name, column_name, data_type FROM information_schema.columns"
        for table, column, kind in self.ask(sql):
            found[table][column] = kind
        return found

    def of_kind(self, *kinds: Kind) -> list[Column]:
        return [column for column in self.columns if column.kind in kinds]

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Yield (table, column, table referred to) of every foreign key."""
        with self.connection.cursor() as cursor:
            for table in self.tables:
                relations = self.connection.introspection.get_relations(cursor, table)
                for column, (_, other) in relations.items():
                    yield table, column, other

    def ask(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor, self._reading_any_text():
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def values(self, column: Column) -> Iterator[Any]:
        """Yield the values of a column, all of them, as the database has them."""
        if column.table not in self.filled:
            return
        # On SQLite as it is kept, not as its column's type would have it read: a yes is a 1.
        shown = f"+{self.quoted(column)}" if self.is_sqlite else self.quoted(column)
        is_moment = self.is_sqlite and column.type == "datetime"
        with self._reading() as cursor:
            cursor.execute(f"SELECT {shown} FROM {column.table}")
            while rows := cursor.fetchmany(BATCH):
                for (value,) in rows:
                    if isinstance(value, memoryview):
                        yield bytes(value)
                    else:
                        yield _moment(value) if is_moment else value

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        """Open a cursor that holds a few rows at a time, however many there are."""
        if self.is_sqlite:
            with self.connection.cursor() as cursor, self._reading_any_text():
                yield cursor
            return
        # Only within a transaction does PostgreSQL hand out rows as they are asked for.
        with atomic(self.connection.alias), self.connection.chunked_cursor() as cursor:
            yield cursor

    @contextmanager
    def _reading_any_text(self) -> Iterator[None]:
        """Read texts that are none as well: SQLite keeps whatever it is given as one."""
        if not self.is_sqlite:
            yield
            return
        opened = self.connection.connection
        before, opened.text_factory = opened.text_factory, _any_text
        try:
            yield
        finally:
            opened.text_factory = before

    def quoted(self, column: Column) -> str:
        return self.connection.ops.quote_name(column.name)

    def _columns_of(self, table: str) -> Iterator[Column]:
        with self.connection.cursor() as cursor:
            described = self.connection.introspection.get_table_description(cursor, table)
            if self.is_sqlite:
                types = {row[1]: row[2] for row in self.ask(f"PRAGMA table_info({table})")}
            else:
                types = self._types[table]
        known = columns_of(table)
        for column in described:
            kind = known.get(column.name)
            yield Column(table, column.name, types[column.name].lower(), kind)


def _moment(value: Any) -> Any:
    """Return the moment that a text of SQLite's is, or what it is instead."""
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return value


def _any_text(given: bytes) -> str:
    return given.decode(errors="surrogateescape")


def columns_of(table: str) -> dict[str, Kind]:
    """Return what each column of a table may hold; nothing for a table that nobody thought of."""
    numbered = _NUMBERED.fullmatch(table)
    name = "".join(numbered.groups()) if numbered else table
    if name not in tables():
        return {}
    # A full-text table of SQLite has a column that is called as it is.
    return {
        table if column == "search_terms" else column: kind
        for column, kind in tables()[name].columns.items()
    }
