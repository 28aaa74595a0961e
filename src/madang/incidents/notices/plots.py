"""Plots as SVG, drawn on the server: no script, and readable in both colours and in print."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HEIGHT, BAR_GAP = 640, 140, 1
MAX_BARS = 120


def progress_plot(minutes: Mapping[datetime, int]) -> SafeString:
    """Return how many letters were handed over in each minute, as bars."""
    if not minutes:
        return SafeString("")
    first, last = min(minutes), max(minutes)
    count = int((last - first) / timedelta(minutes=1)) + 1
    step = -(-count // MAX_BARS)
    heights = [0] * -(-count // step)
    for minute, letters in minutes.items():
        heights[int((minute - first) / timedelta(minutes=1)) // step] += letters
    highest = max(heights)
    width = WIDTH / max(len(heights), 12)
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"/>',
        (
            (
                f"{place * width:.1f}",
                f"{HEIGHT - height * HEIGHT / highest:.1f}",
                f"{max(width - BAR_GAP, 1):.1f}",
                f"{height * HEIGHT / highest:.1f}",
            )
            for place, height in enumerate(heights)
        ),
    )
    said = _("%(from)s부터 %(to)s까지 분마다 넘긴 수, 가장 많을 때 %(most)s건") % {
        "from": timezone.localtime(first).strftime("%H:%M"),
        "to": timezone.localtime(last).strftime("%H:%M"),
        "most": f"{highest:,}",
    }
    return format_html(
        '<figure><svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'fill="currentColor">{}</svg><figcaption>{}</figcaption></figure>',
        WIDTH,
        HEIGHT,
        said,
        bars,
        said,
    )
