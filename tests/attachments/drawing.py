"""Pictures as members send them."""

from io import BytesIO
from typing import Any

from PIL import Image


def picture(
    kind: str = "JPEG",
    size: tuple[int, int] = (1200, 800),
    color: tuple[int, int, int] = (30, 120, 90),
    **more: Any,
) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, color).save(out, kind, **more)
    return out.getvalue()
