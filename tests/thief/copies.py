"""What a thief takes: every row after every act, where rows lie, and the raw bytes of the files."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from madang.operations.leaks.sqlite_pages import places_in_table

Rows = Mapping[tuple[str, Any], tuple[Any, ...]]
ACCOUNTS, SESSIONS = "accounts_account", "accounts_session"


@dataclass(frozen=True)
class Change:
    """What one act did to the rows: which are new, which were written again, which are gone."""

    new: frozenset[tuple[str, Any]]
    again: frozenset[tuple[str, Any]]
    gone: frozenset[tuple[str, Any]]


def change(before: Rows, after: Rows) -> Change:
    return Change(
        frozenset(after.keys() - before.keys()),
        frozenset(key for key in after.keys() & before.keys() if after[key] != before[key]),
        frozenset(before.keys() - after.keys()),
    )


class Thief(Protocol):
    """Reads a database as it lies there, without keys."""

    def rows(self) -> Rows:
        """Return every row of every table by its table and its key."""

    def keys_by_place(self, table: str, key: str) -> list[Any]:
        """Return the keys of a table in the order in which its rows lie in the file."""

    def writings(self, table: str, key: str) -> dict[Any, int]:
        """Return the numbers that the database itself gave rows, or the transactions of them."""

    def raw(self) -> Iterator[bytes]:
        """Yield the bytes of every file of the database, its logs too."""

    def column(self, table: str, key: str, column: str) -> dict[Any, Any]:
        """Return a column of a table by its rows' keys."""


class SqliteThief:
    """Copies a SQLite database with its log."""

    def __init__(self, folder: Path, copy: Path) -> None:
        self.file = folder / "database" / "madang.sqlite3"
        self.copy = copy

    def rows(self) -> Rows:
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as db:
            db.text_factory = bytes
            db.execute("BEGIN")
            tables = [
                name.decode()
                for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            found: dict[tuple[str, Any], tuple[Any, ...]] = {}
            for table in tables:
                if table.startswith(("search_terms", "sqlite_")):
                    continue
                for number, *values in db.execute(f'SELECT rowid, * FROM "{table}"'):
                    found[table, number] = tuple(values)
            return found

    def taken(self) -> Path:
        """Copy the database as it is, and move what is in the copy's log into the copy."""
        for suffix in ("", "-wal"):
            if Path(f"{self.file}{suffix}").exists():
                shutil.copyfile(f"{self.file}{suffix}", f"{self.copy}{suffix}")
        with closing(sqlite3.connect(self.copy)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self.copy

    def keys_by_place(self, table: str, key: str) -> list[Any]:
        copy = self.taken()
        with closing(sqlite3.connect(copy)) as db:
            ask = "SELECT rootpage FROM sqlite_master WHERE name = ?"
            (root,) = db.execute(ask, (table,)).fetchone()
        return list(places_in_table(copy, root))

    def writings(self, table: str, key: str) -> dict[Any, int]:
        return {number: int(row) for number, row in self.column(table, key, "rowid").items()}

    def raw(self) -> Iterator[bytes]:
        for file in sorted(self.file.parent.iterdir()):
            yield file.read_bytes()

    def column(self, table: str, key: str, column: str) -> dict[Any, Any]:
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as db:
            return dict(db.execute(f"SELECT {key}, {column} FROM {table}").fetchall())


class PostgresThief:
    """Reads PostgreSQL's pages: rows with their transactions and places, dead ones too."""

    def __init__(self, url: str, folder: Path) -> None:
        import psycopg

        self.db = psycopg.connect(url, autocommit=True)
        self.folder = folder

    def rows(self) -> Rows:
        found: dict[tuple[str, Any], tuple[Any, ...]] = {}
        with self.db.cursor() as cursor:
            for table, key in self._tables():
                cursor.execute(f'SELECT "{key}", * FROM "{table}"')
                for number, *values in cursor.fetchall():
                    found[table, number] = tuple(map(_plain, values))
        return found

    def _tables(self) -> list[tuple[str, str]]:
        sql = (
            "SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE i.indisprimary AND n.nspname = 'public' AND c.relname NOT LIKE 'search_terms%'"
        )
        return [(str(table), str(key)) for table, key in self.db.execute(sql).fetchall()]

    def keys_by_place(self, table: str, key: str) -> list[Any]:
        rows = self.db.execute(f"SELECT {key} FROM {table} ORDER BY ctid").fetchall()
        return [row[0] for row in rows]

    def writings(self, table: str, key: str) -> dict[Any, int]:
        return {number: int(xmin) for number, xmin in self.column(table, key, "xmin::text").items()}

    def raw(self) -> Iterator[bytes]:
        self.db.execute("CHECKPOINT")
        (base,) = self.db.execute("SELECT current_setting('data_directory')").fetchone() or ("",)
        for file in sorted(Path(str(base), "base").rglob("*")):
            if file.is_file():
                yield file.read_bytes()

    def column(self, table: str, key: str, column: str) -> dict[Any, Any]:
        return dict(self.db.execute(f"SELECT {key}, {column} FROM {table}").fetchall())


def _plain(value: Any) -> Any:
    """Return a value so that it can be compared and looked for."""
    return value if isinstance(value, bytes | str | int) else (type(value), str(value))
