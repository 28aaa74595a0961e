"""What people write, as HTML to show; and that HTML, as the text to edit.

It comes typed (`plain`) or from an editor (`rich`), and is kept as the same few kinds of blocks:
paragraphs, headings, lists, quotations, pictures of this site, and what is folded.
"""

import re
from html import unescape
from urllib.parse import urlsplit

import nh3

from ..text.door import tidy
from . import plain, rich
from .inline import LINK_REL, read_plain, write_html
from .pictures import first_picture, pictures_of
from .plain import PICTURE_LINE
from .tree import BLOCKS, parse

__all__ = [
    "PICTURE_LINE",
    "RichText",
    "all_said",
    "domains_of",
    "excerpt",
    "first_picture",
    "line_to_html",
    "pictures_of",
    "rich_to_html",
    "to_html",
    "to_text",
    "words_of",
]

TAGS = {"p", "br", "a", "strong", "h2", "h3", "ul", "ol", "li", "blockquote"}
TAGS |= {"figure", "img", "figcaption", "details", "summary"}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading", "srcset", "sizes"},
    "ol": {"start"},
}
DOMAINS, DOMAIN_MAX = 5, 100

_TAG = re.compile(r"<[^>]*>")
# Marks that stand within words, and what attributes say.
_WITHIN = re.compile(r"</?(?:strong|a)\b[^>]*>")
_SAID = re.compile(r'(?:alt|href)="([^"]*)"')
_HREF = re.compile(r'href="([^"]+)"')
# What an editor may send besides: it is written anew as one of the kinds above.
_SENT = TAGS | BLOCKS | {"b", "span"}


class RichText(str):
    """A text as it is kept: HTML of the few kinds of blocks, safe to show.

    Actions take nothing else: what was typed becomes this before an action sees it.
    """

    __slots__ = ()


def to_html(text: str) -> RichText:
    """Return the HTML of a typed text, safe to show as it is."""
    return _clean(plain.blocks_of(tidy(text).split("\n")))


def rich_to_html(html: str) -> RichText:
    """Return what an editor sent as HTML that is safe to show, whatever it was."""
    sent = nh3.clean(html, tags=_SENT, attributes=ATTRIBUTES, url_schemes={"http", "https"})
    return _clean(rich.blocks_of(sent))


def to_text(html: str) -> str:
    """Return an HTML text as it would be typed."""
    return plain.typed(parse(html))


def line_to_html(line: str) -> str:
    """Return one line as HTML, with its addresses as links."""
    return _clean(write_html(read_plain(line)))


def words_of(html: str) -> str:
    """Return the words of an HTML text, to be looked through."""
    return unescape(_TAG.sub(" ", html))


def all_said(html: str) -> str:
    """Return all that an HTML text says to anyone who reads or hears it, and where its links lead.

    Twice: with marks within a word (`쿠**팡**`) as what parts it, and as nothing.
    """
    attributes = " ".join(_SAID.findall(html))
    joined = unescape(_TAG.sub(" ", _WITHIN.sub("", html)))
    return "\n".join((words_of(html), joined, unescape(attributes)))


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


def _host(address: str) -> str | None:
    try:
        return urlsplit(unescape(address)).hostname
    except ValueError:
        return None


def _clean(html: str) -> RichText:
    return RichText(
        nh3.clean(
            html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel=LINK_REL
        )
    )
