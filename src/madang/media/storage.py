"""The media store: a folder or an S3 bucket, whose files do not say when they came."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

# The time of every file.
NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC).timestamp()


def keep(path: str, data: bytes) -> str:
    """Keep a picture in the media store; return its path there.

    In a folder all files are of one moment: that of each would tell which pictures were sent, or
    came back, together. A store elsewhere keeps moments of its own.
    """
    kept = default_storage.save(path, ContentFile(data))
    with suppress(NotImplementedError):
        _forget_moment(Path(default_storage.path(kept)))
    return kept


def forget_moments() -> None:
    """Let no file of the media folder say when it came, however it did."""
    for file in Path(settings.MEDIA_ROOT).rglob("*"):
        if file.is_file() and tells_moment(file):
            _forget_moment(file)


def tells_moment(file: Path) -> bool:
    """Tell whether a file's time is its own."""
    return file.stat().st_mtime != NO_MOMENT


def _forget_moment(file: Path) -> None:
    os.utime(file, (NO_MOMENT,) * 2)
