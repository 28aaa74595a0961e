"""Plots as SVG drawn on the server: no script, in both colours."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, FOOT = 640, 180, 18
LABELS = 8


def height_of(value: float, most: float) -> float:
    """Return how far below the top of a plot a value stands."""
    return HEIGHT - value / most * HEIGHT


def figure(drawn: SafeString, said: str) -> SafeString:
    """Return a plot with what it says in words."""
    return format_html(
        '<figure><svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
        "<figcaption>{}</figcaption></figure>",
        WIDTH,
        HEIGHT + FOOT,
        said,
        drawn,
        said,
    )


def bars(values: Sequence[float], most: float, width: float) -> SafeString:
    """Return a bar for each value, so wide, from the left."""
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"/>',
        (
            (
                f"{n * width:.1f}",
                f"{height_of(value, most):.1f}",
                f"{max(width - 1, 1):.1f}",
                f"{HEIGHT - height_of(value, most):.1f}",
            )
            for n, value in enumerate(values)
        ),
    )


def labels(words: Sequence[str], width: float) -> SafeString:
    """Return a few of the words below their bars."""
    return format_html_join(
        "",
        '<text x="{}" y="{}" font-size="11" fill="currentColor" stroke="none">{}</text>',
        (
            (f"{n * width:.1f}", HEIGHT + 14, word)
            for n, word in enumerate(words)
            if n % max(1, len(words) // LABELS) == 0
        ),
    )


def bar_plot(points: Sequence[tuple[str, float]], said: str) -> SafeString:
    """Return bars with words below them; nothing where there are none."""
    if not points:
        return SafeString("")
    most = max(1.0, *(value for _word, value in points))
    width = WIDTH / len(points)
    drawn = format_html(
        '<g fill="currentColor" opacity=".6">{}</g>{}',
        bars([value for _word, value in points], most, width),
        labels([word for word, _value in points], width),
    )
    return figure(drawn, said)
