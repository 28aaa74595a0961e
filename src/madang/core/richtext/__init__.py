"""What people write, as HTML to show; and that HTML, as the text to edit.

It comes typed (`plain`) or from an editor (`rich`), and is kept as the same few kinds of blocks:
paragraphs, headings, lists, quotations, pictures of this site, and what is folded.
"""

import re
from html import unescape
from urllib.parse import urlsplit

import nh3

from ..text.door import can_be_seen, tidy
from . import plain, rich
from .inline import LINK_REL, read_plain, write_html
from .pictures import first_picture, pictures_of, with_links_to_pictures
from .plain import PICTURE_LINE
from .tree import BLOCKS, Element, parse

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
    "says_something",
    "to_html",
    "to_text",
    "with_absolute_addresses",
    "with_links_to_pictures",
    "without_folded",
    "without_quoted",
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
_FOLDED = re.compile(r"<details><summary>(.*?)</summary>.*?(?:</details>|$)", re.DOTALL)
_IMAGE = re.compile(r"<img [^>]*>")
# An address of this site: in `src`, or one of those in a `srcset`.
_OWN_ADDRESS = re.compile(r'( src="| srcset="|[0-9]w, )/(?=media/)')
_HREF = re.compile(r'href="([^"]+)"')
# What an editor may send besides: it is written anew as one of the kinds above.
_SENT = TAGS | BLOCKS | {"b", "span"}
_SCHEMES = {"http", "https"}
# Made once: making one takes three times as long as cleaning a comment.
_WHAT_IS_SENT = nh3.Cleaner(tags=_SENT, attributes=ATTRIBUTES, url_schemes=_SCHEMES)
_WHAT_IS_KEPT = nh3.Cleaner(
    tags=TAGS, attributes=ATTRIBUTES, url_schemes=_SCHEMES, link_rel=LINK_REL
)


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
    return _clean(rich.blocks_of(_WHAT_IS_SENT.clean(html)))


def to_text(html: str) -> str:
    """Return an HTML text as it would be typed."""
    return plain.typed(parse(html))


def line_to_html(line: str) -> str:
    """Return one line as HTML, with its addresses as links."""
    return _clean(write_html(read_plain(line)))


def says_something(html: str) -> bool:
    """Tell whether an HTML text shows anything: marks with nothing in them do not."""
    return "<img" in html or can_be_seen(words_of(html))


def words_of(html: str) -> str:
    """Return the words of an HTML text, to be looked through."""
    return unescape(_TAG.sub(" ", html))


def with_absolute_addresses(html: str, *, root: str) -> str:
    """Return an HTML text whose pictures are found from anywhere; `root` is the site's address."""
    return _IMAGE.sub(lambda image: _OWN_ADDRESS.sub(rf"\1{root}/", image[0]), html)


def without_folded(html: str) -> str:
    """Return an HTML text of which only the titles are left of what is folded, to be shown apart.

    It may be cut anywhere.
    """
    return _FOLDED.sub(r"<p>\1</p>", html) if "<details>" in html else html


def without_quoted(html: str) -> str:
    """Return what an HTML text says itself, as it would be typed: nothing that it quotes."""
    return plain.typed(_without(parse(html), "blockquote"))


def _without(nodes: list[Element | str], tag: str) -> list[Element | str]:
    return [
        Element(node.tag, node.attributes, _without(node.children, tag))
        if isinstance(node, Element)
        else node
        for node in nodes
        if not (isinstance(node, Element) and node.tag == tag)
    ]


def all_said(html: str) -> str:
    """Return all that an HTML text says to anyone who reads or hears it, and where its links lead.

    Twice: with marks within a word (`쿠**팡**`) as what parts it, and as nothing.
    """
    attributes = " ".join(_SAID.findall(html))
    joined = unescape(_TAG.sub(" ", _WITHIN.sub("", html)))
    return "\n".join((words_of(html), joined, unescape(attributes)))


def excerpt(html: str, length: int = 150) -> str:
    """Return the first characters of an HTML text as plain words on one line; nothing folded."""
    words = " ".join(words_of(without_folded(html)[: length * 8]).split())
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
    return RichText(_WHAT_IS_KEPT.clean(html))
