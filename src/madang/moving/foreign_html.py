"""HTML of other programs, of any age, as HTML that this site's own rules read.

What a page of the year 2000 has is mended by nh3's parser. Pictures of the other site are named
`arrived:` with their path in its folder; pictures, films and sounds from elsewhere become links: a
page here loads nothing of others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote, urljoin, urlsplit

import nh3
from django.conf import settings

from madang.core.richtext.tree import BLOCKS, Element, parse, write

from .arrived_pictures import arrived

# What shows something that is no words.
_SHOWN = ("src", "data", "data-src", "data-original", "href", "value")
_EMBEDDED = frozenset({"iframe", "embed", "video", "audio", "source", "object", "param"})
_WITHOUT = {"script", "style", "title", "head", "noscript", "template", "select", "textarea"}
_TAGS = BLOCKS | _EMBEDDED
_TAGS |= {"p", "br", "a", "b", "strong", "i", "em", "u", "s", "span", "font", "img", "details"}
_TAGS |= {"summary", "figure", "figcaption", "h1", "h2", "h3", "ul", "ol", "li", "blockquote"}
_CLEANER = nh3.Cleaner(
    tags=_TAGS - _WITHOUT,
    clean_content_tags=_WITHOUT,
    attributes={
        "a": {"href"},
        "img": {"src", "alt", "data-src", "data-original"},
        "ol": {"start"},
        "object": {"data"},
        "param": {"name", "value"},
        **{tag: {"src"} for tag in ("iframe", "embed", "video", "audio", "source")},
    },
    link_rel=None,
    url_schemes={"http", "https"},
)
_FILMS = re.compile(
    r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{11})", re.IGNORECASE
)
_FILM_NAMES = frozenset({"movie", "src", "url", "filename"})
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class OwnAddresses:
    """Which addresses in the other site's texts are its own, and where they lead now.

    `hosts` are the names that it had, `folders` those of its files, and `base` is the path of the
    pages in which its texts stood, as relative addresses have it.
    """

    hosts: frozenset[str]
    folders: tuple[str, ...]
    base: str = "/"

    def path(self, address: str) -> str | None:
        """Return the path in its folder that an address leads to; None: it leads elsewhere.

        Where no name is known a relative address is its own, and one with any other host too that
        leads into its folders and into nothing else that is known.
        """
        try:
            parts = urlsplit(address.strip())
            host = parts.hostname or ""
        except ValueError:
            return None
        name = unquote(parts.path).lstrip("./")
        inside = next((name[at:] for at in _places(name, self.folders)), None)
        is_own = not host or host.removeprefix("www.") in self.hosts or not self.hosts
        return inside if inside and is_own and ".." not in inside.split("/") else None

    def link(self, address: str) -> str:
        """Return an address that can be followed from anywhere; empty for what leads nowhere.

        A relative one leads to the same address here, which redirects.
        """
        if absolute := _absolute(address):
            return absolute
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            return ""
        root = settings.SITE_URL or next((f"https://{host}" for host in sorted(self.hosts)), "")
        if not root or parts.scheme or parts.netloc or not (parts.path or parts.query):
            return ""
        return urljoin(urljoin(root, self.base), address.strip())


def readable(html: str, own: OwnAddresses) -> str:
    """Return foreign HTML with its pictures named and with links for what is embedded."""
    nodes = parse(_CLEANER.clean(html))
    return "".join(write(each) for node in nodes for each in _node(node, own))


def _places(name: str, folders: tuple[str, ...]) -> Iterator[int]:
    """Yield where in a path one of the folders begins: a site may stand below another's root."""
    for folder in folders:
        at = f"/{name}".find(f"/{folder}")
        if at >= 0:
            yield at


def _node(node: Element | str, own: OwnAddresses) -> Iterator[Element | str]:
    if isinstance(node, str):
        yield node
        return
    node.children = [each for child in node.children for each in _node(child, own)]
    if node.tag == "img":
        yield from _picture(node, own)
    elif node.tag in _EMBEDDED:
        # What is not closed has what follows it within.
        yield from _embedded(node)
        yield from node.children
    elif node.tag == "a":
        node.attributes["href"] = own.link(node.attributes.get("href", ""))
        yield node
    else:
        yield node


def _picture(node: Element, own: OwnAddresses) -> Iterator[Element | str]:
    address = next((node.attributes[n] for n in _SHOWN if node.attributes.get(n)), "")
    words = _BLANKS.sub(" ", node.attributes.get("alt", "")).strip()
    path = own.path(address)
    if path:
        yield Element("img", {"src": arrived(path, _absolute(address)), "alt": words})
        return
    leads = _absolute(address)
    if leads:
        yield Element("a", {"href": leads}, [words if words and words != leads else leads])
    elif words:
        yield words


def _embedded(node: Element) -> Iterator[Element]:
    """Yield a link to what is embedded; a film of YouTube by the address of its page."""
    if node.tag == "param" and node.attributes.get("name", "").lower() not in _FILM_NAMES:
        return
    address = next((node.attributes[n] for n in _SHOWN if node.attributes.get(n)), "")
    film = _FILMS.match(address)
    leads = f"https://www.youtube.com/watch?v={film[1]}" if film else _absolute(address)
    if leads:
        yield Element("p", {}, [Element("a", {"href": leads}, [leads])])


def _absolute(address: str) -> str:
    """Return an address of the web as it can be followed from anywhere; empty for others."""
    address = address.strip()
    address = f"https:{address}" if address.startswith("//") else address
    return address if re.match(r"https?://", address, re.IGNORECASE) else ""


def lines_to_html(text: str) -> str:
    """Return HTML in which line breaks mean what they are, as some programs keep it."""
    return re.sub(r"\r\n|\r|\n", "<br>", text)


def paragraph(words: str, leads: str = "") -> str:
    """Return a line as a paragraph, leading somewhere if it is said where."""
    said = escape(words, quote=False)
    return f'<p><a href="{escape(leads)}">{said}</a></p>' if leads else f"<p>{said}</p>"
