"""The timeline: what happened and when, apart from when it was written down."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from madang.core.db.transactions import writing
from madang.core.languages import SITE_LANGUAGE, in_language
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May

from .models import Incident, TimelineEntry
from .people import boxed


def enter(
    incident: Incident,
    text: str | Callable[[], str],
    *,
    by: StaffMember | None = None,
    happened: datetime | None = None,
    zone: str = "",
    is_in_summary: bool = True,
) -> TimelineEntry:
    """Write down what happened; belongs in the transaction of it. Nobody, where it did itself.

    What makes a text makes it in the site's language: a timeline is everybody's.
    """
    if not isinstance(text, str):
        with in_language(SITE_LANGUAGE):
            text = text()
    return TimelineEntry.objects.create(
        incident=incident,
        text=text,
        happened=happened or timezone.now(),
        zone=zone or settings.TIME_ZONE,
        is_in_summary=is_in_summary,
        by=boxed(by) if by else "",
    )


def write_entry(
    incident: Incident,
    text: str,
    *,
    by: StaffMember,
    happened: datetime,
    zone: str,
    is_in_summary: bool,
) -> TimelineEntry:
    """Write down what somebody found out to have happened; raises PermissionDenied."""
    must(by, May.WORK_ON_INCIDENTS)
    with writing():
        return enter(
            incident, text, by=by, happened=happened, zone=zone, is_in_summary=is_in_summary
        )


def set_in_summary(entry: TimelineEntry, is_in_summary: bool, *, by: StaffMember) -> None:
    """Take an entry into the summary of the report, or out of it."""
    must(by, May.WORK_ON_INCIDENTS)
    TimelineEntry.objects.filter(pk=entry.pk).update(is_in_summary=is_in_summary)
