"""Small square pictures (avatars, the site's icon): whatever is given, a WebP without a past."""

import secrets
from io import BytesIO

from django.core.files.storage import default_storage
from PIL import ImageOps

from madang.core.uploaded_images import drawing, upright, written

from .storage import keep

MAX_BYTES = 8 * 1024 * 1024
WAIT_SECONDS = 3


def keep_square(given: bytes, *, side: int, folder: str) -> str:
    """Write a picture anew as a square; return its path in the media store. Raises NotAPicture."""
    with drawing(WAIT_SECONDS):
        small = ImageOps.fit(upright(given, 4 * side, 4 * side), (side, side))
    out = BytesIO()
    with written():
        small.save(out, "WEBP", quality=82)
    return keep(f"{folder}/{secrets.token_hex(16)}.webp", out.getvalue())


def drop_square(path: str) -> None:
    if path:
        default_storage.delete(path)
