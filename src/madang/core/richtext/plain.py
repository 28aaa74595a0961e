"""What people type into a plain text area, as blocks of HTML; and blocks, as they would be typed.

A blank line parts paragraphs. A line that begins with `## ` is a heading, with `- ` or `1. ` an
item of a list, with `> ` a quotation; `![words](/media/name.webp) caption` is a picture of this
site, and what stands between `+++ title` and `+++` is folded.
"""

import re
from collections.abc import Callable, Iterator
from html import escape

from .inline import Run, read_plain, runs_of, tidied, write_html, write_plain
from .pictures import figure
from .tree import Element, text_of

PICTURE_LINE = re.compile(r"!\[([^\[\]\n]*)\]\((/media/(?:[\w-]+/)*[\w-]+\.webp)\)(?: (.+))?")
_HEADING = re.compile(r"(##|###) (.*\S.*)")
# Neither a year, nor a month before its day, is the number of an item.
_ITEM = re.compile(r"( *)(-|\d{1,3}\.) +(?!\d+\.(?:\s|$))(\S.*)")
_QUOTE = re.compile(r">(?: (.*))?")
_FOLD = re.compile(r"\+\+\+ (.*\S.*)")
_FOLD_END = "+++"
_START = re.compile(r"[0-9]{1,3}")
DEPTH = 4


def blocks_of(lines: list[str], depth: int = 0) -> str:
    """Return the HTML of typed lines."""
    html, place = [], 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        for read in _READERS if _MARKS.match(lines[place]) else ():
            found = read(lines, place, depth)
            if found is not None:
                made, place = found
                html.append(made)
                break
        else:
            end = place + 1
            while end < len(lines) and lines[end].strip() and not _begins(lines, end, depth):
                end += 1
            html.append(paragraph("\n".join(lines[place:end])))
            place = end
    return "".join(html)


def paragraph(text: str) -> str:
    return f"<p>{write_html(read_plain(text))}</p>"


def typed(nodes: list[Element | str]) -> str:
    """Return blocks as they would be typed."""
    return "\n\n".join(filter(None, (_TYPED.get(_tag(node), _typed_lines)(node) for node in nodes)))


_Found = tuple[str, int] | None


def _heading(lines: list[str], place: int, depth: int) -> _Found:
    found = _HEADING.fullmatch(lines[place])
    if not found:
        return None
    tag = "h2" if found[1] == "##" else "h3"
    return f"<{tag}>{write_html(read_plain(found[2].strip()))}</{tag}>", place + 1


def _picture(lines: list[str], place: int, depth: int) -> _Found:
    found = PICTURE_LINE.fullmatch(lines[place])
    made = figure(found[2], found[1], found[3] or "") if found else None
    return (made, place + 1) if made else None


def _quote(lines: list[str], place: int, depth: int) -> _Found:
    first = _QUOTE.fullmatch(lines[place])
    if not first or not (first[1] or "").strip() or depth >= DEPTH:
        return None
    end, inner = place, []
    while end < len(lines) and (found := _QUOTE.fullmatch(lines[end])):
        inner.append(found[1] or "")
        end += 1
    return f"<blockquote>{blocks_of(inner, depth + 1)}</blockquote>", end


def _fold(lines: list[str], place: int, depth: int) -> _Found:
    found = _FOLD.fullmatch(lines[place])
    if not found or depth:
        return None
    end = next((n for n in range(place + 1, len(lines)) if lines[n] == _FOLD_END), None)
    inner = blocks_of(lines[place + 1 : end], depth + 1) if end else ""
    if end is None or not inner:
        return None
    title = escape(found[1].strip(), quote=False)
    return f"<details><summary>{title}</summary>{inner}</details>", end + 1


def _list(lines: list[str], place: int, depth: int) -> _Found:
    first = _ITEM.fullmatch(lines[place])
    if not first or depth >= DEPTH:
        return None
    indent, is_ordered = len(first[1]), first[2] != "-"
    items, end = [], place
    while end < len(lines):
        found = _ITEM.fullmatch(lines[end])
        if not found or len(found[1]) != indent or (found[2] != "-") != is_ordered:
            break
        own, end = [found[3]], end + 1
        while (
            end < len(lines)
            and lines[end].startswith(" " * (indent + 2))
            and not _ITEM.fullmatch(lines[end])
        ):
            own.append(lines[end].strip())
            end += 1
        inner = ""
        deeper = _ITEM.fullmatch(lines[end]) if end < len(lines) else None
        if deeper and len(deeper[1]) > indent and (below := _list(lines, end, depth + 1)):
            inner, end = below
        items.append(f"<li>{write_html(read_plain(chr(10).join(own)))}{inner}</li>")
    tag = "ol" if is_ordered else "ul"
    start = int(first[2][:-1]) if is_ordered else 1
    opening = f'<ol start="{start}">' if is_ordered and start != 1 else f"<{tag}>"
    return f"{opening}{''.join(items)}</{tag}>", end


_READERS: tuple[Callable[[list[str], int, int], _Found], ...] = (
    _heading,
    _picture,
    _quote,
    _fold,
    _list,
)
_MARKS = re.compile(r"##|!\[|>|\+\+\+ | *(?:-|\d{1,3}\.) ")


def _begins(lines: list[str], place: int, depth: int) -> bool:
    """Tell whether a line begins a block other than a paragraph."""
    if not _MARKS.match(lines[place]):
        return False
    return any(read(lines, place, depth) is not None for read in _READERS)


def _tag(node: Element | str) -> str:
    return node.tag if isinstance(node, Element) else ""


def _runs(node: Element | str) -> list[Run]:
    return tidied(runs_of(node.children if isinstance(node, Element) else [node]))


def _typed_lines(node: Element | str) -> str:
    return write_plain(_runs(node))


def _typed_line(node: Element | str) -> str:
    return " ".join(_typed_lines(node).split("\n"))


def _typed_figure(node: Element | str) -> str:
    image = next((n for n in _within(node, "img")), Element("img"))
    caption = " ".join(text_of(n for n in _within(node, "figcaption")).split())
    words, address = image.attributes.get("alt", ""), image.attributes.get("src", "")
    return f"![{words}]({address}) {caption}".rstrip()


def _typed_quote(node: Element | str) -> str:
    assert isinstance(node, Element)
    return "\n".join(f"> {line}".rstrip() for line in typed(node.children).split("\n"))


def _typed_fold(node: Element | str) -> str:
    assert isinstance(node, Element)
    title = " ".join(text_of(_within(node, "summary")).split())
    inner = [child for child in node.children if _tag(child) != "summary"]
    return f"+++ {title}\n{typed(inner)}\n+++"


def _typed_list(node: Element | str, indent: int = 0) -> str:
    assert isinstance(node, Element)
    begins = _START.fullmatch(node.attributes.get("start", ""))
    start, lines = int(begins[0]) if begins else 1, []
    for place, item in enumerate(n for n in node.children if isinstance(n, Element)):
        mark = "-" if node.tag == "ul" else f"{start + place}."
        below = [n for n in item.children if _tag(n) in ("ul", "ol")]
        own = Element("li", {}, [n for n in item.children if _tag(n) not in ("ul", "ol")])
        first, *rest = _typed_lines(own).split("\n")
        lines.append(f"{' ' * indent}{mark} {first}")
        lines += [f"{' ' * (indent + 2)}{line}" for line in rest]
        lines += [_typed_list(n, indent + 2) for n in below]
    return "\n".join(lines)


def _within(node: Element | str, tag: str) -> Iterator[Element]:
    for child in node.children if isinstance(node, Element) else ():
        if isinstance(child, Element):
            if child.tag == tag:
                yield child
            else:
                yield from _within(child, tag)


_TYPED: dict[str, Callable[[Element | str], str]] = {
    "h2": lambda node: f"## {_typed_line(node)}",
    "h3": lambda node: f"### {_typed_line(node)}",
    "blockquote": _typed_quote,
    "figure": _typed_figure,
    "details": _typed_fold,
    "ul": _typed_list,
    "ol": _typed_list,
}
