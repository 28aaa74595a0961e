"""What a page says of itself for others to show: Open Graph (ogp.me), or its title."""

from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin

TITLE_MAX, ABOUT_MAX, SITE_MAX = 200, 300, 60
_NAMES = {
    "og:title": "title",
    "twitter:title": "title",
    "og:description": "about",
    "twitter:description": "about",
    "description": "about",
    "og:site_name": "site",
    "og:image": "picture",
    "og:image:secure_url": "picture",
    "twitter:image": "picture",
}


class PageDescription(NamedTuple):
    """What a page says of itself; empty what it does not say. `picture` is an address."""

    title: str
    about: str
    site: str
    picture: str


def describe_page(html: str, address: str) -> PageDescription:
    """Return what a page at an address says of itself."""
    parser = _HeadParser()
    parser.feed(html)
    said = parser.said
    picture = urljoin(address, said["picture"]) if said.get("picture") else ""
    return PageDescription(
        title=_line(said.get("title") or parser.title, TITLE_MAX),
        about=_line(said.get("about", ""), ABOUT_MAX),
        site=_line(said.get("site", ""), SITE_MAX),
        picture=picture if picture.startswith(("http://", "https://")) else "",
    )


class _HeadParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self.title = ""
        self._in_title = self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._is_over = True
        if self._is_over:
            return
        self._in_title = tag == "title" and not self.title
        if tag == "meta":
            named = {name: value or "" for name, value in attrs}
            what = _NAMES.get((named.get("property") or named.get("name", "")).lower())
            if what and named.get("content", "").strip():
                self.said.setdefault(what, named["content"])

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def _line(text: str, most: int) -> str:
    line = " ".join("".join(ch if ch.isprintable() else " " for ch in text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
