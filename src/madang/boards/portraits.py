"""Representative pictures (대표 사진): whatever is given, a small square WebP without a past."""

import secrets
import threading
import warnings
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
BYTES_MAX = 8 * 1024 * 1024
PIXELS_MAX, JPEG_PIXELS_MAX = 12_000_000, 60_000_000
SIDE = 192
# A camera's or an editor's progressive JPEG has about ten.
START_OF_SCAN, SCANS_MAX = b"\xff\xda", 40
WAIT_SECONDS = 3
FOLDER = "portraits"

_one_at_a_time = threading.Lock()


class NotAPicture(Exception):
    """What was given cannot be used; the message says why, in the reader's language."""


def read_upload(upload: UploadedFile) -> bytes:
    """Return what was uploaded; raises NotAPicture before reading what is too much."""
    if (upload.size or 0) > BYTES_MAX:
        raise NotAPicture(_("사진이 너무 커요. 8MB까지 올릴 수 있어요."))
    return bytes(upload.read())


def keep_portrait(given: bytes) -> str:
    """Write a picture anew into the media folder; return its path there. Raises NotAPicture.

    Only the pixels pass: place, time, camera and file name stay behind.
    """
    small = _small_square(given)
    path = f"{FOLDER}/{secrets.token_hex(16)}.webp"
    file = Path(settings.MEDIA_ROOT) / path
    file.parent.mkdir(parents=True, exist_ok=True)
    small.save(file, "WEBP", quality=82)
    return path


def drop_portrait(path: str) -> None:
    if path:
        (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)


def _small_square(given: bytes) -> Image.Image:
    """Return the middle of a picture; one at a time, since unpacking one fills much memory."""
    if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
        raise NotAPicture(_("지금은 다른 사진을 그리고 있어요. 잠시 뒤 다시 해 주세요."))
    try:
        fitted = ImageOps.fit(_shrunk(given), (SIDE, SIDE))
    except (NotAPicture, MemoryError):
        raise
    except Exception as error:
        # Pillow raises nearly anything on what was made to break it.
        message = _("읽을 수 있는 사진이 아니에요. JPEG, PNG, WebP, GIF만 돼요.")
        raise NotAPicture(message) from error
    finally:
        _one_at_a_time.release()
    # A picture made of the pixels alone.
    plain = Image.new(fitted.mode, fitted.size)
    plain.paste(fitted)
    return plain


def _shrunk(given: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(BytesIO(given), formats=FORMATS) as opened:
            # Known from the first bytes: what would fill the memory is not unpacked. A JPEG can be
            # unpacked small; of the others all pixels have to be.
            # A progressive one keeps every pixel in memory too, and is gone through once a scan.
            small = opened.format == "JPEG" and not opened.info.get("progressive")
            most = JPEG_PIXELS_MAX if small else PIXELS_MAX
            scans = given.count(START_OF_SCAN) if opened.format == "JPEG" else 0
            if opened.width * opened.height > most or scans > SCANS_MAX:
                raise NotAPicture(_("사진의 가로세로가 너무 커요."))
            opened.draft("RGB", (2 * SIDE, 2 * SIDE))
            opened.thumbnail((4 * SIDE, 4 * SIDE))
            upright = ImageOps.exif_transpose(opened)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
