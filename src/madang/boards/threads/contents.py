"""What lists show of what is in a post, read from its text once, when it is saved."""

import re
from enum import IntFlag
from html import unescape
from typing import NamedTuple

from madang.core.richtext import domains_of, line_to_html, without_folded
from madang.core.richtext.films import film_of

from ..models import MAX_THUMBNAIL_LENGTH

_HREF = re.compile(r'href="([^"]+)"')
_PICTURE = re.compile(r'<img src="([^"]+)"(?:[^>]* srcset="([^" ]+) )?')


class Holds(IntFlag):
    """What there is to look at in a post's text; what stands under it is `Post.addon`."""

    PICTURE = 1
    FILM = 2
    LINK = 4


class Contents(NamedTuple):
    """What a list shows or is filtered by: columns of a post that come from its text alone."""

    domains: str
    holds: int
    thumbnail: str


NOTHING = Contents("", 0, "")


def contents_of(html: str, source: str = "") -> Contents:
    """Return what is in a text (HTML) and in the line that says where it came from."""
    domains = domains_of(html + line_to_html(source))
    return Contents(domains, _holds(html, domains), _thumbnail(html))


def _holds(html: str, domains: str) -> int:
    addresses = map(unescape, _HREF.findall(html))
    found = Holds.PICTURE if "<img" in html else Holds(0)
    if any(map(film_of, addresses)):
        found |= Holds.FILM
    elif domains:
        found |= Holds.LINK
    return int(found)


def _thumbnail(html: str) -> str:
    """Return the narrowest copy of the first picture that is not folded away."""
    picture = _PICTURE.search(without_folded(html))
    address = (picture[2] or picture[1]) if picture else ""
    return address if len(address) <= MAX_THUMBNAIL_LENGTH else ""
