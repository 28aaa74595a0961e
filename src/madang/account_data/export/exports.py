"""Archives of all that is an account's: made in the background, sealed, kept for a few days."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from madang.accounts.models import Account
from madang.core.languages import in_language, page_language
from madang.identity.account_rows import AccountRows
from madang.identity.sealed_files import SealedWriter, read_sealed

from ..models import DataExport
from .archive import write_archive

PURPOSE = "data export"
SUFFIX = ".sealed"
KEPT_DAYS = 3


class Stage(StrEnum):
    """How far an archive is."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an account's archive is: `percent` of the work, and until which day it is kept."""

    stage: Stage
    percent: int
    until: date
    language: str = ""
    file: str = ""

    @property
    def is_under_way(self) -> bool:
        return self.stage in (Stage.WAITING, Stage.MAKING)


EXPORTS = AccountRows(DataExport, Progress, PURPOSE, padded_to=512)


def ask_for(account: Account) -> None:
    """Note that an account wants its archive, in the reader's language; an older one goes."""
    drop_export(account.pk)
    until = timezone.localdate() + timedelta(days=KEPT_DAYS)
    EXPORTS.save(account.pk, Progress(Stage.WAITING, 0, until, page_language.get()))


def progress_of(account_id: int) -> Progress | None:
    """Return how far an account's archive is; None if it asked for none, or it is gone. A query."""
    return EXPORTS.find(account_id)


def make(account_id: int) -> None:
    """Make an account's archive if it is asked for; may run twice."""
    account = Account.objects.filter(pk=account_id).first()
    asked = progress_of(account_id)
    if account is None or asked is None or not asked.is_under_way:
        return
    folder: Path = settings.EXPORTS_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    if asked.file:
        (folder / asked.file).unlink(missing_ok=True)
    name = secrets.token_hex(16) + SUFFIX

    def note(stage: Stage, percent: int) -> None:
        EXPORTS.amend(account_id, Progress(stage, percent, asked.until, asked.language, name))

    note(Stage.MAKING, 0)
    try:
        with (
            in_language(asked.language),
            (folder / name).open("wb") as file,
            SealedWriter(file, purpose=PURPOSE) as sealed,
        ):
            write_archive(account, sealed, lambda percent: note(Stage.MAKING, percent))
    except OSError:
        (folder / name).unlink(missing_ok=True)
        note(Stage.FAILED, 0)
        return
    note(Stage.READY, 100)


def read_export(progress: Progress) -> Iterator[bytes] | None:
    """Return an archive's bytes; None if it is not there."""
    try:
        file = (settings.EXPORTS_FOLDER / progress.file).open("rb")
    except OSError:
        return None
    return read_sealed(file, purpose=PURPOSE)


def drop_export(account_id: int) -> None:
    """Delete an account's archive, if there is one."""
    progress = progress_of(account_id)
    if progress and progress.file:
        (settings.EXPORTS_FOLDER / progress.file).unlink(missing_ok=True)
    EXPORTS.delete(account_id)


def drop_old_exports() -> None:
    """Delete the archives whose days are over, and files that belong to none."""
    EXPORTS.drop_unless(lambda progress: progress.until >= timezone.localdate())
    kept = {progress.file for progress in EXPORTS.all()}
    for file in settings.EXPORTS_FOLDER.glob(f"*{SUFFIX}"):
        if file.name not in kept:
            file.unlink(missing_ok=True)
