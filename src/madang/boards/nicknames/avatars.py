"""Avatars (대표 사진): whatever is given, a small square WebP without a past."""

import secrets
from io import BytesIO

from django.core.files.storage import default_storage
from PIL import ImageOps

from madang.core.uploaded_images import drawing, upright, written
from madang.media.storage import keep

MAX_AVATAR_BYTES = 8 * 1024 * 1024
SIDE = 192
WAIT_SECONDS = 3
FOLDER = "avatars"


def keep_avatar(given: bytes) -> str:
    """Write a picture anew into the media folder; return its path there. Raises NotAPicture."""
    with drawing(WAIT_SECONDS):
        small = ImageOps.fit(upright(given, 4 * SIDE, 4 * SIDE), (SIDE, SIDE))
    out = BytesIO()
    with written():
        small.save(out, "WEBP", quality=82)
    path = f"{FOLDER}/{secrets.token_hex(16)}.webp"
    return keep(path, out.getvalue())


def drop_avatar(path: str) -> None:
    if path:
        default_storage.delete(path)
