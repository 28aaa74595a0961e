"""Reading tables of an old database as rows of words and numbers, whatever its version has.

A dataclass names the columns; one that a table lacks has the dataclass' default. Texts come as the
bytes that are kept and are read by `charsets`; the server translates nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, get_type_hints
from urllib.parse import unquote, urlsplit

import pymysql
from django.utils.translation import gettext as _
from pymysql.converters import encoders
from pymysql.cursors import Cursor, SSCursor

from .charsets import Mender
from .errors import CannotLoad

# Nobody reads on while pictures are drawn.
_PATIENCE = 24 * 60 * 60
_NAMES = {
    "euckr": "cp949",
    "latin1": "latin-1",
    "utf16": "utf-16-be",
    "ucs2": "utf-16-be",
    "utf32": "utf-32-be",
    "big5": "big5",
    "sjis": "cp932",
    "gbk": "gbk",
}
Row = TypeVar("Row")


class OldDatabase:
    """A database of another program, over connections of its own."""

    def __init__(self, how: Mapping[str, Any], mender: Mender) -> None:
        self.how, self.mender = dict(how), mender
        self.tables = {row[0].decode() for row in self._all("SHOW TABLES")}

    def rows(
        self,
        table: str,
        kind: type[Row],
        rest: str = "",
        values: Sequence[Any] = (),
    ) -> Iterator[Row]:
        """Yield a table's rows as they come; `rest` is what stands behind FROM.

        None come where there is no such table.
        """
        if table not in self.tables:
            return
        known = self._columns(table)
        hints = get_type_hints(kind)
        named = [each for each in fields(kind) if each.name in known]  # type: ignore[arg-type]
        readers = [(each.name, hints[each.name], known[each.name]) for each in named]
        columns = ", ".join(f"`{each.name}`" for each in named)
        with closing(self._connect(SSCursor)) as connection, connection.cursor() as cursor:
            try:
                cursor.execute(f"SELECT {columns} FROM `{table}` {rest}", values)  # noqa: S608
            except pymysql.MySQLError as error:
                raise CannotLoad(f"{table}: {error.args[-1]}") from None
            for row in cursor:
                pairs = zip(readers, row, strict=True)
                yield kind(
                    **{
                        name: self._read(value, hint, charset)
                        for (name, hint, charset), value in pairs
                    }
                )

    def prefix_of(self, table: str, *columns: str) -> str:
        """Return what stands before a table's name that has these columns.

        Raises CannotLoad where there is none, or more than one site.
        """
        found = sorted(
            each.removesuffix(table)
            for each in self.tables
            if each.endswith(table) and self.has(each, *columns)
        )
        if len(found) == 1:
            return found[0]
        if not found:
            raise CannotLoad(_("이 프로그램의 게시판이 들어 있지 않아요."))
        said = _("사이트가 여럿 들어 있어요. --prefix로 하나를 골라 주세요: %s")
        raise CannotLoad(said % ", ".join(each or "''" for each in found))

    def must_have(self, table: str, *columns: str) -> None:
        """Raise CannotLoad where a table or one of its columns is missing."""
        if not self.has(table, *columns):
            raise CannotLoad(
                _("표 %(table)s이나 그 칸이 없어요: %(columns)s")
                % {"table": table, "columns": ", ".join(columns)}
            )

    def count(self, table: str, where: str = "1") -> int:
        """Return how many rows of a table there are."""
        if table not in self.tables:
            return 0
        return int(self._all(f"SELECT COUNT(*) FROM `{table}` WHERE {where}")[0][0])  # noqa: S608

    def has(self, table: str, *columns: str) -> bool:
        """Tell whether a table has these columns."""
        return table in self.tables and set(columns) <= set(self._columns(table))

    def _read(self, value: bytes | None, hint: type, charset: str) -> Any:
        if hint is int:
            return _number(value)
        if value is None:
            return ""
        if charset.startswith("utf8") or charset in ("", "binary", "ascii"):
            return self.mender.text(value)
        if charset == "latin1":
            return self.mender.words(self.mender.text(value))
        try:
            return value.decode(_NAMES.get(charset, charset))
        except (UnicodeDecodeError, LookupError):
            return self.mender.text(value)

    def _columns(self, table: str) -> dict[str, str]:
        """Return a table's columns, each with its character set (empty: a number)."""
        return _columns(self, table)

    def _all(self, sql: str, values: Sequence[Any] = ()) -> Sequence[Any]:
        with closing(self._connect(Cursor)) as connection, connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def _connect(self, cursor: type[Cursor]) -> "pymysql.connections.Connection[Any]":
        try:
            made = pymysql.connect(
                **self.how, charset="utf8mb4", use_unicode=False, conv=encoders, cursorclass=cursor
            )
        except pymysql.MySQLError as error:
            raise CannotLoad(_("데이터베이스에 연결할 수 없어요: %s") % error.args[-1]) from None
        with made.cursor(Cursor) as first:
            first.execute("SET character_set_results = NULL")
            first.execute(f"SET SESSION net_write_timeout = {_PATIENCE}")
        return made


def _number(value: bytes | None) -> int:
    """Return a number as it is kept, also in a column of words; 0 for what is none."""
    try:
        return int(value or b"0")
    except ValueError:
        pass
    try:
        return int(float(value or b"0"))
    except (ValueError, OverflowError):
        return 0


@cache
def _columns(database: OldDatabase, table: str) -> dict[str, str]:
    sql = (
        "SELECT column_name, COALESCE(character_set_name, '') FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND table_name = %s"
    )
    return {name.decode(): charset.decode() for name, charset in database._all(sql, [table])}


def how_to_connect(address: str) -> dict[str, Any]:
    """Return how to connect to `mysql://user:password@host:port/name`.

    Raises CannotLoad for what is no such address.
    """
    try:
        parts = urlsplit(address)
        port = parts.port or 3306
    except ValueError:
        parts, port = urlsplit(""), 0
    name = parts.path.strip("/")
    if parts.scheme not in ("mysql", "mariadb") or not name:
        raise CannotLoad(_("mysql://사용자:비밀번호@서버/이름 으로 적어 주세요."))
    return {
        "host": parts.hostname or "localhost",
        "port": port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "database": unquote(name),
    }
