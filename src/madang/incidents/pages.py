"""What the pages of one incident share: finding it, and the frame around what they show."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.core.http.errors import PageNotFound
from madang.staff.members import StaffMember
from madang.staff.roles import May

from .models import Incident

SECTIONS = (
    ("overview", _lazy("한눈에"), "work_incident", May.SEE_INCIDENTS),
    ("facts", _lazy("사실"), "work_facts", May.SEE_INCIDENTS),
    ("timeline", _lazy("경과"), "work_timeline", May.SEE_INCIDENTS),
    ("decisions", _lazy("시한과 결정"), "work_decisions", May.SEE_INCIDENTS),
    ("tasks", _lazy("할 일"), "work_tasks", May.SEE_INCIDENTS),
    ("people", _lazy("대상자"), "work_people_of", May.KEEP_AFFECTED),
    ("notices", _lazy("통지"), "work_notices", May.SEE_INCIDENTS),
    ("report", _lazy("보고서"), "work_report", May.SEE_INCIDENTS),
)


def incident_called(number: int) -> Incident:
    """Return an incident; raises PageNotFound. One query."""
    found = Incident.objects.filter(pk=number).first()
    if found is None:
        raise PageNotFound(_("사고를 찾을 수 없어요."))
    return found


def incident_page(
    request: HttpRequest,
    template: str,
    *,
    by: StaffMember,
    incident: Incident,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return a page of one incident, with its frame."""
    framed = {"by": by, "incident": incident, **context}
    return render(request, f"incidents/{template}.html", framed, status=status)


def sections(by: StaffMember) -> list[tuple[str, Any, str]]:
    """Return the pages of an incident that somebody may see: key, title, name of the address."""
    return [(key, title, name) for key, title, name, needs in SECTIONS if by.may(needs)]


def status_of(form: Any) -> int:
    """Return the status of a page with a form: 422 where it was sent and is shown again."""
    return 422 if form.is_bound else 200
