"""Draws the rooms of the house from their imports: docs/house.svg.

Rows are the layers of pyproject.toml, from the highest; a line is as thick as one room imports
another often.
"""

import re
import sys
import tomllib
from collections import Counter
from math import log2
from pathlib import Path

from grimp import build_graph

ROOT = Path(__file__).parent.parent
WIDTH, ROW, BOX, TALL, TOP = 1000, 74, 132, 36, 20
STYLE = """
svg { background: #fff; font: 14px sans-serif } rect { fill: #f3f5f8; stroke: #5b6b80 }
text { text-anchor: middle; fill: #1c2530 } .small { font-size: 11px; fill: #5b6b80 }
path { fill: none; stroke: #3d6fb6; stroke-opacity: .3 }
@media (prefers-color-scheme: dark) {
  svg { background: #14181d } rect { fill: #222a33; stroke: #8fa1b8 } text { fill: #e8edf3 }
  .small { fill: #a9b7c8 } path { stroke: #8ab4f8 }
}"""


def layers() -> list[list[str]]:
    """Return the rooms of each layer, the highest first."""
    read = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = read["tool"]["importlinter"]["contracts"][0]
    rows = [re.split(r"\s*[|:]\s*", row) for row in contract["layers"]]
    return [list(dict.fromkeys(name.split(".")[1] for name in row)) for row in rows]


def imports() -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """Return how often each room imports each other, and how many modules each has."""
    graph = build_graph("madang")
    often: Counter[tuple[str, str]] = Counter()
    rooms = Counter(name.split(".")[1] for name in graph.modules if "." in name)
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            if "." in module and "." in other:
                pair = module.split(".")[1], other.split(".")[1]
                often[pair] += pair[0] != pair[1]
    return often, rooms


def draw() -> str:
    """Return the picture as SVG."""
    often, rooms = imports()
    rows = layers()
    places = {
        name: (WIDTH * (number + 1) / (len(row) + 1), TOP + ROW * place)
        for place, row in enumerate(rows)
        for number, name in enumerate(row)
    }
    lines = []
    for (one, other), times in sorted(often.items()):
        if times and one in places and other in places:
            (x, y), (to_x, to_y) = places[one], places[other]
            lines.append(
                f'<path d="M{x:.0f} {y + TALL} C{x:.0f} {y + TALL + 40} {to_x:.0f} {to_y - 40} '
                f'{to_x:.0f} {to_y}" stroke-width="{0.6 + log2(times):.1f}">'
                f"<title>{one} → {other}: {times}</title></path>"
            )
    boxes = [
        f'<rect x="{x - BOX / 2:.0f}" y="{y}" width="{BOX}" height="{TALL}" rx="6"/>'
        f'<text x="{x:.0f}" y="{y + 16}">{name}</text>'
        f'<text class="small" x="{x:.0f}" y="{y + 30}">{rooms[name]} modules</text>'
        for name, (x, y) in places.items()
    ]
    tall = TOP * 2 + ROW * len(rows)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}">'
    return "\n".join([head, f"<style>{STYLE}</style>", *lines, *boxes, "</svg>"]) + "\n"


if __name__ == "__main__":
    (ROOT / "docs/house.svg").write_text(draw())
    sys.stdout.write("docs/house.svg\n")
