"""The operators' first page: how the site is, and what its days were like."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.core.logs import last_errors
from madang.core.plots import bar_plot

from ..models import Counted
from .conditions import conditions, worst
from .days import counts

ERRORS_SHOWN = 20


class Plotted(NamedTuple):
    """What is shown of the days: a heading, a plot, and the same as a table's rows."""

    title: str
    plot: SafeString
    rows: list[tuple[str, int]]


@operator_required
def status(request: HttpRequest, by: Account) -> HttpResponse:
    found = conditions()
    names = {
        Counted.POSTS: _("하루에 쓴 글"),
        Counted.COMMENTS: _("하루에 쓴 댓글"),
        Counted.VIEWS: _("하루에 읽은 글"),
    }
    context = {
        "conditions": found,
        "worst": worst(found),
        "plots": [_plotted(title, kind) for kind, title in names.items()],
        "errors": last_errors()[:ERRORS_SHOWN],
    }
    return render(request, "operations/status.html", context)


def _plotted(title: str, kind: Counted) -> Plotted:
    rows = [(f"{day:%m.%d}", count) for day, count in counts(kind)]
    most = max((count for _day, count in rows), default=0)
    said = _("%(title)s, 최근 %(days)d일, 최대 %(most)s") % {
        "title": title,
        "days": len(rows),
        "most": f"{most:,}",
    }
    return Plotted(title, bar_plot(rows, said), rows)
