"""Putting a backup in the place of a site that is lost."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db import OperationalError, connection

from madang.core.db.select import fetch
from madang.core.leak_check import Kind, tables
from madang.core.scratch import scratch
from madang.identity.backup_key import BackupKey
from madang.media.storage import forget_moments

from .copying import check_database, put_database
from .making import DATABASE, MEDIA
from .pieces import Pieces
from .places import Backup


class NotEmpty(Exception):
    """Somebody is here already: a site is never overwritten."""


class OtherDatabase(Exception):
    """The backup is of the other kind of database."""


def restore(store: Storage, key: BackupKey, backup: Backup) -> None:
    """Write a backup's database and files where the settings say; the site does not run meanwhile.

    All of it is read and looked at before anything is written. Raises NotEmpty, OtherDatabase,
    Unreadable, Broken, ProgramFailed and OSError.
    """
    if backup.database != connection.vendor:
        raise OtherDatabase(backup.database)
    if not _is_empty():
        raise NotEmpty
    pieces = Pieces(store, key)
    with scratch("restore") as aside:
        for path, names in backup.files.items():
            pieces.write_file(names, aside / path)
        check_database(aside / DATABASE, backup.database)
        for path in backup.files:
            folder, _, name = path.partition("/")
            if folder == MEDIA:
                # One of a restoring that was cut off would give this one another name.
                default_storage.delete(name)
                default_storage.save(name, ContentFile((aside / path).read_bytes()))
            elif folder != DATABASE:
                _move(aside / path, Path(settings.DATA_FOLDER) / path)
        put_database(aside / DATABASE, backup.database)
    forget_moments()


@contextmanager
def databases_of(store: Storage, key: BackupKey, backups: Iterable[Backup]) -> Iterator[list[Path]]:
    """Put the databases of some backups together aside, in their order: a folder for each."""
    pieces = Pieces(store, key)
    with scratch("compared backups") as aside:
        found = []
        for backup in backups:
            folder = aside / backup.name
            for path, names in backup.files.items():
                if path.startswith(f"{DATABASE}/"):
                    pieces.write_file(names, folder / path)
            found.append(folder)
        yield found


def _move(file: Path, to: Path) -> None:
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.replace(to)


def _is_empty() -> bool:
    """Tell whether nobody has an account here, or wrote anything."""
    try:
        there = connection.introspection.table_names()
    except OperationalError:
        return True  # There is no folder yet.
    told = [table.name for table in tables().values() if table.of(Kind.WORDS, Kind.LOGIN)]
    return not any(
        fetch(f'SELECT 1 FROM "{name}" LIMIT 1', ())  # noqa: S608 - one of our tables
        for name in told
        if name in there
    )
