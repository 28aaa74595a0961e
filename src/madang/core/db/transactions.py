"""Transactions that write, and what belongs to them."""

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from .select import execute, fetch

_mine = threading.local()
# So long a table is waited for that is to be written anew.
LOCK_MILLISECONDS = 300
# So long any row or table is waited for: a reader waits no longer for a page.
LOCK_SECONDS = 10
# PostgreSQL's number of it. Its driver is some megabytes that a site on SQLite does without.
_LOCK_NOT_AVAILABLE = "55P03"
_DEAD_ROWS = (
    "SELECT n_dead_tup, pg_total_relation_size(relid) FROM pg_stat_user_tables WHERE relname = %s"
)


def wait_no_longer(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Let a new connection to PostgreSQL wait so long for a lock, and no longer.

    A table that is locked from outside would hold one thread after another, for ever.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")


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


def rewrite_file(*, most_bytes: int) -> None:
    """Write SQLite's whole file anew, if it is no larger; who writes waits meanwhile.

    What was deleted is overwritten at once (secure_delete), but where pages are filled anew some
    of it may stay between the cells.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    ((pages,),), ((size,),) = fetch("PRAGMA page_count", ()), fetch("PRAGMA page_size", ())
    if pages * size > most_bytes:
        return
    queue = _queue()
    fcntl.flock(queue, fcntl.LOCK_EX)
    try:
        execute("VACUUM", ())
    finally:
        fcntl.flock(queue, fcntl.LOCK_UN)
    forget_log()


def when_free(work: Callable[[], object]) -> bool:
    """Do what needs a whole table of PostgreSQL's; nothing, where somebody reads it for long.

    Whoever asks for the table while it is waited for would wait behind: the whole site, for as long
    as a backup takes. Tell whether it was done.
    """
    if connection.vendor != "postgresql":
        work()
        return True
    execute(f"SET lock_timeout = '{LOCK_MILLISECONDS}ms'", ())
    try:
        work()
        return True
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
            return False
        raise
    finally:
        execute(f"SET lock_timeout = '{LOCK_SECONDS}s'", ())


def forget_dead_rows(table: str, *, most_bytes: int = 32 * 1024 * 1024) -> None:
    """Let nothing that was deleted or changed be read in the pages of a PostgreSQL's table.

    A table of more bytes than `most_bytes` is not written anew, for which all would wait: there
    the bytes stay until others take their place.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return
    for count, size in fetch(_DEAD_ROWS, (table,)):
        if count:
            how = "FULL" if size <= most_bytes else ""
            when_free(partial(execute, f"VACUUM {how} {table}", ()))


connection_created.connect(wait_no_longer, dispatch_uid="madang.core.db.transactions")


def _queue() -> IO[str]:
    # One open file per thread: the lock belongs to the open file, not to the process.
    if not hasattr(_mine, "queue"):
        _mine.queue = (settings.RUN_FOLDER / "writing.lock").open("w")
    queue: IO[str] = _mine.queue
    return queue
