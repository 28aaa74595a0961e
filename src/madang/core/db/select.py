"""Light reads and statements: plain SQL, with names taken from the models.

What each page reads goes past the ORM, since an ORM query costs several times its execution. Names
in braces are looked up in the models when a statement is made, at import: a column, a table or a
state that was renamed fails at start, not on somebody's page.
"""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import connection
from django.db.models import DateTimeField, Field, Model

from .beside import connection_beside

Row = TypeVar("Row", bound=NamedTuple)
Models = Sequence[type[Model]]
# The converter of SQLite's driver that makes aware datetimes of its texts.
MOMENT = "moment"
# Parameters that stand for several values.
_LISTS = frozenset((list, set, frozenset))
_NAME = re.compile(r"\{(\w+)(?:\.(\w+))?\}")


class Select(Generic[Row]):
    """Rows of one shape from one model or a few that are joined.

    Each field of the row is a column of the first model that has it. `rest` is what follows the
    tables, with names in braces: `{created}`, `{Post.id}`, and values by their names (`LIVE`); `on`
    says how a table is joined that has no key to another. A parameter that is a list stands for
    `(…, …)`. Moments are aware, whatever a column is called.
    """

    def __init__(
        self,
        row: type[Row],
        model: type[Model],
        *joined: type[Model],
        rest: str,
        on: str = "",
        **values: Any,
    ) -> None:
        """Raise ImproperlyConfigured for a name that no model has."""
        self.row = row
        models = (model, *joined)
        shown = ", ".join(_shown(name, models) for name in row._fields)
        by = statement(on, *models) if on else ""
        tables = " ".join([model._meta.db_table, *(_join(each, models, by) for each in joined)])
        self.sql = " ".join(["SELECT", shown, "FROM", tables, statement(rest, *models, **values)])

    def rows(self, *parameters: Any, after: str = "") -> list[Row]:
        """Return the rows; `after` is more SQL that is known only now. One query."""
        return list(map(self.row._make, self.tuples(*parameters, after=after)))

    def tuples(self, *parameters: Any, after: str = "") -> list[tuple[Any, ...]]:
        """Return the same as plain tuples, for what becomes something else at once. One query."""
        return fetch(self.sql + after, parameters)

    def first(self, *parameters: Any, after: str = "") -> Row | None:
        """Return the first row, None if there is none. One query."""
        return next(iter(self.rows(*parameters, after=after)), None)

    def rows_of_each(self, each: Sequence[Sequence[Any]]) -> list[Row]:
        """Return the rows for each of several lists of parameters, one after the other. One query.

        None without any.
        """
        # A compound SELECT takes a LIMIT only inside a subquery on SQLite.
        parts = (f"SELECT * FROM ({self.sql}) AS part{n}" for n in range(len(each)))  # noqa: S608
        given = [value for parameters in each for value in parameters]
        return list(map(self.row._make, fetch(" UNION ALL ".join(parts), given))) if each else []


def statement(sql: str, *models: type[Model], **values: Any) -> str:
    """Return SQL with its names filled in from models: tables, columns, and states as numbers.

    `{Post}` is a model's table, `{Post.id}` and `{id}` are columns, and a value that is a text may
    have names in it too. Raises ImproperlyConfigured.
    """

    def named(found: re.Match[str]) -> str:
        first, second = found.groups()
        if second is None and first in values:
            value = values[first]
            if isinstance(value, type) and issubclass(value, Model):
                return value._meta.db_table
            text = str(value.value if isinstance(value, Enum) else value)
            return _NAME.sub(named, text)
        by_name = {model.__name__: model for model in models}
        if second is not None and first in by_name:
            return _qualified(by_name[first], _field(second, [by_name[first]])[1], models)
        if second is None and first in by_name:
            return by_name[first]._meta.db_table
        model, field = _field(first, models)
        return _qualified(model, field, models)

    return _NAME.sub(named, sql)


def columns_of(row: type[NamedTuple], *models: type[Model]) -> str:
    """Return the columns of a SELECT for rows of one shape, for statements that need more."""
    return ", ".join(_shown(name, models) for name in row._fields)


def fetch(sql: str, parameters: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a query; a parameter that is a list stands for (…, …)."""
    sql, given = _expanded(sql, parameters)
    if (beside := connection_beside()) is not None:
        return beside.execute(sql.replace("%s", "?"), given).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()


def none_of(ids: Iterable[int]) -> list[int]:
    """Return the parameter of `{id} NOT IN %s`: of no ids at all, SQL would let nothing through.

    For numbers that count from 1: no row has the 0.
    """
    return [0, *ids]


def execute(sql: str, parameters: Iterable[Any]) -> int:
    """Carry out a statement; return how many rows it touched."""
    sql, given = _expanded(sql, parameters)
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.rowcount


def _expanded(sql: str, parameters: Iterable[Any]) -> tuple[str, Sequence[Any]]:
    """Write a placeholder for each value of the parameters that are lists."""
    given = tuple(parameters)
    if _LISTS.isdisjoint(map(type, given)):
        return sql, given
    parts = sql.split("%s")
    flat: list[Any] = []
    written = parts[0]
    for value, part in zip(given, parts[1:], strict=True):
        if type(value) in _LISTS:
            flat += value
            # No value at all matches nothing; an empty list is no SQL.
            written += f"({', '.join(['%s'] * len(value)) or 'NULL'})" + part
        else:
            flat.append(value)
            written += f"%s{part}"
    return written, flat


def _shown(name: str, models: Models) -> str:
    model, field = _field(name, models)
    column = _qualified(model, field, models)
    if isinstance(field, DateTimeField):
        return f'{column} AS "{name} [{MOMENT}]"'
    return column


def _field(name: str, models: Models) -> tuple[type[Model], Field]:
    for model in models:
        for field in model._meta.concrete_fields:
            if name in (field.attname, field.name):
                return model, field
    searched = ", ".join(model.__name__ for model in models)
    raise ImproperlyConfigured(f"no field {name} in {searched}") from FieldDoesNotExist(name)


def _qualified(model: type[Model], field: Field, models: Models) -> str:
    return f"{model._meta.db_table}.{field.column}" if len(models) > 1 else str(field.column)


def _join(model: type[Model], models: Models, on: str) -> str:
    """Return how a model is joined to one of those before it: by the key of either, or `on`."""
    table = model._meta.db_table
    if on:
        return f"JOIN {table} ON {on}"
    others = [other for other in models if other is not model]
    for left, right in [(model, other) for other in others] + [(o, model) for o in others]:
        for field in left._meta.concrete_fields:
            if field.remote_field and field.remote_field.model is right:
                pk = right._meta.pk
                assert pk is not None
                key = f"{left._meta.db_table}.{field.column}"
                return f"JOIN {table} ON {key} = {right._meta.db_table}.{pk.column}"
    raise ImproperlyConfigured(f"{model.__name__} is joined to nothing")


def _moment(text: bytes) -> datetime:
    return datetime.fromisoformat(text.decode()).replace(tzinfo=UTC)


sqlite3.register_converter(MOMENT, _moment)
