"""Taking the order of signing up out of the tables about people."""

from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.db.models import Model

from madang.core.db.select import execute, statement

from .models import Account, today


def blur_accounts() -> None:
    """Rewrite the accounts of the days before today together, in the order of their random ids.

    PostgreSQL keeps with every row the transaction that wrote it, and rows in the order of writing:
    between which two posts somebody signed up. SQLite stores these rows by their ids.
    """
    if connection.vendor != "postgresql":
        return
    _blur(Account, "joined")
    _blur(Authenticator, "created_at")


def _blur(people: type[Model], day: str) -> None:
    table = people._meta.db_table
    rewrite = "UPDATE {table} SET {day} = {day} WHERE {day} < %s"
    with transaction.atomic():
        execute(statement(rewrite, people, table=people, day=day), (today(),))
        execute(f"CLUSTER {table} USING {table}_pkey", ())
