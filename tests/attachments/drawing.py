"""Pictures as members send them."""

from io import BytesIO
from typing import Any

from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 800), **more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (30, 120, 90)).save(out, kind, **more)
    return out.getvalue()
