"""Draws how times grow, as an SVG: sizes across, milliseconds up, both by powers of ten."""

import math
from html import escape
from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 860, 480, 60, 40, 260, 40
COLOURS = (
    *("#17695c", "#b3261e", "#2e5aac", "#8a5a00", "#6b3fa0", "#00838f", "#ad1457", "#558b2f"),
    *("#4e342e", "#37474f", "#c76b00", "#0277bd", "#7b8a00", "#5e35b1", "#d84315"),
)


def draw(medians: dict[str, dict[int, float]], file: Path, title: str) -> None:
    """Draw one line for each page."""
    sizes = sorted({size for by_size in medians.values() for size in by_size})
    times = [time for by_size in medians.values() for time in by_size.values()]
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def across(size: int) -> float:
        share = (math.log10(size) - first) / ((last - first) or 1)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def up(time: float) -> float:
        share = (math.log10(time) - low) / ((high - low) or 1)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    parts = [f'<text x="{LEFT}" y="22" font-size="15">{escape(title)}</text>']
    for power in range(low, high + 1):
        y = up(10.0**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ccc"/>')
        parts.append(
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    for size in sizes:
        x = across(size)
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - 15}" text-anchor="middle">{size:,}</text>')
    ends = sorted(medians, key=lambda name: -medians[name][sizes[-1]])
    for place, name in enumerate(ends):
        colour = COLOURS[place % len(COLOURS)]
        line = " ".join(f"{across(s):.1f},{up(t):.1f}" for s, t in sorted(medians[name].items()))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        y = TOP + 10 + place * 24
        parts.append(
            f'<text x="{WIDTH - RIGHT + 14}" y="{y}" fill="{colour}">{escape(name)} '
            f"({medians[name][sizes[-1]]:.1f} ms)</text>"
        )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
    head += f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">'
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    file.write_text(f"{head}{ground}{''.join(parts)}</svg>\n")
