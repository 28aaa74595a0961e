"""Draws figures as an SVG, by powers of ten: how times grow, and what stands beside what."""

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
        return _up(time, low, high)

    parts = _powers(low, high)
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
    _write(file, title, parts)


def draw_bars(groups: dict[str, dict[str, float]], file: Path, title: str) -> None:
    """Draw a group of bars for each page: one for each of what is compared, named by it."""
    names = list(dict.fromkeys(name for values in groups.values() for name in values))
    values = [value for group in groups.values() for value in group.values()]
    # A bar of the least is seen too.
    low, high = math.floor(math.log10(min(values))) - 1, math.ceil(math.log10(max(values)))
    low = max(0, low)
    parts = _powers(low, high)
    group_width = (WIDTH - LEFT - RIGHT) / len(groups)
    bar = group_width * 0.85 / len(names)
    for place, (page, group) in enumerate(groups.items()):
        left = LEFT + place * group_width + group_width * 0.075
        for name, value in group.items():
            x, y = left + names.index(name) * bar, _up(value, low, high)
            size = f'width="{bar * 0.9:.1f}" height="{HEIGHT - BOTTOM - y:.1f}"'
            colour = COLOURS[names.index(name)]
            parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{colour}"/>')
            parts.append(
                f'<text x="{x + bar * 0.45:.1f}" y="{y - 4:.1f}" font-size="10" '
                f'text-anchor="middle">{value:,.0f}</text>'
            )
        middle = LEFT + (place + 0.5) * group_width
        parts.append(
            f'<text x="{middle:.1f}" y="{HEIGHT - 15}" text-anchor="middle">{escape(page)}</text>'
        )
    for place, name in enumerate(names):
        x, y = WIDTH - RIGHT + 14, TOP + 10 + place * 24
        parts.append(f'<rect x="{x}" y="{y - 10}" width="12" height="12" fill="{COLOURS[place]}"/>')
        parts.append(f'<text x="{x + 20}" y="{y}">{escape(name)}</text>')
    _write(file, title, parts)


def _up(value: float, low: int, high: int) -> float:
    share = (math.log10(value) - low) / ((high - low) or 1)
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _powers(low: int, high: int) -> list[str]:
    """Return a line for each power of ten, with its number."""
    parts = []
    for power in range(low, high + 1):
        y = _up(10.0**power, low, high)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ccc"/>')
        parts.append(
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    return parts


def _write(file: Path, title: str, parts: list[str]) -> None:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
    head += f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">'
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    ground += f'<text x="{LEFT}" y="22" font-size="15">{escape(title)}</text>'
    file.write_text(f"{head}{ground}{''.join(parts)}</svg>\n")
