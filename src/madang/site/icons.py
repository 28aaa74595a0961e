"""The site's icon: its operator's picture, or the first letter of its name on the site's colour."""

import logging
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.contrib.staticfiles.finders import find
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from PIL import Image, ImageDraw, ImageFont

from madang.core.community import community

log = logging.getLogger(__name__)
DAY_SECONDS = 24 * 60 * 60
SIDES = (48, 180, 192, 512)
# As site.css has them for light pages, by the name of the site's colour.
COLOURS = {
    "": "#17695c",
    "blue": "#1f5fa6",
    "purple": "#6a46a8",
    "rose": "#a8325e",
    "orange": "#8f4a08",
    "grey": "#3f4a55",
}
LETTER_COLOUR = "#ffffff"
# Whichever of them the machine has: the first two have all of Hangul.
FONTS = ("NotoSansCJK-Bold.ttc", "NanumGothicBold.ttf", "NotoSansKR-Bold.otf")


def icon(request: HttpRequest, side: int) -> HttpResponse:
    """Send the icon in one of a few sizes, without reading a page; the nearest for any other."""
    chosen = min(SIDES, key=lambda each: abs(each - side))
    known = community()
    try:
        drawn = _drawn(known.icon, known.name[:1], known.colour, chosen)
    except Exception:
        # The picture is gone, or its store away: a letter is an icon too.
        log.exception("the site's icon could not be read")
        drawn = _drawn("", known.name[:1], known.colour, chosen)
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = f"public, max-age={DAY_SECONDS}"
    return response


@lru_cache(maxsize=16)
def _drawn(picture: str, letter: str, colour: str, side: int) -> bytes:
    drawn = (
        _of_picture(picture)
        if picture
        else _of_letter(letter, COLOURS.get(colour, COLOURS[""]), 512)
    )
    out = BytesIO()
    drawn.resize((side, side), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _of_picture(path: str) -> Image.Image:
    with default_storage.open(path) as file, Image.open(file) as picture:
        return picture.convert("RGB")


def _of_letter(letter: str, colour: str, side: int) -> Image.Image:
    font = _font(side * 5 // 8)
    if font is None:
        found = find("icon-512.png")
        assert isinstance(found, str)
        return Image.open(Path(found)).convert("RGB")
    drawn = Image.new("RGB", (side, side), colour)
    # The middle of a Hangul syllable, not of its line.
    ImageDraw.Draw(drawn).text(
        (side / 2, side * 0.485), letter, fill=LETTER_COLOUR, font=font, anchor="mm"
    )
    return drawn


def _font(size: int) -> ImageFont.FreeTypeFont | None:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None
