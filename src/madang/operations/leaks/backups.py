"""Checking what a thief of a backup would have: a copied database, a dump, a folder, an archive."""

import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.utils import load_backend

from madang.core.leak_check import Finding, folders

from ..postgres_programs import ProgramFailed, restored_beside
from . import files
from .database import Stolen
from .run import check_database

SQLITE, DUMP = b"SQLite format 3", b"PGDMP"
ALIAS, CONTENTS = "stolen", "toc.dat"
PLAIN_DUMP = b"-- PostgreSQL database dump"


class NoBackup(ValueError):
    """This is nothing that can be checked; the message says why."""


def check_backup(path: Path) -> list[Finding]:
    """Check a backup: a file of SQLite or of `pg_dump -Fc`, a folder, or a tar or zip of one.

    Raises NoBackup and OSError. A dump is restored into a new database beside the site's own, which
    is dropped afterwards.
    """
    if path.is_dir():
        return _check_folder(path)
    if _is_database(path):
        return _check_database_file(path)
    with tempfile.TemporaryDirectory(prefix="madang-backup-") as unpacked:
        _unpack(path, Path(unpacked))
        return _check_folder(Path(unpacked))


@contextmanager
def database_of(path: Path) -> Iterator[Stolen]:
    """Open the database of a backup. Raises NoBackup and OSError."""
    with tempfile.TemporaryDirectory(prefix="madang-backup-") as unpacked:
        folder = path
        if path.is_file() and not _is_database(path):
            folder = Path(unpacked)
            _unpack(path, folder)
        every = [path] if folder.is_file() else sorted(folder.rglob("*"))
        found = [file for file in every if file.is_file() and _is_database(file)]
        if not found:
            raise NoBackup(f"{path} holds no database")
        with _opened(found[0]) as stolen:
            yield stolen


def _check_folder(folder: Path) -> list[Finding]:
    every = sorted(file for file in folder.rglob("*") if file.is_file())
    databases = [file for file in every if _is_database(file)]
    media = [found for found in folder.rglob("media") if found.is_dir()]
    if not databases and not media:
        raise NoBackup(f"{folder} holds no database and no folder called media")
    found = [finding for file in databases for finding in _check_database_file(file)]
    for name, contents in folders().items():
        for part in folder.rglob(name):
            if part.is_dir():
                found += files.BY_CONTENTS[contents](part)
    return found + list(files.copies_of_keys(every))


def _is_database(file: Path) -> bool:
    start = _start_of(file)
    if PLAIN_DUMP in start:
        # A script for psql may run any command; checking one would do what it says.
        raise NoBackup(f"{file} is a script: make the dump with pg_dump -Fc")
    return start.startswith((SQLITE, DUMP))


def _start_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(200)


def _check_database_file(file: Path) -> list[Finding]:
    with _opened(file) as stolen:
        return check_database(stolen)


def _opened(file: Path) -> AbstractContextManager[Stolen]:
    return _sqlite(file) if _start_of(file).startswith(SQLITE) else _restored(file)


@contextmanager
def _sqlite(file: Path) -> Iterator[Stolen]:
    """Open a copy of a database: looking at one with its log would write to it."""
    with tempfile.TemporaryDirectory(prefix="madang-backup-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        shutil.copyfile(file, copy)
        log = file.with_name(f"{file.name}-wal")
        if log.is_file():
            shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
        engine = "django.db.backends.sqlite3"
        with _as_database({"ENGINE": engine, "NAME": str(copy), "OPTIONS": {}}) as stolen:
            # Where rows lie is read from the file itself, which lacks what is in the log.
            stolen.ask("PRAGMA wal_checkpoint(TRUNCATE)")
            yield stolen


@contextmanager
def _restored(dump: Path) -> Iterator[Stolen]:
    own = connections["default"].settings_dict
    if not str(own["ENGINE"]).endswith("postgresql"):
        raise NoBackup("a dump of PostgreSQL is checked where DATABASE_URL names a PostgreSQL")
    try:
        # Of a dump in a folder (-Fd) the contents alone say what it is.
        whole = dump.parent if dump.name == CONTENTS else dump
        with (
            restored_beside(own, whole) as name,
            _as_database({"ENGINE": own["ENGINE"], "NAME": name, "OPTIONS": {}}) as stolen,
        ):
            yield stolen
    except ProgramFailed as failed:
        raise NoBackup(str(failed)) from None


@contextmanager
def _as_database(settings: dict[str, Any]) -> Iterator[Stolen]:
    whole = {**connections["default"].settings_dict, **settings}
    connections[ALIAS] = load_backend(whole["ENGINE"]).DatabaseWrapper(whole, ALIAS)
    try:
        yield Stolen(connections[ALIAS])
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]


def _unpack_tar(opened: tarfile.TarFile, to: Path) -> None:
    """Write the plain files of an archive below a folder, and nothing else.

    Python has a filter for this; the one of Debian 12 is too old to know it.
    """
    root = to.resolve()
    for member in opened:
        place = (root / member.name).resolve()
        content = opened.extractfile(member) if member.isfile() else None
        if content is None or not place.is_relative_to(root):
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            shutil.copyfileobj(content, file)


def _unpack(archive: Path, to: Path) -> None:
    """Unpack an archive below a folder. Raises NoBackup, also where it breaks off."""
    try:
        if tarfile.is_tarfile(archive):
            with tarfile.open(archive) as opened:
                _unpack_tar(opened, to)
            return
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as zipped:
                zipped.extractall(to)  # noqa: S202 - zipfile keeps it inside
            return
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise NoBackup(f"{archive} is broken, or ends too early: {error}") from None
    raise NoBackup(f"{archive} is no backup that can be read")
