"""A connection beside Django's, for reads that an event loop makes itself: SQLite's alone.

A few rows by their keys take SQLite some microseconds, less than handing them to a thread. Django
forbids its own connection there, with good reason; this one only reads.
"""

import logging
import sqlite3
import threading

from django.db import connection

log = logging.getLogger(__name__)
# So long a connection waits for its first read.
FIRST_SECONDS = 10.0
_here = threading.local()


def can_read_beside() -> bool:
    """Tell whether the database can be read so."""
    return connection.vendor == "sqlite"


def begin_reading_beside() -> None:
    """Let light reads in this thread go past Django from now on, if the database lets them."""
    made = None
    try:
        made = sqlite3.connect(
            connection.settings_dict["NAME"],
            # Another process may be bringing a database in order that was left in the middle.
            timeout=FIRST_SECONDS,
            isolation_level=None,
            detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES,
        )
        made.execute("PRAGMA query_only = ON")
        # From here on it holds the database's lock, as whoever has the file open has to.
        made.execute("PRAGMA data_version")
        # Whoever would have to wait is served another way.
        made.execute("PRAGMA busy_timeout = 0")
    except sqlite3.Error as error:
        log.warning("members' states are read by Django: %s", error)
        if made is not None:
            made.close()
        return
    _here.connection = made


def end_reading_beside() -> None:
    """Close the connection of this thread."""
    beside = connection_beside()
    _here.connection = None
    if beside is not None:
        beside.close()


def connection_beside() -> sqlite3.Connection | None:
    """Return the connection of this thread, None where Django's is used."""
    return getattr(_here, "connection", None)


def data_version() -> int | None:
    """Return a number that another one's commit changes; None where nothing is read beside Django.

    It is this connection's own (SQLite, "PRAGMA data_version"), and costs less than a row.
    """
    beside = connection_beside()
    return None if beside is None else int(beside.execute("PRAGMA data_version").fetchone()[0])
