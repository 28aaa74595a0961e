"""What an editor sends, as the few kinds of blocks that a text is made of."""

import re
from collections.abc import Iterator

from ..text.door import without_controls
from .inline import runs_of, tidied, write_html
from .pictures import figure
from .plain import DEPTH
from .tree import Element, parse, text_of, write

ALT_MAX = 300
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_BLOCKS = {*_HEADINGS, "p", "div", "ul", "ol", "li", "blockquote", "figure", "img", "details"}
_BLOCKS |= {"summary", "section", "article", "pre", "table", "tr", "td", "th"}


def blocks_of(html: str) -> str:
    """Return the blocks in cleaned HTML, in the one way in which each is written."""
    return "".join(_blocks(_collapsed(parse(html)), 0))


def _collapsed(nodes: list[Element | str]) -> list[Element | str]:
    """Return nodes with one space for each run of blanks: line breaks of HTML mean nothing."""
    for node in nodes:
        if isinstance(node, Element):
            node.children = _collapsed(node.children)
    return [_plain(n) if isinstance(n, str) else n for n in nodes]


def _plain(words: str) -> str:
    """Return words with one space for each run of blanks, and what nobody sees left out.

    Breaks that are not HTML's blanks, such as those of a word processor, break the line.
    """
    return without_controls(re.sub(r"[\t\n\f\r ]+", " ", words))


def _blocks(nodes: list[Element | str], depth: int) -> Iterator[str]:
    words: list[Element | str] = []
    for node in nodes:
        if isinstance(node, str) or node.tag not in _BLOCKS:
            words.append(node)
            continue
        yield from _paragraph(words)
        words = []
        yield from _block(node, depth)
    yield from _paragraph(words)


def _block(node: Element, depth: int) -> Iterator[str]:
    if node.tag in _HEADINGS:
        tag = _HEADINGS[node.tag]
        line = " ".join(text_of(node.children).split())
        yield from [f"<{tag}>{write(line)}</{tag}>"] if line else []
    elif node.tag in ("figure", "img"):
        yield from _figure(node)
    elif node.tag in ("ul", "ol") and depth < DEPTH:
        yield from _list(node, depth)
    elif node.tag == "blockquote" and depth < DEPTH:
        inner = "".join(_blocks(node.children, depth + 1))
        yield from [f"<blockquote>{inner}</blockquote>"] if inner else []
    elif node.tag == "details" and not depth:
        yield from _fold(node, depth)
    else:
        yield from _blocks(node.children, depth)


def _paragraph(nodes: list[Element | str]) -> Iterator[str]:
    html = _line(nodes)
    if html:
        yield f"<p>{html}</p>"


def _line(nodes: list[Element | str]) -> str:
    runs = tidied(runs_of(nodes))
    return write_html(run._replace(text=re.sub(" {2,}", " ", run.text)) for run in runs)


def _figure(node: Element) -> Iterator[str]:
    image = node if node.tag == "img" else _first(node, "img")
    caption = _first(node, "figcaption")
    if image is not None:
        words = _plain(re.sub(r"[\[\]]", "", image.attributes.get("alt", ""))).strip()[:ALT_MAX]
        below = " ".join(text_of(caption.children).split()) if caption else ""
        made = figure(image.attributes.get("src", ""), words, below)
        yield from [made] if made else []


def _list(node: Element, depth: int) -> Iterator[str]:
    items = []
    for item in node.children:
        if not isinstance(item, Element):
            continue
        is_deep = depth + 1 >= DEPTH
        below = [
            n
            for n in item.children
            if isinstance(n, Element) and n.tag in ("ul", "ol") and not is_deep
        ]
        # Paragraphs of an item become its lines.
        own: list[Element | str] = []
        for child in item.children:
            if child in below:
                continue
            if own and isinstance(child, Element) and child.tag in _BLOCKS:
                own.append(Element("br"))
            own.append(child)
        line = _line(own)
        inner = "".join(part for n in below for part in _block(n, depth + 1))
        if line or inner:
            items.append(f"<li>{line}{inner}</li>")
    start = node.attributes.get("start", "")
    opening = (
        f'<ol start="{start}">'
        if node.tag == "ol" and re.fullmatch(r"[0-9]{1,9}", start) and start != "1"
        else f"<{node.tag}>"
    )
    if items:
        yield f"{opening}{''.join(items)}</{node.tag}>"


def _fold(node: Element, depth: int) -> Iterator[str]:
    summary = _first(node, "summary")
    title = " ".join(text_of(summary.children).split()) if summary else ""
    inner = "".join(_blocks([n for n in node.children if n is not summary], depth + 1))
    if not inner:
        return
    yield f"<details><summary>{write(title or '…')}</summary>{inner}</details>"


def _first(node: Element, tag: str) -> Element | None:
    for child in node.children:
        if isinstance(child, Element):
            found = child if child.tag == tag else _first(child, tag)
            if found is not None:
                return found
    return None
