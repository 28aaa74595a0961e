"""The report for those who work on an incident, and letters for whoever reads on paper."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.community import community
from madang.core.http.cache_headers import shared
from madang.core.http.errors import PageNotFound
from madang.staff.access import staff_may
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from ..forms import MomentField
from ..models import Notice, NoticeKind
from ..notices.rendering import address_of, items_of, parts_of
from ..pages import incident_called, incident_page
from .pdf import pdf
from .report import report_of

LETTER_SECONDS = 60


@staff_may(May.SEE_INCIDENTS)
def report(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Show the report of an incident, as it stands or stood."""
    incident = incident_called(number)
    made = report_of(incident, _moment(request), whole="whole" in request.GET)
    return incident_page(request, "report", by=by, incident=incident, report=made)


@staff_may(May.SEE_INCIDENTS)
def report_pdf(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Send the same as a PDF; that it was taken along is noted."""
    incident = incident_called(number)
    made = report_of(incident, _moment(request), whole="whole" in request.GET)
    note("export report", incident.about, by)
    context = {"report": made, "incident": incident, "site": community(), "shown": _shown}
    return pdf("incidents/report_paper.html", context, f"incident-{incident.pk}")


def letter(request: HttpRequest, number: int, notice_id: int) -> HttpResponse:
    """Send a notice as a letter; `large`: in large print."""
    notice = Notice.objects.exclude(released=None).filter(pk=notice_id, incident=number).first()
    if notice is None:
        raise PageNotFound(_("안내를 찾을 수 없어요."))
    parts = parts_of(notice)
    said = [(item.title, parts[item.key]) for item in items_of(notice) if parts.get(item.key)]
    context = {
        "incident": notice.incident,
        "label": NoticeKind(notice.kind).label,
        "parts": said,
        "released": _shown(notice.released),
        "address": address_of(notice),
        "site": community(),
        "large": "large" in request.GET,
    }
    return shared(pdf("incidents/letter_paper.html", context, "notice"), LETTER_SECONDS)


def _moment(request: HttpRequest) -> datetime:
    """Return the moment that is asked for; now, where it is none."""
    try:
        asked: datetime | None = MomentField(required=False).clean(request.GET.get("at", ""))
    except ValidationError:
        asked = None
    return asked or timezone.now()


def _shown(moment: datetime | None) -> str:
    return timezone.localtime(moment).strftime("%Y.%m.%d %H:%M") if moment else ""
