"""What everybody is told of incidents, and what those who work on them write down, for programs."""

from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from ninja import Router, Schema, Status

from madang.core.http.errors import PageNotFound
from madang.core.text.door import can_be_seen, tidy
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.web_api.calling import Refused, staff_in
from madang.web_api.operation import operation as web_operation
from madang.web_api.shapes import Listed, Moment, Number, Sent
from madang.web_api.tokens import Scope

from .actions import IncidentRefused
from .clocks import clocks_of
from .facts import FactRefused, facts_of
from .forms import LONG
from .models import FactStatus, Incident, TimelineEntry
from .pages import incident_called
from .public.queries import public_incident, published
from .timeline import write_entry

router = Router()
operation = partial(web_operation, router, tag=_lazy("사고"))
STATUSES = {
    FactStatus.CONFIRMED: "confirmed",
    FactStatus.INVESTIGATING: "investigating",
    FactStatus.RULED_OUT: "ruled out",
}


class IncidentListed(Schema):
    """An incident whose page is up."""

    id: int
    name: str
    address: str
    published: datetime
    next_update: datetime | None


class FactShown(Schema):
    """A fact as it was told; `question` where it answers one."""

    id: int
    status: str
    text: str
    question: str
    source: str
    at: datetime
    next_word: datetime | None


class IncidentShown(IncidentListed):
    """An incident with what everybody was told, word for word."""

    items: list[str]
    what_to_do: str
    contact: str
    facts: list[FactShown]


class ClockShown(Schema):
    """A time limit of the law."""

    rule: str
    started: datetime
    due: datetime
    stopped: datetime | None
    is_late: bool


class WorkIncident(Schema):
    """An incident as those see it who work on it."""

    id: int
    name: str
    noticed: datetime
    closed: datetime | None
    published: datetime | None
    people: int | None
    clocks: list[ClockShown]


class EntryShown(Schema):
    """Something that happened."""

    id: int
    happened: datetime
    text: str
    is_in_summary: bool


class WorkIncidentShown(WorkIncident):
    """The same with its facts and timeline."""

    facts: list[FactShown]
    timeline: list[EntryShown]


class EntrySent(Sent):
    """What happened, and when; now, where that is left out."""

    text: str
    happened: Moment | None = None
    is_in_summary: bool = True


@operation("GET", "/incidents", Listed[IncidentListed], says=_lazy("공개한 사고"))
def incidents(request: HttpRequest) -> Any:
    return Listed[IncidentListed](items=[IncidentListed(**_listed(one)) for one in published()])


@operation("GET", "/incidents/{number}", IncidentShown, says=_lazy("사고에 대해 알린 것"))
def incident(request: HttpRequest, number: Number) -> Any:
    shown = public_incident(number)
    if shown is None:
        raise PageNotFound(_("사고를 찾을 수 없어요."))
    facts = [
        FactShown(
            id=fact.now.fact_id,
            status=STATUSES[fact.status],
            text=fact.now.text,
            question=fact.now.question,
            source=fact.now.source,
            at=fact.now.at,
            next_word=fact.now.next_word,
        )
        for fact in shown.facts
    ]
    return IncidentShown(
        items=list(shown.items),
        what_to_do=shown.incident.what_to_do,
        contact=shown.incident.contact,
        facts=facts,
        **_listed(shown.incident),
    )


@operation(
    "GET",
    "/work/incidents",
    Listed[WorkIncident],
    says=_lazy("사고와 시한"),
    scope=Scope.INCIDENTS,
)
def work_incidents(request: HttpRequest) -> Any:
    _worker(request, May.SEE_INCIDENTS)
    found = list(Incident.objects.order_by("-pk"))
    return Listed[WorkIncident](items=[WorkIncident(**_worked(one)) for one in found])


@operation(
    "GET",
    "/work/incidents/{number}",
    WorkIncidentShown,
    says=_lazy("사고의 사실과 경과"),
    scope=Scope.INCIDENTS,
)
def work_incident(request: HttpRequest, number: Number) -> Any:
    _worker(request, May.SEE_INCIDENTS)
    found = incident_called(number)
    facts = [
        FactShown(
            id=known.id,
            status=STATUSES[known.status],
            text=known.now.text,
            question=known.now.question,
            source=known.now.source,
            at=known.now.at,
            next_word=known.now.next_word,
        )
        for known in facts_of(found)
    ]
    entries = [_entry(one) for one in found.timeline.order_by("-happened")]
    return WorkIncidentShown(facts=facts, timeline=entries, **_worked(found))


@operation(
    "POST",
    "/work/incidents/{number}/timeline",
    EntryShown,
    says=_lazy("경과 적기"),
    scope=Scope.INCIDENTS,
    status=201,
)
def write_down(request: HttpRequest, number: Number, sent: EntrySent) -> Any:
    by = _worker(request, May.WORK_ON_INCIDENTS)
    found, text = incident_called(number), tidy(sent.text)
    if not can_be_seen(text) or len(text) > LONG:
        raise Refused({"text": [_("%d자까지 적어 주세요.") % LONG]})
    happened = sent.happened or timezone.now()
    if timezone.is_naive(happened):
        happened = timezone.make_aware(happened)
    entry = write_entry(
        found,
        text,
        by=by,
        happened=happened,
        zone=settings.TIME_ZONE,
        is_in_summary=sent.is_in_summary,
    )
    return Status(201, _entry(entry))


def _worker(request: HttpRequest, what: May) -> StaffMember:
    by = staff_in(request)
    must(by, what)
    return by


def _listed(one: Incident) -> dict[str, Any]:
    address = settings.SITE_ADDRESS + reverse("incident", args=[one.pk])
    return {
        "id": one.pk,
        "name": one.name,
        "address": address,
        "published": one.published,
        "next_update": one.next_update,
    }


def _worked(one: Incident) -> dict[str, Any]:
    clocks = [
        ClockShown(
            rule=str(clock.rule.name),
            started=clock.started,
            due=clock.due,
            stopped=clock.stopped,
            is_late=clock.is_late,
        )
        for clock in clocks_of([one])
    ]
    return {
        "id": one.pk,
        "name": one.name,
        "noticed": one.noticed,
        "closed": one.closed,
        "published": one.published,
        "people": one.people,
        "clocks": clocks,
    }


def _entry(one: TimelineEntry) -> EntryShown:
    return EntryShown(
        id=one.pk, happened=one.happened, text=one.text, is_in_summary=one.is_in_summary
    )


ROUTERS = [("", router)]
REFUSALS = [(IncidentRefused, 409, ""), (FactRefused, 409, "")]
