"""Inserting many rows in one statement: by far the fastest on each database."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


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
        # A statement with an array for each column is parsed and planned once.
        types = [field.db_type(connection) for field in fields]
        arrays = ", ".join(f"%s::{_plain(kind)}[]" for kind in types)
        given = [list(values) for values in zip(*rows, strict=True)]
        sql = f"{into} SELECT * FROM unnest({arrays}){ending}"  # noqa: S608 - names of a model
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
        return
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"{into} VALUES ({places}){ending}", rows)


def _plain(kind: str | None) -> str:
    """Return a column's type as a value has it: what counts up is a number."""
    return (kind or "text").replace("serial", "int")
