"""Taking the order of signing up out of the tables about people."""

from allauth.mfa.models import Authenticator
from django.db import connection, transaction

from madang.core.db.select import execute

from .models import Account, today


def blur_accounts() -> None:
    """Rewrite the accounts of the days before today together, in the order of their random ids.

    PostgreSQL keeps with every row the transaction that wrote it, and rows in the order of writing:
    between which two posts somebody signed up. SQLite stores these rows by their ids.
    """
    if connection.vendor != "postgresql":
        return
    _blur(Account._meta.db_table, "joined")
    _blur(Authenticator._meta.db_table, "created_at")


def _blur(table: str, day: str) -> None:
    with transaction.atomic():
        execute(f"UPDATE {table} SET {day} = {day} WHERE {day} < %s", (today(),))  # noqa: S608
        execute(f"CLUSTER {table} USING {table}_pkey", ())
