"""HTML as a tree of a few kinds of nodes, and back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = frozenset({"br", "img", "hr"})
# What is nested deeper than anybody writes is put beside, not within.
MAX_NESTED = 40
# What stands on lines of its own.
_BLOCKS = (
    "address article aside blockquote button caption center dd details dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol "
    "optgroup option p pre search section select summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCKS.split())


@dataclass(slots=True)
class Element:
    """An element; its children are elements and texts (str, not escaped)."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)


def parse(html: str) -> list[Element | str]:
    """Return the tree of well-formed HTML; what is not closed ends with its parent."""
    parser = _TreeParser()
    parser.feed(html)
    parser.close()
    return parser.root.children


def text_of(nodes: Iterable[Element | str]) -> str:
    """Return the words of some nodes, a line break for each `br` and around each block."""
    parts = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(node)
        elif node.tag == "br":
            parts.append("\n")
        else:
            around = "\n" if node.tag in BLOCKS else ""
            parts += [around, text_of(node.children), around]
    return "".join(parts)


def write(node: Element | str) -> str:
    """Return a node as HTML."""
    if isinstance(node, str):
        return escape(node, quote=False)
    named = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    if node.tag in VOID:
        return f"<{node.tag}{named}>"
    return f"<{node.tag}{named}>{''.join(map(write, node.children))}</{node.tag}>"


class _TreeParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(made)
        if tag not in VOID and len(self.open) < MAX_NESTED:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
