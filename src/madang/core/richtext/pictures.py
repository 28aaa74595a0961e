"""Pictures of this site within a text: with their size, so that nothing moves as they load.

The app that keeps pictures provides their sizes; other pictures of the media folder are looked at.
"""

import re
from collections.abc import Collection
from html import escape
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from PIL import Image

from ..extensions import Extension, Port

ADDRESS = re.compile(r"/media/(?:[\w-]+/)*[\w-]+\.webp")
_FIGURE = re.compile(r'<figure>(<img src="([^"]+)" alt="([^"]*)"[^>]*>)')
# A narrower copy is not named: it is kept as long as its picture.
_COPY = re.compile(r"-\d+\.webp$")
# A picture may be kept in these widths too, each named after the widest: `name-480.webp`.
WIDTHS = (480, 960)
SIZES = "(min-width: 48rem) 40rem, 100vw"


class Size(NamedTuple):
    """How large a picture is, and how wide its narrower copies are."""

    width: int
    height: int
    narrow: tuple[int, ...] = ()


class PictureSizes(Extension):
    """The port of the sizes of kept pictures."""

    def sizes_of(self, addresses: Collection[str]) -> dict[str, Size]:
        """Return the sizes of the pictures at some addresses. One query."""
        return {}


picture_sizes = Port(PictureSizes, provided_by="media")


def figure(address: str, words: str, caption: str = "") -> str | None:
    """Return a picture with its caption as HTML; None for what is no picture of this site."""
    size = _size(address) if ADDRESS.fullmatch(address) else None
    if size is None:
        return None
    copies = [(f"{address[:-5]}-{width}.webp", width) for width in size.narrow]
    sources = ", ".join(f"{path} {width}w" for path, width in [*copies, (address, size.width)])
    srcset = f' srcset="{sources}" sizes="{SIZES}"' if copies else ""
    below = f"<figcaption>{escape(caption, quote=False)}</figcaption>" if caption else ""
    return (
        f'<figure><img src="{address}" alt="{escape(words)}" width="{size.width}"'
        f' height="{size.height}" loading="lazy"{srcset}>{below}</figure>'
    )


def with_links_to_pictures(html: str, label: str) -> str:
    """Return a text whose pictures lead to themselves in full, which a script opens in place.

    `label` is what those without words of their own are called.
    """
    if "<figure>" not in html:
        return html
    return _FIGURE.sub(lambda found: _linked(found[1], found[2], found[3], label), html)


def _linked(image: str, address: str, words: str, label: str) -> str:
    named = "" if words else f' aria-label="{escape(label)}"'
    return f'<figure><a href="{address}" data-picture{named}>{image}</a>'


def first_picture(html: str) -> str | None:
    """Return the address of the first picture in an HTML text."""
    return next(iter(pictures_of(html)), None)


def pictures_of(html: str) -> list[str]:
    """Return the addresses of the pictures in an HTML text."""
    return re.findall(r'<img src="([^"]+)"', html)


def _size(address: str) -> Size | None:
    if found := picture_sizes.provider.sizes_of([address]):
        return found[address]
    if _COPY.search(address):
        return None
    path = Path(settings.MEDIA_ROOT) / address.removeprefix("/media/")
    try:
        with Image.open(path) as image:
            return Size(*image.size)
    except (OSError, ValueError):
        return None
