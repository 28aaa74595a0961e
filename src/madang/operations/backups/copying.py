"""Taking the database as it is at one moment, while the site runs; and putting one in its place."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from ..postgres_programs import ProgramFailed, restored_beside, run, where

SQLITE, POSTGRES = "sqlite", "postgresql"
_FILE = "madang.sqlite3"
# pg_dump's folder: one file a table, of which those that nobody changed are as they were.
_FOLDER = "dump"


class Broken(Exception):
    """A database that was put together again is not whole; the message says why."""


def copy_database(to: Path) -> None:
    """Write the whole database into a folder as it is now; nobody who reads or writes waits.

    Raises ProgramFailed, sqlite3.Error and OSError.
    """
    own = connection.settings_dict
    if connection.vendor == POSTGRES:
        dump = ["pg_dump", "-Fd", "-Z0", "--no-owner", "--no-privileges", "-f", str(to / _FOLDER)]
        run(own, [*dump, *where(own, str(own["NAME"]))])
        return
    with closing(_opened(own, "ro")) as live, closing(sqlite3.connect(to / _FILE)) as copy:
        live.backup(copy)


def check_database(folder: Path, kind: str) -> None:
    """Look whether a database that was put together again is whole; raises Broken.

    One of PostgreSQL is restored into a new database beside the site's own, dropped afterwards.
    """
    if kind == POSTGRES:
        try:
            with restored_beside(connection.settings_dict, folder / _FOLDER):
                return
        except ProgramFailed as failed:
            raise Broken(str(failed)) from None
    try:
        with closing(sqlite3.connect(folder / _FILE)) as copy:
            said = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
    except sqlite3.Error as error:
        raise Broken(str(error)) from None
    if said != ["ok"]:
        raise Broken("; ".join(said))


def put_database(folder: Path, kind: str) -> None:
    """Put a database in the place of the site's own; raises ProgramFailed and OSError."""
    own = connection.settings_dict
    connection.close()
    if kind == POSTGRES:
        dump = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges"]
        dump += ["--single-transaction", *where(own, str(own["NAME"])), str(folder / _FOLDER)]
        run(own, dump)
        return
    place = Path(str(own["NAME"]))
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for suffix in ("-wal", "-shm"):
        place.with_name(place.name + suffix).unlink(missing_ok=True)
    (folder / _FILE).replace(place)


def _opened(own: dict[str, Any], mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{Path(str(own['NAME'])).as_uri()}?mode={mode}", uri=True)
