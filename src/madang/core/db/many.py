"""Inserting past the ORM: many rows in one statement, and one as it is."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Field, Model


def insert_rows(
    model: type[Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    or_ignore: bool = False,
) -> None:
    """Insert rows of some columns of a model; those that are there stay if `or_ignore`."""
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in columns]
    names = ", ".join(f'"{field.column}"' for field in fields)  # type: ignore[union-attr]
    ending = " ON CONFLICT DO NOTHING" if or_ignore else ""
    into = f"INSERT INTO {model._meta.db_table} ({names})"
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%b::{_plain(field.db_type(connection))}[]" for field in fields)
        sql = f"{into} SELECT * FROM unnest({arrays}){ending}"  # noqa: S608 - names of a model
        _insert_arrays(sql, [list(values) for values in zip(*rows, strict=True)])
        return
    for place, field in enumerate(fields):
        if isinstance(field, DateTimeField):
            rows = [_with_text(row, place) for row in rows]
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"{into} VALUES ({places}){ending}", rows)


def _with_text(row: Sequence[Any], place: int) -> list[Any]:
    """Return a row with a moment as SQLite keeps it: as text."""
    moment = connection.ops.adapt_datetimefield_value(row[place])
    return [*row[:place], moment, *row[place + 1 :]]


def insert_one(row: Model) -> None:
    """Insert a new row, and give it its key; in a third of the time that saving it takes."""
    sql, fields = _insertion(type(row))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


@cache
def _insertion(model: type[Model]) -> tuple[str, list[Field]]:
    """Return what inserts one row of a model, and the fields whose values it takes."""
    key = model._meta.pk
    assert key is not None
    fields = [field for field in model._meta.concrete_fields if field is not key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    into = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})"  # noqa: S608 - the same
    return f'{into} RETURNING "{key.column}"', fields


def _insert_arrays(sql: str, arrays: list[list[Any]]) -> None:
    """Give PostgreSQL an array for each column, in its binary form.

    Django writes values into the statement, as text: four times as slow.
    """
    from psycopg import Cursor

    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(sql, arrays)


def _plain(kind: str | None) -> str:
    """Return a column's type as a value has it: what counts up is a number."""
    return (kind or "text").replace("serial", "int")
