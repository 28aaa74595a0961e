"""HTML of other programs, of any age, as HTML that this site's own rules read.

What a page of the year 2000 has is mended by nh3's parser. Pictures of the other site are named
`arrived:` with their path in its folder; pictures, films and sounds from elsewhere become links: a
page here loads nothing of others.
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from urllib.parse import unquote, urlsplit

import nh3

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

# Tells the path in the other site's folder that an address leads to; None: it leads elsewhere.
OwnPath = Callable[[str], str | None]


def readable(html: str, own_path: OwnPath) -> str:
    """Return foreign HTML with its pictures named and with links for what is embedded."""
    nodes = parse(_CLEANER.clean(html))
    return "".join(write(each) for node in nodes for each in _node(node, own_path))


def own_path_of(hosts: frozenset[str], folders: tuple[str, ...]) -> OwnPath:
    """Return what tells the paths of a site that had these names, in these folders of its own.

    Where no name is known a relative address is its own, and one with any other host too that
    leads into its folders and into nothing else that is known.
    """

    def path(address: str) -> str | None:
        try:
            parts = urlsplit(address.strip())
            host = parts.hostname or ""
        except ValueError:
            return None
        name = unquote(parts.path).lstrip("./")
        inside = next((name[at:] for at in _places(name, folders)), None)
        is_own = not host or host.removeprefix("www.") in hosts or not hosts
        return inside if inside and is_own and ".." not in inside.split("/") else None

    return path


def _places(name: str, folders: tuple[str, ...]) -> Iterator[int]:
    """Yield where in a path one of the folders begins: a site may stand below another's root."""
    for folder in folders:
        at = f"/{name}".find(f"/{folder}")
        if at >= 0:
            yield at


def _node(node: Element | str, own_path: OwnPath) -> Iterator[Element | str]:
    if isinstance(node, str):
        yield node
        return
    node.children = [each for child in node.children for each in _node(child, own_path)]
    if node.tag == "img":
        yield from _picture(node, own_path)
    elif node.tag in _EMBEDDED:
        # What is not closed has what follows it within.
        yield from _embedded(node)
        yield from node.children
    elif node.tag == "a":
        node.attributes["href"] = _absolute(node.attributes.get("href", ""))
        yield node
    else:
        yield node


def _picture(node: Element, own_path: OwnPath) -> Iterator[Element | str]:
    address = next((node.attributes[n] for n in _SHOWN if node.attributes.get(n)), "")
    words = _BLANKS.sub(" ", node.attributes.get("alt", "")).strip()
    path = own_path(address)
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
