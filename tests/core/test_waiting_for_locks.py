"""A table that is locked from outside is waited for so long, and not for ever."""

import pytest
from django.db import OperationalError, connection

from madang.core.db.transactions import LOCK_SECONDS


def how_long(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's")
def test_postgresql_waits_so_long(transactional_db: object) -> None:
    connection.close()
    assert how_long("SHOW lock_timeout") == f"{LOCK_SECONDS}s"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's")
def test_who_waits_too_long_hears_so(transactional_db: object) -> None:
    other = connection.copy()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE boards_post IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(OperationalError):
            how_long("SELECT count(*) FROM boards_post")
    finally:
        other.close()
        connection.close()
