"""What people type, as HTML to show; and that HTML, as the text to edit.

A blank line parts paragraphs, a line break stays one, an address becomes a link, and a line
`![words](/media/name.webp)` shows a picture of this site.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from linkify_it import LinkifyIt
from PIL import Image

PICTURE = re.compile(r"!\[([^\[\]\n]*)\]\((/media/(?:[\w-]+/)*[\w-]+\.webp)\)")
TAGS = {"p", "br", "a", "figure", "img"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height", "loading"}}
DOMAINS, DOMAIN_MAX = 5, 100
LINK_REL = "nofollow ugc noopener"

_TAG = re.compile(r"<[^>]*>")
_HREF = re.compile(r'href="([^"]+)"')
_links = LinkifyIt(options={"fuzzy_email": False}).add("mailto:", None).add("//", None)
_links.add("ftp:", None)


def to_html(text: str) -> str:
    """Return the HTML of what was typed, safe to show as it is."""
    blocks = re.split(r"\n{2,}", normalise(text))
    html = "".join(_block(block) for block in blocks if block)
    return _clean(html)


def to_text(html: str) -> str:
    """Return the text that `to_html` made this HTML from."""
    parser = _TextParser()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts).strip("\n")


def line_to_html(line: str) -> str:
    """Return one line as HTML, with its addresses as links."""
    return _clean(_inline(line))


def normalise(text: str) -> str:
    """Return a text with one kind of line break, no control characters, no trailing blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(ch for ch in text if ch in "\n\t" or ch.isprintable() or ch in _KEPT)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n").rstrip()


def words_of(html: str) -> str:
    """Return the words of an HTML text, to be looked through."""
    return unescape(_TAG.sub(" ", html))


def excerpt(html: str, length: int = 150) -> str:
    """Return the first characters of an HTML text as plain words on one line."""
    words = " ".join(words_of(html[: length * 8]).split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def domains_of(html: str) -> str:
    """Return where the links of an HTML text lead: a few domains, with spaces between."""
    if "href=" not in html:
        return ""
    hosts = map(_host, _HREF.findall(html))
    named = dict.fromkeys(host.removeprefix("www.") for host in hosts if host)
    return " ".join(host for host in list(named)[:DOMAINS] if len(host) < DOMAIN_MAX)


def first_picture(html: str) -> str | None:
    """Return the address of the first picture in an HTML text."""
    found = re.search(r'<img src="([^"]+)"', html)
    return found.group(1) if found else None


# Spaces other than the plain one, and the joiners that emoji and some scripts are written with.
_KEPT = "\u00a0\u3000\u2002\u2003\u2009\u200c\u200d"


def _host(address: str) -> str | None:
    try:
        return urlsplit(unescape(address)).hostname
    except ValueError:
        return None


def _clean(html: str) -> str:
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel=LINK_REL
    )


def _block(block: str) -> str:
    picture = PICTURE.fullmatch(block)
    if picture:
        figure = _figure(*picture.groups())
        if figure:
            return figure
    return f"<p>{_inline(block)}</p>"


def _inline(block: str) -> str:
    if "://" not in block and "www." not in block:
        return escape(block, quote=False).replace("\n", "<br>")
    parts, end = [], 0
    for link in _links.match(block) or []:
        if link.schema or link.text.startswith("www."):
            parts.append(escape(block[end : link.index], quote=False))
            parts.append(f'<a href="{escape(link.url)}">{escape(link.text, quote=False)}</a>')
            end = link.last_index
    parts.append(escape(block[end:], quote=False))
    return "".join(parts).replace("\n", "<br>")


def _figure(words: str, address: str) -> str | None:
    path = Path(settings.MEDIA_ROOT) / address.removeprefix("/media/")
    try:
        with Image.open(path) as image:
            width, height = image.size
    except (OSError, ValueError):
        return None
    return (
        f'<figure><img src="{address}" alt="{escape(words)}" width="{width}" height="{height}"'
        ' loading="lazy"></figure>'
    )


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif tag == "img":
            named = dict(attrs)
            self.parts.append(f"![{named.get('alt', '')}]({named.get('src', '')})")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "figure"):
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
