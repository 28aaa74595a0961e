"""Reading a picture: as it was held, as it moves, and never more of it than fits the memory."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import pillow_heif
from django.utils.translation import gettext as _
from PIL import ExifTags, Image

from .colours import in_full_colours, in_srgb, profile_of
from .files import NotAPicture, is_cut_off
from .parts import END_OF_JPEG, jpeg_parts, png_without_words

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
# A telephone's picture of twelve million pixels may come as HEIC, of which all are unpacked.
# The largest cameras of telephones make JPEGs of two hundred million.
MAX_PIXELS, MAX_JPEG_PIXELS = 13_000_000, 210_000_000
# Of a JPEG so many pixels are unpacked at most.
MAX_UNPACKED = 20_000_000
# Refused here, in words; Pillow's own limit would call such a picture unreadable.
Image.MAX_IMAGE_PIXELS = None
# How a camera was held, and what turns its picture upright (Exif 2.32, tag 0x0112).
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = range(5, 9)
# What moves; a HEIC may have several pictures that do not.
MOVING = ("GIF", "WEBP", "PNG", "AVIF")
# Of a moving picture all that is unpacked, frame by frame.
MAX_FRAMES, MAX_MOVING_PIXELS = 300, 24_000_000
# Browsers show frames of at most so many milliseconds as if they said nothing: a tenth of a second.
SAYS_NOTHING, USUAL = 10, 100
# More than that a WebP cannot say.
LONGEST_FRAME, MOST_PLAYS = 60_000, 65_535
# How often a GIF plays, as two programs began to say it.
_LOOPS = re.compile(rb"\x21\xff\x0b(?:NETSCAPE2\.0|ANIMEXTS1\.0)\x03\x01(..)", re.DOTALL)
# A comment in a GIF keeps a reader busy, and shows nothing.
MAX_GIF_COMMENTS = 5_000


@dataclass(frozen=True, slots=True)
class Moving:
    """A moving picture's frames, each with its milliseconds; plays so many times (0: for ever)."""

    frames: list[tuple[Image.Image, int]]
    plays: int


def upright(given: bytes, width: int, height: int) -> Image.Image:
    """Return a picture as it was held, at most so wide and so high. Raises NotAPicture."""
    with _opened(given) as opened:
        turn = _turn(opened)
        lies = turn in SIDEWAYS
        fits = (height, width) if lies else (width, height)
        share = min(1.0, fits[0] / opened.width, fits[1] / opened.height, _unpacked_share(opened))
        wanted = max(1, int(opened.width * share)), max(1, int(opened.height * share))
        opened.draft("RGB", wanted)
        profile = profile_of(opened, given)
        shown = in_full_colours(opened)
        shown.thumbnail(fits)
        shown = in_srgb(shown, profile)
        return plain(shown.transpose(_TURNS[turn]) if turn in _TURNS else shown)


def frames(given: bytes, side: int) -> Moving | None:
    """Return a picture that moves; None if it stands still.

    Raises NotAPicture for more than can be unpacked.
    """
    with _opened(given) as opened:
        count = getattr(opened, "n_frames", 1)
        if opened.format not in MOVING or count == 1:
            return None
        if count > MAX_FRAMES or count * opened.width * opened.height > MAX_MOVING_PIXELS:
            raise NotAPicture(_("움직이는 사진이 너무 길거나 커요."))
        # A picture for those who show none that move is none of its frames.
        first = 1 if getattr(opened, "default_image", False) else 0
        profile = profile_of(opened, given)
        found: list[tuple[Image.Image, int]] = []
        for number in range(first, count):
            try:
                opened.seek(number)
                frame = opened.convert("RGBA")
            except (OSError, SyntaxError, EOFError):
                # A file that is cut off moves as far as it goes.
                if not found:
                    raise
                break
            frame.thumbnail((side, side))
            found.append((plain(in_srgb(frame, profile)), _milliseconds(opened)))
        return Moving(found, _plays(opened, given)) if len(found) > 1 else None


def plain(image: Image.Image) -> Image.Image:
    """Return a picture made of the pixels alone."""
    made = Image.new(image.mode, image.size)
    made.paste(image)
    return made


def _unpacked_share(opened: Image.Image) -> float:
    """Return how large a JPEG is unpacked at most: whole, a half, a quarter or an eighth."""
    for parts in (1, 2, 4):
        if opened.width * opened.height <= MAX_UNPACKED * parts**2:
            return 1 / parts
    return 1 / 8


def _turn(opened: Image.Image) -> int:
    try:
        return int(opened.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:
        # What is said beside the pixels may be broken, and the pixels whole.
        return 1


def _milliseconds(opened: Image.Image) -> int:
    said = int(opened.info.get("duration") or 0)
    return min(said, LONGEST_FRAME) if said > SAYS_NOTHING else USUAL


def _plays(opened: Image.Image, given: bytes) -> int:
    """Return how often a moving picture plays; 0 for ever."""
    if opened.format != "GIF":
        plays = int(opened.info.get("loop") or 0)
        return plays if plays <= MOST_PLAYS else 0
    # A GIF that says nothing plays once, and one that says 3 three times more.
    found = _LOOPS.search(given)
    again = int.from_bytes(found[1], "little") if found else None
    return 1 if again is None else again + 1 if 0 < again < MOST_PLAYS else 0


@contextmanager
def _opened(given: bytes) -> Iterator[Image.Image]:
    """Open a picture; whatever is wrong with it is a NotAPicture that says so."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(_readable(given)), formats=FORMATS) as opened:
                _must_fit(opened)
                yield opened
    except (NotAPicture, MemoryError):
        raise
    except Exception as error:
        # Pillow raises nearly anything on what was made to break it.
        if is_cut_off(given):
            said = _("사진 파일이 온전하지 않아요. 원본을 다시 골라 주세요.")
            raise NotAPicture(said) from error
        said = _("읽을 수 있는 사진이 아니에요. JPEG, PNG, WebP, GIF, AVIF, HEIC만 돼요.")
        raise NotAPicture(said) from error


def _readable(given: bytes) -> bytes:
    """Return a picture as Pillow reads it: without what it need not; raises NotAPicture."""
    if given.startswith(b"\x89PNG"):
        return png_without_words(given)
    if given.startswith(b"\xff\xd8"):
        parts = jpeg_parts(given)
        if parts.is_too_much:
            raise NotAPicture(_("읽을 수 있는 사진이 아니에요. 다른 앱에서 다시 저장해 보세요."))
        # One that ends too early shows what there is of it, as it does in a browser.
        return given if parts.end or not parts.scans else given + END_OF_JPEG
    if given.startswith(b"GI") and given.count(b"\x21\xfe") > MAX_GIF_COMMENTS:
        raise NotAPicture(_("읽을 수 있는 사진이 아니에요. 다른 앱에서 다시 저장해 보세요."))
    return given


def _must_fit(opened: Image.Image) -> None:
    """Raise NotAPicture for what would fill the memory; known from the first bytes.

    A JPEG can be unpacked small, also one with a second picture behind it (MPO); of others all
    pixels have to be. A progressive one keeps every pixel in memory too, and is gone through once a
    scan.
    """
    small = opened.format in ("JPEG", "MPO") and not opened.info.get("progressive")
    most = MAX_JPEG_PIXELS if small else MAX_PIXELS
    if opened.width * opened.height > most:
        said = _(
            "사진의 가로세로가 너무 커요 (%(width)d×%(height)d). "
            "%(most)d00만 화소까지 올릴 수 있어요."
        )
        values = {"width": opened.width, "height": opened.height, "most": most // 1_000_000}
        raise NotAPicture(said % values)
