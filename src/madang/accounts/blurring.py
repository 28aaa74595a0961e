"""Taking the order of signing up out of the table of accounts."""

from django.db import connection, transaction

from madang.sql import execute

from .models import Account, today


def blur_accounts() -> None:
    """Rewrite the accounts of the days before today together, in the order of their random ids.

    PostgreSQL keeps with every row the transaction that wrote it, and rows in the order of writing:
    between which two posts somebody signed up. SQLite stores these rows by their ids.
    """
    if connection.vendor != "postgresql":
        return
    table = Account._meta.db_table
    with transaction.atomic():
        execute(f"UPDATE {table} SET joined = joined WHERE joined < %s", (today(),))  # noqa: S608
        execute(f"CLUSTER {table} USING {table}_pkey", ())
