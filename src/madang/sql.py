"""What every app needs of the database: light reads, and transactions that write.

Reads that each page makes are plain SQL: an ORM query costs several times its execution.
"""

import fcntl
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction

MOMENTS = ("created", "edited")

_mine = threading.local()


def columns(fields: Sequence[str]) -> str:
    """Return the columns of a SELECT; `fetch` gives their moments as aware datetimes.

    SQLite keeps moments as text in UTC; its driver converts a column by the type in its name.
    """
    return ", ".join(f'{name} AS "{name} [moment]"' if name in MOMENTS else name for name in fields)


def fetch(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def execute(sql: str, parameters: Sequence[Any]) -> int:
    """Carry out a statement; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount


def row_lock() -> str:
    """Return what locks the rows of a SELECT; SQLite has one writer at a time and needs nothing."""
    return " FOR UPDATE" if connection.vendor == "postgresql" else ""


@contextmanager
def writing() -> Iterator[None]:
    """Open a transaction that writes.

    SQLite's writers poll for their turn with growing pauses, which starves some of them for half
    a second when many write; here they queue for a file lock first, and are woken in turn.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    queue = _queue()
    fcntl.flock(queue, fcntl.LOCK_EX)
    try:
        with transaction.atomic():
            yield
    finally:
        fcntl.flock(queue, fcntl.LOCK_UN)


def forget_log() -> None:
    """Move what SQLite's log holds into the database: the log tells which rows were written anew.

    Where somebody reads meanwhile it is left for the next time; PostgreSQL keeps its own counsel.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        execute("PRAGMA wal_checkpoint(TRUNCATE)", ())


def _queue() -> IO[str]:
    # One open file per thread: the lock belongs to the open file, not to the process.
    if not hasattr(_mine, "queue"):
        _mine.queue = (settings.RUN_FOLDER / "writing.lock").open("w")
    queue: IO[str] = _mine.queue
    return queue


def _moment(text: bytes) -> datetime:
    return datetime.fromisoformat(text.decode()).replace(tzinfo=UTC)


sqlite3.register_converter("moment", _moment)
