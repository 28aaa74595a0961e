"""The media store: a folder or an S3 bucket, whose files say their day and no more."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone


def keep(path: str, data: bytes) -> str:
    """Keep a picture in the media store; return its path there.

    In a folder the file says the day and no more: the moment would tell which pictures were sent
    together. A store elsewhere keeps moments of its own.
    """
    kept = default_storage.save(path, ContentFile(data))
    with suppress(NotImplementedError):
        _forget_moment(Path(default_storage.path(kept)))
    return kept


def forget_moments() -> None:
    """Let every file of the media folder say its day alone, however it came there."""
    for file in Path(settings.MEDIA_ROOT).rglob("*"):
        if file.is_file() and tells_moment(file):
            _forget_moment(file)


def tells_moment(file: Path) -> bool:
    """Tell whether a file's time is finer than a day."""
    return file.stat().st_mtime != _midnight(file)


def _forget_moment(file: Path) -> None:
    os.utime(file, (_midnight(file),) * 2)


def _midnight(file: Path) -> float:
    moment = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
