"""What a page says of itself for others to show: Open Graph (ogp.me), or its title."""

from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from requests.utils import requote_uri

from madang.core.text.door import can_be_seen, tidy_line

TITLE_MAX, ABOUT_MAX, SITE_MAX = 200, 300, 60
# Of a title that does not end.
MAX_UNFINISHED = 1_000
# What each says, the better said first: the order in a page tells nothing.
_NAMES = {
    "title": ("og:title", "twitter:title"),
    "about": ("og:description", "twitter:description", "description"),
    "site": ("og:site_name",),
    "picture": (
        "og:image",
        "og:image:secure_url",
        "og:image:url",
        "twitter:image",
        "twitter:image:src",
    ),
}
# Empty comments, which Python's parser takes for the beginning of long ones.
_EMPTY_COMMENTS = ("<!-->", "<!--->")
# What has titles of its own, or words that are not the page's.
_ASIDE = frozenset(["svg", "math", "template", "noscript"])
# What holds no elements: what looks like one there is its words.
_RAW = frozenset(["title", "textarea", "xmp", "iframe", "noembed", "noframes"])


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
    parser.finish()
    return PageDescription(
        title=_line(_first(parser.all_of("title")) or parser.title, TITLE_MAX),
        about=_line(_first(parser.all_of("about")), ABOUT_MAX),
        site=_line(_first(parser.all_of("site")), SITE_MAX),
        picture=_picture(parser.all_of("picture"), address, parser.base),
    )


class _PageParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, list[str]] = {}
        self.title = self.base = ""
        self._in_title = False
        self._aside = 0

    def all_of(self, what: str) -> list[str]:
        """Return all that a page says of something, the better said first."""
        return [said for name in _NAMES[what] for said in self.said.get(name, [])]

    def finish(self) -> None:
        """Read what was cut off within a title too."""
        if self._in_title:
            self.title += unescape(self.rawdata[:MAX_UNFINISHED])
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._aside += tag in _ASIDE
        if tag in _RAW:
            self._in_title = tag == "title" and not self._aside and not self.title
            self.set_cdata_mode(tag)
        elif tag in ("meta", "base"):
            self._note(tag, {name: value or "" for name, value in attrs})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Browsers close nothing by a slash but what is always empty, and drawings.
        self.handle_starttag(tag, attrs)
        if tag in _ASIDE:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        self._aside -= tag in _ASIDE and self._aside > 0

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += unescape(data)

    def _note(self, tag: str, named: dict[str, str]) -> None:
        if tag == "base":
            self.base = self.base or named.get("href", "")
            return
        name = (named.get("property") or named.get("name", "")).strip().lower()
        if can_be_seen(named.get("content", "")):
            self.said.setdefault(name, []).append(named["content"])


def _first(said: list[str]) -> str:
    return said[0] if said else ""


def _picture(all_said: list[str], address: str, base: str) -> str:
    """Return the address of the first picture that has one; a card does without at worst."""
    for said in all_said:
        try:
            there = requote_uri(urljoin(urljoin(address, base), tidy_line(said)))
            if urlsplit(there).hostname and there.startswith(("http://", "https://")):
                return there
        except ValueError:
            continue
    return ""


def _line(text: str, most: int) -> str:
    line = tidy_line(text)
    if not can_be_seen(line):
        return ""
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
