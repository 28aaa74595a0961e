"""Plots of the lead's pages, as SVG drawn on the server: no script, in both colours."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from madang.core.plots import HEIGHT, WIDTH, bars, figure, height_of, labels


def arrivals_plot(
    came: Sequence[tuple[datetime, float]], expected: Sequence[tuple[datetime, float]]
) -> SafeString:
    """Return what came in each quarter as bars, and what is expected as a line after them."""
    every = [*came, *expected]
    if not every:
        return SafeString("")
    most = max(1.0, *(count for _at, count in every))
    width = WIDTH / len(every)
    points = " ".join(
        f"{(len(came) + n + 0.5) * width:.1f},{height_of(count, most):.1f}"
        for n, (_at, count) in enumerate(expected)
    )
    said = _("15분마다 들어온 수(막대)와 예상 수(선), 최대 %s건") % f"{most:,.0f}"
    hours = [timezone.localtime(at).strftime("%H:%M") for at, _count in every]
    return figure(
        format_html(
            '<g fill="currentColor" opacity=".45">{}</g><polyline points="{}" fill="none" '
            'stroke="currentColor" stroke-width="2" stroke-dasharray="5 3"/>{}',
            bars([count for _at, count in came], most, width),
            points,
            labels(hours, width),
        ),
        said,
    )


def people_plot(points: Sequence[tuple[int, float]], people: int, wanted: float) -> SafeString:
    """Return which part is answered in time by how many people, with what is set marked."""
    if len(points) < 2:
        return SafeString("")
    first, last = points[0][0], points[-1][0]

    def x(n: float) -> float:
        return (n - first) / max(last - first, 1) * WIDTH

    line = " ".join(f"{x(n):.1f},{height_of(part, 1.0):.1f}" for n, part in points)
    said = _("사람 수(%(from)d~%(to)d명)에 따라 제때 답하는 비율; 세로선은 지금 %(now)d명") % {
        "from": first,
        "to": last,
        "now": people,
    }
    return figure(
        format_html(
            '<polyline points="{}" fill="none" stroke="currentColor" stroke-width="2"/>'
            '<line x1="{}" x2="{}" y1="0" y2="{}" stroke="currentColor" stroke-dasharray="4 4"/>'
            '<line x1="0" x2="{}" y1="{}" y2="{}" stroke="currentColor" opacity=".4"/>',
            line,
            f"{x(people):.1f}",
            f"{x(people):.1f}",
            HEIGHT,
            WIDTH,
            f"{height_of(wanted, 1.0):.1f}",
            f"{height_of(wanted, 1.0):.1f}",
        ),
        said,
    )
