"""Two copies and chains of them: which rows were written again in between, that never should be."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from madang.core.leak_check import Finding, Kind, tables
from madang.identity.backup_key import BackupKey

from ..backups.places import all_backups, backup_store
from ..backups.restoring import databases_of
from .backups import database_of
from .database import Stolen

# Of each table that is written once: its rows' keys, with a digest of the rest.
Rows = dict[str, dict[int, bytes]]


def check_chain(earlier: Sequence[Path], last: Path | None, live: Stolen) -> list[Finding]:
    """Compare copies in their order, the last of them with a backup or with the live site.

    Raises NoBackup and OSError.
    """
    chain = [_rows_of(path) for path in earlier]
    chain.append(_rows_of(last) if last else rows_written_once(live))
    return [finding for before, after in pairwise(chain) for finding in between(before, after)]


def check_kept_backups(live: Stolen) -> list[Finding]:
    """Compare the backups that are kept, in their order, the last of them with the live site.

    Raises Unreadable, Broken, NoBackup and OSError.
    """
    store, key = backup_store(), BackupKey()
    oldest_first = list(all_backups(store, key))[::-1]
    with databases_of(store, key, oldest_first) as kept:
        return check_chain(kept, None, live)


def rows_written_once(stolen: Stolen) -> Rows:
    """Return the rows of all tables of which none is ever written again."""
    found: Rows = {}
    for table in tables().values():
        if table.written_once and table.name in stolen.tables:
            (key,) = table.of(Kind.SCATTERED)
            columns = ", ".join([key, *(name for name in table.columns if name != key)])
            rows = stolen.ask(f"SELECT {columns} FROM {table.name}")
            found[table.name] = {int(number): _digest(rest) for number, *rest in rows}
    return found


def between(before: Rows, after: Rows) -> Iterator[Finding]:
    """Find rows that two copies have and that differ: each is a name for whoever wrote it twice."""
    for table, rows in before.items():
        now = after.get(table, {})
        again = sum(now[key] != digest for key, digest in rows.items() if key in now)
        if again:
            said = f"has rows that were written again between two copies ({again} of {len(rows)})"
            yield Finding("copies", table, said)


def _rows_of(path: Path) -> Rows:
    with database_of(path) as stolen:
        return rows_written_once(stolen)


def _digest(values: Sequence[Any]) -> bytes:
    return hashlib.blake2b(repr(values).encode(), digest_size=8).digest()
