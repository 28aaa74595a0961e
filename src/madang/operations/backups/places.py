"""Which backups there are, and what each holds."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import msgspec
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone

from madang.identity.backup_key import BackupKey, Unreadable

FOLDER = "backups"
_TIME = "%Y%m%dT%H%M%SZ"


class Backup(msgspec.Struct):
    """One backup: when it was made, by which Madang, of what database, and its files' pieces."""

    made: datetime
    version: str
    database: str
    files: dict[str, list[str]]
    settings: dict[str, str]

    @property
    def name(self) -> str:
        return self.made.astimezone(UTC).strftime(_TIME)

    @property
    def pieces(self) -> set[str]:
        return {piece for pieces in self.files.values() for piece in pieces}


def backup_store() -> Storage:
    """Return where the settings say that backups are kept."""
    return storages["backups"]


def all_backups(store: Storage, key: BackupKey) -> Iterator[Backup]:
    """Yield the backups of this site, the newest first; those of another key are left out."""
    for name in names_of_backups(store):
        with suppress(Unreadable):
            yield _read(store, key, name)


def names_of_backups(store: Storage) -> list[str]:
    """Return the names of all that lie there, whosever they are, the newest first."""
    try:
        files = store.listdir(FOLDER)[1]
    except FileNotFoundError:
        return []
    return sorted(
        (file.removesuffix(".age") for file in files if file.endswith(".age")), reverse=True
    )


def keep_backup(store: Storage, key: BackupKey, backup: Backup) -> None:
    """Write down what a backup holds: from then on it is one."""
    store.save(f"{FOLDER}/{backup.name}.age", ContentFile(key.seal(msgspec.json.encode(backup))))


def forget_old(store: Storage, backups: list[Backup], *, days: int) -> list[Backup]:
    """Delete the backups that are too old, but never the newest; return those that are left.

    Of the last day each is kept, of the last seven days one a day, before that one a week.
    """
    left: list[Backup] = []
    kept: set[date | tuple[int, int]] = set()
    for backup in sorted(backups, key=lambda one: one.made, reverse=True):
        age, day = timezone.now() - backup.made, timezone.localdate(backup.made)
        span = day if age <= timedelta(days=7) else day.isocalendar()[:2]
        is_wanted = age <= timedelta(days=1) or span not in kept
        if not left or (is_wanted and age <= timedelta(days=days)):
            left.append(backup)
            kept |= {day, day.isocalendar()[:2]}
        else:
            store.delete(f"{FOLDER}/{backup.name}.age")
    return left


def _read(store: Storage, key: BackupKey, name: str) -> Backup:
    try:
        with store.open(f"{FOLDER}/{name}.age") as file:
            return msgspec.json.decode(key.open(file.read()), type=Backup)
    except (OSError, msgspec.DecodeError) as error:
        raise Unreadable(f"{name}: {error}") from None
