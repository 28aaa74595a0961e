"""Primary keys that are SQLite's own row numbers.

A table with any other key has a hidden number besides, counted up as rows are written: it would
tell which were written together (https://www.sqlite.org/lang_createtable.html, "ROWIDs").
"""

from typing import Any

from django.db import models


class _OwnNumber:
    def db_type(self, connection: Any) -> str:
        # Only a column of just this type takes the place of the row number.
        return "integer" if connection.vendor == "sqlite" else "bigint"

    def rel_db_type(self, connection: Any) -> str:
        return self.db_type(connection)


class NumberKey(_OwnNumber, models.BigIntegerField):
    """A primary key that is a number which comes from elsewhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "primary_key": True})


class OneToOneKey(_OwnNumber, models.OneToOneField):
    """A primary key that is another table's row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "primary_key": True})
