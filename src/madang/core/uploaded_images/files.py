"""Files of pictures, before anything of them is unpacked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

# With less there is nothing that could be cut off.
SHORTEST_GIF = 64
_one_at_a_time = threading.Lock()


class NotAPicture(Exception):
    """What was given cannot be used; the message says why, in the reader's language."""


def read_upload(upload: UploadedFile, most: int) -> bytes:
    """Return what was uploaded, `most` bytes; raises NotAPicture before reading more."""
    if (upload.size or 0) > most:
        said = _("사진이 너무 커요. %(most)dMB까지 올릴 수 있어요.")
        raise NotAPicture(said % {"most": most // 1024 // 1024})
    return bytes(upload.read())


@contextmanager
def drawing(wait_seconds: float) -> Iterator[None]:
    """Draw alone, since unpacking one picture fills much memory. Raises NotAPicture."""
    if not _one_at_a_time.acquire(timeout=wait_seconds):
        raise NotAPicture(_("지금은 다른 사진을 처리하고 있어요. 잠시 후 다시 시도해 주세요."))
    try:
        yield
    finally:
        _one_at_a_time.release()


@contextmanager
def written() -> Iterator[None]:
    """Let what a picture's own writer refuses be a NotAPicture."""
    try:
        yield
    except (OSError, RuntimeError, ValueError, OverflowError) as error:
        raise NotAPicture(
            _("이 사진은 저장할 수 없어요. 다른 앱에서 다시 저장해 보세요.")
        ) from error


def is_cut_off(given: bytes) -> bool:
    """Tell whether a picture's file ends before it says that it does."""
    if given.startswith(b"\x89PNG"):
        return b"IEND" not in given
    if given.startswith(b"RIFF"):
        return int.from_bytes(given[4:8], "little") + 8 > len(given)
    if given.startswith(b"GIF"):
        return len(given) > SHORTEST_GIF and not given.rstrip(b"\0").endswith(b";")
    if given[4:8] == b"ftyp":
        return _boxes_end(given) > len(given)
    return given.startswith(b"\xff\xd8") and b"\xff\xd9" not in given[-1024:]


def _boxes_end(given: bytes) -> int:
    """Return where the last box of a HEIC or AVIF file ends (ISO/IEC 14496-12, 4.2)."""
    place = 0
    while place + 8 <= len(given):
        size = int.from_bytes(given[place : place + 4], "big")
        if size == 1:
            size = int.from_bytes(given[place + 8 : place + 16], "big")
        if size < 8:
            return len(given)
        place += size
    return place
