"""Pictures that people send: read with care, and written anew, so that only the pixels pass.

Place, time, camera and file name stay behind; what is made to fill the memory is not unpacked.
"""

import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pillow_heif
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
# A telephone's picture of twelve million pixels may come as HEIC, of which all are unpacked.
# The largest cameras of telephones make JPEGs of two hundred million.
MAX_PIXELS, MAX_JPEG_PIXELS = 13_000_000, 210_000_000
# Refused here, in words; Pillow's own limit would call such a picture unreadable.
Image.MAX_IMAGE_PIXELS = None
# Orientations in which a camera was held on its side.
SIDEWAYS = range(5, 9)
# A camera's or an editor's progressive JPEG has about ten.
START_OF_JPEG, START_OF_SCAN, MAX_SCANS = b"\xff\xd8", b"\xff\xda", 40
# Of a moving picture all that is unpacked, frame by frame.
MAX_FRAMES, MAX_MOVING_PIXELS = 300, 24_000_000

# Of a JPEG so many pixels are unpacked at most.
MAX_UNPACKED = 20_000_000
# What is said beside the pixels comes in a few parts; so many are there to keep a reader busy.
_PARTS = {
    b"\xff\xd8": re.compile(rb"\xff[\xe0-\xef\xfe]"),
    b"GI": re.compile(rb"\x21\xfe"),
}
MAX_PARTS = 5_000

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
        raise NotAPicture(_("지금은 다른 사진을 그리고 있어요. 잠시 뒤 다시 해 주세요."))
    try:
        yield
    except (NotAPicture, MemoryError):
        raise
    except Exception as error:
        # Pillow raises nearly anything on what was made to break it.
        message = _("읽을 수 있는 사진이 아니에요. JPEG, PNG, WebP, GIF, AVIF, HEIC만 돼요.")
        raise NotAPicture(message) from error
    finally:
        _one_at_a_time.release()


def upright(given: bytes, width: int, height: int) -> Image.Image:
    """Return a picture as it was held, at most so wide and so high. Raises NotAPicture."""
    with _opened(given) as opened:
        lies = opened.getexif().get(ExifTags.Base.Orientation, 1) in SIDEWAYS
        fits = (height, width) if lies else (width, height)
        share = min(1.0, fits[0] / opened.width, fits[1] / opened.height, _unpacked_share(opened))
        opened.draft("RGB", (int(opened.width * share), int(opened.height * share)))
        opened.thumbnail(fits)
        turned = ImageOps.exif_transpose(opened)
        return plain(turned.convert("RGBA" if turned.has_transparency_data else "RGB"))


def _unpacked_share(opened: Image.Image) -> float:
    """Return how large a JPEG is unpacked at most: whole, a half, a quarter or an eighth."""
    for parts in (1, 2, 4):
        if opened.width * opened.height <= MAX_UNPACKED * parts**2:
            return 1 / parts
    return 1 / 8


def frames(given: bytes, side: int) -> list[tuple[Image.Image, int]]:
    """Return a moving picture's frames, each with its milliseconds; nothing if it stands still.

    Raises NotAPicture for more than can be unpacked.
    """
    with _opened(given) as opened:
        count = getattr(opened, "n_frames", 1)
        if opened.format not in ("GIF", "WEBP") or count == 1:
            return []
        if count > MAX_FRAMES or count * opened.width * opened.height > MAX_MOVING_PIXELS:
            raise NotAPicture(_("움직이는 사진이 너무 길거나 커요."))
        found = []
        for number in range(count):
            opened.seek(number)
            frame = opened.convert("RGBA")
            frame.thumbnail((side, side))
            found.append((plain(frame), max(20, int(opened.info.get("duration") or 100))))
        return found


def plain(image: Image.Image) -> Image.Image:
    """Return a picture made of the pixels alone."""
    made = Image.new(image.mode, image.size)
    made.paste(image)
    return made


@contextmanager
def _opened(given: bytes) -> Iterator[Image.Image]:
    parts = _PARTS.get(given[:2])
    if parts and sum(1 for _part in parts.finditer(given)) > MAX_PARTS:
        raise NotAPicture(_("읽을 수 있는 사진이 아니에요. 다른 앱에서 다시 저장해 보세요."))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(BytesIO(given), formats=FORMATS) as opened:
            # Known from the first bytes: what would fill the memory is not unpacked. A JPEG can be
            # unpacked small; of the others all pixels have to be.
            # A progressive one keeps every pixel in memory too, and is gone through once a scan.
            small = opened.format == "JPEG" and not opened.info.get("progressive")
            most = MAX_JPEG_PIXELS if small else MAX_PIXELS
            # Also of what calls itself otherwise (MPO) and is unpacked as one.
            scans = given.count(START_OF_SCAN) if given.startswith(START_OF_JPEG) else 0
            if opened.width * opened.height > most or scans > MAX_SCANS:
                raise NotAPicture(_too_many_pixels(opened, most))
            yield opened


def _too_many_pixels(opened: Image.Image, most: int) -> str:
    said = _(
        "사진의 가로세로가 너무 커요 (%(width)d×%(height)d). %(most)d00만 화소까지 올릴 수 있어요."
    )
    return said % {"width": opened.width, "height": opened.height, "most": most // 1_000_000}
