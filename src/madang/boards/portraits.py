"""Representative pictures (대표 사진): whatever is given, a small square WebP without a past."""

import secrets
import warnings
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
BYTES_MAX = 8 * 1024 * 1024
PIXELS_MAX = 40_000_000
SIDE = 192
FOLDER = "portraits"


class NotAPicture(Exception):
    """What was given cannot be used; the message says why, in the reader's language."""


def keep_portrait(given: bytes) -> str:
    """Write a picture anew into the media folder; return its path there. Raises NotAPicture.

    Only the pixels pass: place, time, camera and file name stay behind.
    """
    if len(given) > BYTES_MAX:
        raise NotAPicture(_("사진이 너무 커요. 8MB까지 올릴 수 있어요."))
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
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(given), formats=FORMATS) as opened:
                # Known from the first bytes: what would fill the memory is not unpacked.
                if opened.width * opened.height > PIXELS_MAX:
                    raise NotAPicture(_("사진의 가로세로가 너무 커요."))
                upright = ImageOps.exif_transpose(opened)
                whole = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NotAPicture(
            _("읽을 수 있는 사진이 아니에요. JPEG, PNG, WebP, GIF만 돼요.")
        ) from error
    except Image.DecompressionBombError as error:
        raise NotAPicture(_("사진의 가로세로가 너무 커요.")) from error
    fitted = ImageOps.fit(whole, (SIDE, SIDE))
    # A picture made of the pixels alone.
    plain = Image.new(fitted.mode, fitted.size)
    plain.paste(fitted)
    return plain
