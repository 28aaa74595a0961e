"""What incidents add to the site and to work."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.decorators import current_account
from madang.core.site import SiteExtension
from madang.staff.extensions import StaffExtension, WorkEntry
from madang.staff.roles import May

from .clocks import open_clocks
from .pages import sections
from .public.members import notices_for
from .public.queries import published_lately


class IncidentsInSite(SiteExtension):
    slots = {
        "work.top": "incidents/slots/clocks.html",
        "home.sections": "incidents/slots/home.html",
        "account.work_links": "incidents/slots/account.html",
    }

    def home_context(self, request: HttpRequest) -> dict[str, Any]:
        account = current_account(request)
        mine = notices_for(account) if account else []
        return {"public_incidents": published_lately(), "my_notices": mine}

    def robots_disallow(self) -> Iterable[str]:
        # What a code proves is one person's.
        return ["/incidents/*/check"]

    def template_globals(self) -> dict[str, Any]:
        return {
            "open_clocks": open_clocks,
            "notices_for": notices_for,
            "hours_and_minutes": hours_and_minutes,
            "incident_sections": sections,
        }


class IncidentsInStaff(StaffExtension):
    def work_entries(self) -> Iterable[WorkEntry]:
        return [
            WorkEntry(10, "incidents", _lazy("사고"), "work_incidents", May.SEE_INCIDENTS),
            WorkEntry(30, "told", _lazy("알린 사실"), "incidents", May.READ_FACTS),
            WorkEntry(20, "readiness", _lazy("준비"), "work_readiness", May.SEE_READINESS),
        ]


def hours_and_minutes(span: timedelta) -> str:
    """Return a time as a clock that counts down shows it: 23:07, or -1:30 where it is over."""
    minutes = int(abs(span).total_seconds() // 60)
    sign = "-" if span < timedelta() else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}"


EXTENSIONS = (IncidentsInSite(), IncidentsInStaff())
