"""Files that come with inquiries: pictures written anew, others kept sealed and only downloaded."""

import secrets
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import msgspec
from django.conf import settings

from madang.core.uploaded_images import drawing, upright, written
from madang.identity.named_keys import NamedRecords
from madang.identity.sealed_files import DamagedFile, SealedReader, SealedWriter

from ..models import Inquiry, InquiryFile, InquiryMessage
from .keys import keys_of

PURPOSE = "inquiry file"
WIDTH, HEIGHT, QUALITY, WAIT_SECONDS = 1600, 12_000, 80, 8
PICTURE = "image/webp"
MAX_PICTURES, MAX_NAME = 4, 120
# What an e-mail may have in all.
MAX_MAIL_BYTES = 20 * 1024 * 1024
SWEPT_AFTER, SWEPT_AT_ONCE = timedelta(days=1), 500


class FileInfo(msgspec.Struct, frozen=True, array_like=True):
    """What a file's box holds: how it is called, what it is, and how many bytes it has."""

    name: str
    kind: str
    size: int


def rewritten(given: bytes) -> bytes:
    """Return a picture written anew, upright, without what a camera says. Raises NotAPicture."""
    with drawing(WAIT_SECONDS):
        whole = upright(given, WIDTH, HEIGHT)
        out = BytesIO()
        with written():
            whole.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def keep_pictures(inquiry: Inquiry, message: InquiryMessage, pictures: Sequence[bytes]) -> None:
    """Keep pictures that were written anew with a message."""
    for n, content in enumerate(pictures, start=1):
        keep(inquiry, message, f"{n}.webp", PICTURE, content)


def keep(inquiry: Inquiry, message: InquiryMessage, name: str, kind: str, content: bytes) -> None:
    """Keep a file sealed; belongs in the transaction of its message."""
    number = secrets.randbits(62)
    info = FileInfo(name[:MAX_NAME], kind[:MAX_NAME], len(content))
    box = _infos(inquiry).seal(info, bound_to=number)
    path = _path(number)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with SealedWriter(path.open("wb"), purpose=PURPOSE, key_name=keys_of(inquiry).name) as sealed:
        sealed.write(content)
    InquiryFile.objects.create(pk=number, message=message, box=box)


def info_of(inquiry: Inquiry, file: InquiryFile) -> FileInfo | None:
    """Return what a file is; None: its box is damaged."""
    return _infos(inquiry).open(file.box, bound_to=file.pk)


def read(inquiry: Inquiry, file: InquiryFile) -> Iterator[bytes]:
    """Yield a file's content, some at a time; nothing of one that is gone."""
    try:
        with _path(file.pk).open("rb") as opened:
            sealed = SealedReader(opened, purpose=PURPOSE, key_name=keys_of(inquiry).name)
            while part := sealed.read(64 * 1024):
                yield part
    except (FileNotFoundError, DamagedFile):
        return


def drop(files: Sequence[InquiryFile]) -> None:
    """Delete files, first what is on the disk."""
    for file in files:
        _path(file.pk).unlink(missing_ok=True)
    InquiryFile.objects.filter(pk__in=[file.pk for file in files]).delete()


def sweep() -> None:
    """Delete files that no message has: what went wrong after they were written; every night."""
    folder: Path = settings.DESK_FILES_FOLDER
    # Not those of messages that are being kept now.
    before = time.time() - SWEPT_AFTER.total_seconds()
    old = [path for path in folder.glob(f"{'[0-9a-f]' * 16}.file") if _written(path) < before]
    for first in range(0, len(old), SWEPT_AT_ONCE):
        some = {int(path.stem, 16): path for path in old[first : first + SWEPT_AT_ONCE]}
        known = set(InquiryFile.objects.filter(pk__in=some).values_list("pk", flat=True))
        for number in some.keys() - known:
            some[number].unlink(missing_ok=True)


def _written(path: Path) -> float:
    """Return when a file was written; now, if it has just gone."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _path(number: int) -> Path:
    folder: Path = settings.DESK_FILES_FOLDER
    return folder / f"{number:016x}.file"


def _infos(inquiry: Inquiry) -> NamedRecords[FileInfo]:
    return NamedRecords(FileInfo, keys_of(inquiry).name, PURPOSE, padded_to=512)
