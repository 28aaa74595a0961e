"""What an editor sends, as the few kinds of blocks that a text is made of."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from ..text.door import without_controls
from .inline import Run, runs_of, tidied, write_html
from .pictures import figure
from .plain import DEPTH, paragraph
from .tree import BLOCKS, Element, parse, text_of, write

ALT_MAX = 300
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
# What may stand within an item of a list only by parting the list.
_PARTING = {"figure", "img", "details"}
_BLANK_LINE = re.compile(r"\n[ \u00a0\u3000\n]*\n")
_BLANKS = " \u00a0"


def blocks_of(html: str) -> str:
    """Return the blocks in cleaned HTML, in the one way in which each is written."""
    return "".join(_blocks(_collapsed(parse(html)), 0))


def _collapsed(nodes: list[Element | str], *, are_kept: bool = False) -> list[Element | str]:
    """Return nodes with one space for each run of blanks: line breaks of HTML mean nothing.

    In a `pre` they do (`are_kept`).
    """
    for node in nodes:
        if isinstance(node, Element):
            node.children = _collapsed(node.children, are_kept=are_kept or node.tag == "pre")
    plain = without_controls if are_kept else _plain
    return [plain(n) if isinstance(n, str) else n for n in nodes]


def _plain(words: str) -> str:
    """Return words with one space for each run of blanks, and what nobody sees left out.

    Breaks that are not HTML's blanks, such as those of a word processor, break the line.
    """
    return without_controls(re.sub(r"[\t\n\f\r ]+", " ", words))


def _blocks(nodes: list[Element | str], depth: int) -> Iterator[str]:
    words: list[Element | str] = []
    for node in nodes:
        if isinstance(node, str) or not (node.tag in BLOCKS or node.tag == "img"):
            words.append(node)
            continue
        yield from _paragraph(words, depth)
        words = []
        yield from _block(node, depth)
    yield from _paragraph(words, depth)


def _block(node: Element, depth: int) -> Iterator[str]:
    if node.tag in _HEADINGS:
        tag = _HEADINGS[node.tag]
        line = _one_line(node.children)
        yield from [f"<{tag}>{line}</{tag}>"] if line else []
        yield from _parting(node, depth)
    elif node.tag in ("figure", "img"):
        yield from _figure(node, depth)
    elif node.tag in ("ul", "ol") and depth < DEPTH:
        yield from _list(node, depth)
    elif node.tag == "blockquote" and depth < DEPTH:
        yield from _quotation(node, depth)
    elif node.tag == "details" and not depth:
        yield from _fold(node, depth)
    elif node.tag == "tr":
        yield from _row(node, depth)
    else:
        yield from _blocks(node.children, depth)


def _quotation(node: Element, depth: int) -> Iterator[str]:
    """Yield a quotation; a fold within it parts it in two: what is folded stands in nothing."""
    for is_fold, some in groupby(node.children, key=lambda child: _is_fold(child) and not depth):
        if is_fold:
            yield from _blocks(list(some), depth)
        elif inner := "".join(_blocks(list(some), depth + 1)):
            yield f"<blockquote>{inner}</blockquote>"


def _is_fold(node: Element | str) -> bool:
    return isinstance(node, Element) and node.tag == "details"


def _row(node: Element, depth: int) -> Iterator[str]:
    """Yield a row of a table as a line, its cells apart."""
    line = _one_line(node.children)
    yield from [f"<p>{line}</p>"] if line.strip("| ") else []
    yield from _parting(node, depth)


def _parting(node: Element, depth: int) -> Iterator[str]:
    """Yield the blocks within a line that no line can hold."""
    for child in node.children:
        if isinstance(child, Element):
            yield from _block(child, depth) if child.tag in _PARTING else _parting(child, depth)


def _without_parting(nodes: list[Element | str]) -> list[Element | str]:
    """Return nodes without the blocks that `_parting` yields."""
    left: list[Element | str] = []
    for node in nodes:
        if isinstance(node, str):
            left.append(node)
        elif node.tag not in _PARTING:
            left.append(Element(node.tag, node.attributes, _without_parting(node.children)))
    return left


def _paragraph(nodes: list[Element | str], depth: int) -> Iterator[str]:
    """Yield words as a paragraph, and behind it what stood in a link or a mark within them."""
    for runs in _parted(map(_with_single_spaces, tidied(runs_of(_without_parting(nodes))))):
        if html := write_html(runs):
            yield f"<p>{html}</p>"
    yield from _parting(Element("p", {}, nodes), depth)


def _parted(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Yield the runs of each paragraph: a blank line parts them, as it does where one types."""
    own: list[Run] = []
    for run in runs:
        first, *others = _BLANK_LINE.split(run.text)
        own.append(run._replace(text=first.rstrip(_BLANKS) if others else first))
        for place, text in enumerate(others, start=1):
            yield own
            is_last = place == len(others)
            text = text.lstrip(_BLANKS) if is_last else text.strip(_BLANKS)
            own = [run._replace(text=text)]
    yield own


def _line(nodes: list[Element | str]) -> str:
    """Return what is within an item of a list: each block on a line."""
    runs = list(map(_with_single_spaces, tidied(runs_of(_without_parting(nodes)))))
    lines: list[Run] = []
    ends = True
    for run in runs:
        text = re.sub(r" *\n[ \n]*", "\n", run.text)
        text = text.lstrip(" \n") if ends else text
        if text:
            ends = text.endswith("\n")
            lines.append(run._replace(text=text))
    return write_html(lines)


def _one_line(nodes: list[Element | str]) -> str:
    """Return what is one line whatever is in it: a heading, a cell."""
    runs = tidied(
        run._replace(text=run.text.replace("\n", " ")) for run in runs_of(_without_parting(nodes))
    )
    if runs:
        runs[0] = runs[0]._replace(text=runs[0].text.lstrip())
    return write_html(map(_with_single_spaces, runs))


def _with_single_spaces(run: Run) -> Run:
    return run._replace(text=re.sub(" {2,}", " ", run.text))


def _figure(node: Element, depth: int) -> Iterator[str]:
    """Yield a picture of this site with its caption; of any other figure what it says."""
    image = node if node.tag == "img" else _first(node, "img")
    caption = _first(node, "figcaption")
    made = None
    if image is not None:
        words = _plain(re.sub(r"[\[\]]", "", image.attributes.get("alt", ""))).strip()[:ALT_MAX]
        below = " ".join(text_of(caption.children).split()) if caption else ""
        made = figure(image.attributes.get("src", ""), words, below)
    yield from [made] if made else []
    rest = [child for child in node.children if child is not image]
    yield from _blocks([child for child in rest if not (made and child is caption)], depth)


def _list(node: Element, depth: int) -> Iterator[str]:
    """Yield a list; a picture or a fold within an item parts it in two."""
    first = node.attributes.get("start", "")
    number = int(first) if re.fullmatch(r"[0-9]{1,3}", first) else 1
    items: list[str] = []
    for item in _items(node):
        before, after = _at_parting(item)
        items += _item(before, depth)
        parting = "".join([*_parting(before, depth), *_blocks(after, depth)])
        if parting:
            yield _written(node.tag, number, items) + parting
            number, items = number + len(items), []
    yield _written(node.tag, number, items)


def _at_parting(item: Element) -> tuple[Element, list[Element | str]]:
    """Return an item up to what parts it, and what follows from there on."""
    for place, child in enumerate(item.children):
        if isinstance(child, Element) and child.tag in _PARTING:
            return Element(item.tag, {}, item.children[:place]), item.children[place:]
    return item, []


def _items(node: Element) -> Iterator[Element]:
    """Yield the items of a list; what stands in it without being one is one."""
    for child in node.children:
        yield child if isinstance(child, Element) else Element("li", {}, [child])


def _item(item: Element, depth: int) -> list[str]:
    """Return an item with the lists in it; where it says nothing itself, their items."""
    is_deep = depth + 1 >= DEPTH
    below = [n for n in item.children if isinstance(n, Element) and n.tag in ("ul", "ol")]
    # What is nested deeper than lists go becomes lines of the item, as its paragraphs do.
    line = _line([n for n in item.children if is_deep or n not in below])
    if is_deep:
        return [f"<li>{line}</li>"] if line else []
    bare = [Element(n.tag, n.attributes, _without_parting(n.children)) for n in below]
    if not line:
        return [made for n in bare for each in _items(n) for made in _item(each, depth)]
    inner = "".join(part for n in bare for part in _list(n, depth + 1))
    return [f"<li>{line}{inner}</li>"]


def _written(tag: str, number: int, items: list[str]) -> str:
    if not items:
        return ""
    opening = f'<ol start="{number}">' if tag == "ol" and number != 1 else f"<{tag}>"
    return f"{opening}{''.join(items)}</{tag}>"


def _fold(node: Element, depth: int) -> Iterator[str]:
    own = (n for n in node.children if isinstance(n, Element) and n.tag == "summary")
    summary = next(own, None)
    title = " ".join(text_of(summary.children).split()) if summary else ""
    inner = "".join(_blocks([n for n in node.children if n is not summary], depth + 1))
    if inner:
        yield f"<details><summary>{write(title or '…')}</summary>{inner}</details>"
    elif title:
        # Nothing is folded, but somebody wrote this.
        yield paragraph(title)


def _first(node: Element, tag: str) -> Element | None:
    for child in node.children:
        if isinstance(child, Element):
            found = child if child.tag == tag else _first(child, tag)
            if found is not None:
                return found
    return None
