"""What a page says of itself for others to show: Open Graph (ogp.me), or its title."""

from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin

from requests.utils import requote_uri

from madang.core.text.door import can_be_seen, tidy_line

TITLE_MAX, ABOUT_MAX, SITE_MAX = 200, 300, 60
# What each says, the better said first: the order in a page tells nothing.
_NAMES = {
    "title": ("og:title", "twitter:title"),
    "about": ("og:description", "twitter:description", "description"),
    "site": ("og:site_name",),
    "picture": ("og:image", "og:image:secure_url", "og:image:url", "twitter:image"),
}
# Empty comments, which Python's parser takes for the beginning of long ones.
_EMPTY_COMMENTS = ("<!-->", "<!--->")
# Drawings have titles of their own.
_DRAWINGS = ("svg", "math")


class PageDescription(NamedTuple):
    """What a page says of itself; empty what it does not say. `picture` is an address."""

    title: str
    about: str
    site: str
    picture: str


def describe_page(html: str, address: str) -> PageDescription:
    """Return what a page at an address says of itself."""
    for comment in _EMPTY_COMMENTS:
        html = html.replace(comment, "")
    parser = _PageParser()
    parser.feed(html)
    parser.close()
    said = parser.best
    return PageDescription(
        title=_line(said("title") or parser.title, TITLE_MAX),
        about=_line(said("about"), ABOUT_MAX),
        site=_line(said("site"), SITE_MAX),
        picture=_picture(said("picture"), address),
    )


class _PageParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self.title = ""
        self._in_title = False
        self._drawings = 0

    def best(self, what: str) -> str:
        return next((self.said[name] for name in _NAMES[what] if name in self.said), "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._drawings += tag in _DRAWINGS
        if tag == "title" and not self._drawings:
            self._in_title = not self.title
            # What looks like a tag in a title is its words.
            self.set_cdata_mode(tag)
        elif tag == "meta":
            named = {name: value or "" for name, value in attrs}
            name = (named.get("property") or named.get("name", "")).strip().lower()
            if can_be_seen(named.get("content", "")):
                self.said.setdefault(name, named["content"])

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        self._drawings -= tag in _DRAWINGS and self._drawings > 0

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += unescape(data)


def _picture(said: str, address: str) -> str:
    """Return the address of a picture; empty for what is none: the card does without."""
    try:
        there = requote_uri(urljoin(address, tidy_line(said))) if said else ""
    except ValueError:
        return ""
    return there if there.startswith(("http://", "https://")) else ""


def _line(text: str, most: int) -> str:
    line = tidy_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
