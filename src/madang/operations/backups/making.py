"""Making a backup: the database at one moment, files beside it, and a look whether all is whole."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.db import connection
from django.utils import timezone

from madang import __version__
from madang.core.leak_check import Contents, folders
from madang.core.scratch import scratch
from madang.identity.backup_key import BackupKey

from .copying import check_database, copy_database
from .pieces import Pieces
from .places import (
    Backup,
    all_backups,
    backup_store,
    forget_old,
    keep_backup,
    names_of_backups,
)

log = logging.getLogger(__name__)
DATABASE, MEDIA = "database", "media"
# Files of a few days each, which end before a backup would.
_LEFT_OUT = {"exports"}
# The keys and where they are kept, what a process tells its workers, and a folder of this machine.
_SETTINGS_LEFT_OUT = {"MADANG_KEYS", "MADANG_KEYS_COMMAND", "MADANG_KEYS_TEXT"}
_SETTINGS_LEFT_OUT |= {"MADANG_RUN_SECRET", "MADANG_DATA"}


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made, and how much of it was new."""

    backup: Backup
    seconds: float
    new_pieces: int
    new_bytes: int


def back_up(store: Storage | None = None) -> Made:
    """Make a backup, restore it aside, and forget those that are too old.

    Raises Busy, ProgramFailed, Unreadable, Broken and OSError; what was written before that is
    no backup, and its pieces go with the next one.
    """
    begin = time.monotonic()
    store, key = store or backup_store(), BackupKey()
    with scratch("backup") as aside:
        before = list(all_backups(store, key))
        pieces = Pieces(store, key, (piece for one in before for piece in one.pieces))
        backup = _written(pieces, aside, before[0] if before else None)
        _verify(pieces, backup, aside)
        keep_backup(store, key, backup)
        left = forget_old(store, [backup, *before], days=settings.BACKUP_DAYS)
        _forget_pieces(pieces, left)
    seconds = time.monotonic() - begin
    return Made(backup, seconds, len(pieces.new), pieces.bytes_written)


def _forget_pieces(pieces: Pieces, left: list[Backup]) -> None:
    """Delete what no backup holds; nothing, where one lies there that these keys do not open."""
    if len(names_of_backups(pieces.store)) > len(left):
        log.warning("backups of other keys lie in the same place: no pieces are deleted")
        return
    pieces.forget_others({piece for one in left for piece in one.pieces})


def _verify(pieces: Pieces, backup: Backup, aside: Path) -> None:
    """Put a backup's database together aside and look whether it is whole; raises as above.

    Every piece of it, and every other that is new, is compared with its name, which says what stood
    in the site's own files.
    """
    of_files: set[str] = set()
    for path, names in backup.files.items():
        if path.startswith(f"{DATABASE}/"):
            pieces.write_file(names, aside / path)
        else:
            of_files.update(names)
    check_database(aside / DATABASE, backup.database)
    for name in of_files & pieces.new:
        pieces.read(name)


def _written(pieces: Pieces, aside: Path, last: Backup | None) -> Backup:
    made = timezone.now()
    copy = aside / DATABASE
    copy.mkdir()
    copy_database(copy)
    files: dict[str, list[str]] = {}
    unchanged = _pictures_of(last)
    for path, file in _below(copy, DATABASE):
        with file.open("rb") as content:
            files[path] = pieces.keep(content)
        # What is read is not needed twice, and a large database stands here once already.
        file.unlink()
    for path, opened in _files_beside():
        if path in unchanged:
            files[path] = unchanged[path]
            continue
        # One that is deleted meanwhile is no longer there.
        with suppress(FileNotFoundError), opened() as content:
            files[path] = pieces.keep(content)
    return Backup(made, __version__, connection.vendor, files, _settings())


def _pictures_of(backup: Backup | None) -> dict[str, list[str]]:
    """Return the pictures of a backup with their pieces: none is ever changed under its name."""
    files = backup.files if backup else {}
    return {path: names for path, names in files.items() if path.startswith(f"{MEDIA}/")}


def _files_beside() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield the paths of all other files, with what opens each."""
    for name, contents in folders().items():
        if name in _LEFT_OUT or contents is Contents.RECORDS:
            continue
        if name == MEDIA:
            for picture in _names_in(default_storage, ""):
                yield f"{MEDIA}/{picture}", partial(default_storage.open, picture)
            continue
        for path, file in _below(Path(settings.DATA_FOLDER) / name, name):
            yield path, partial(file.open, "rb")


def _names_in(store: Storage, folder: str) -> Iterator[str]:
    try:
        inside, files = store.listdir(folder)
    except FileNotFoundError:
        return
    before = f"{folder}/" if folder else ""
    yield from (before + name for name in sorted(files) if name)
    for name in sorted(inside):
        yield from _names_in(store, before + name)


def _below(folder: Path, called: str) -> Iterator[tuple[str, Path]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield f"{called}/{file.relative_to(folder)}", file


def _settings() -> dict[str, str]:
    return {
        name: value
        for name, value in sorted(os.environ.items())
        if name.startswith(("MADANG_", "DATABASE_URL")) and name not in _SETTINGS_LEFT_OUT
    }
