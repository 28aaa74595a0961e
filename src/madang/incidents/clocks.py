"""The clocks that the law starts: which run for an incident, until when, and what stopped them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from .law.rules import ClockRule, MetBy, RuleSet, Starts, When, rules_on
from .models import Decision, FactStatus, FactVersion, Incident, Notice


@dataclass(frozen=True, slots=True)
class Clock:
    """One time limit of one incident; `stopped` is when what it asks for was done.

    `is_owed` is false where it was decided, with a ground, that nothing is owed.
    """

    incident: int
    incident_name: str
    rule: ClockRule
    started: datetime
    due: datetime
    stopped: datetime | None = None
    is_owed: bool = True
    reason: str = ""
    version: int | None = None
    fact_text: str = ""

    @property
    def is_running(self) -> bool:
        return self.is_owed and self.stopped is None

    @property
    def is_late(self) -> bool:
        """Tell whether it ran out before what it asks for was done."""
        return self.is_owed and (self.stopped or timezone.now()) > self.due

    @property
    def left(self) -> timedelta:
        return self.due - timezone.now()

    @property
    def key(self) -> str:
        """What names it among all clocks."""
        return f"{self.incident}:{self.rule.key}:{self.version or ''}"


def rules_of(incident: Incident) -> RuleSet:
    """Return the rules that an incident is held to: those in force when it was noticed."""
    return rules_on(timezone.localtime(incident.noticed).date())


def clocks_of(incidents: Iterable[Incident]) -> list[Clock]:
    """Return all clocks of some incidents, those that run out first at the front. Three queries."""
    chosen = list(incidents)
    ids = [incident.pk for incident in chosen]
    decisions = list(Decision.objects.filter(incident__in=ids).order_by("pk"))
    told = _first_notices(ids)
    confirmed = _confirmed_facts(ids)
    found = [
        clock
        for incident in chosen
        for clock in _of_one(incident, decisions, told.get(incident.pk), confirmed)
    ]
    return sorted(found, key=lambda clock: (not clock.is_running, clock.due))


def open_clocks() -> list[Clock]:
    """Return the clocks that run now, of all incidents, the next to run out first. Four queries."""
    open_ones = Incident.objects.filter(closed=None)
    return [clock for clock in clocks_of(open_ones) if clock.is_running]


def _of_one(
    incident: Incident,
    decisions: list[Decision],
    told: datetime | None,
    confirmed: list[FactVersion],
) -> Iterable[Clock]:
    rules = rules_of(incident)
    for rule in rules.clock:
        if not _runs(rule, incident, rules):
            continue
        if rule.starts is Starts.NOTICED:
            decided = _last(decisions, incident.pk, rule.key, None)
            done = told if rule.met_by is MetBy.NOTICE else None
            yield _clock(incident, rule, incident.noticed, decided, done)
            continue
        for version in confirmed:
            if version.fact.incident_id == incident.pk:
                decided = _last(decisions, incident.pk, rule.key, version.pk)
                yield _clock(incident, rule, version.at, decided, None, version)


def _clock(
    incident: Incident,
    rule: ClockRule,
    started: datetime,
    decided: Decision | None,
    told: datetime | None,
    version: FactVersion | None = None,
) -> Clock:
    stopped = told
    if decided is not None and decided.is_done:
        stopped = min(filter(None, (told, decided.done)), default=None)
    return Clock(
        incident.pk,
        incident.name,
        rule,
        started,
        started + timedelta(hours=rule.hours),
        stopped,
        decided is None or decided.is_done,
        decided.reason if decided else "",
        version.pk if version else None,
        version.text if version else "",
    )


def _runs(rule: ClockRule, incident: Incident, rules: RuleSet) -> bool:
    if rule.when is When.ALWAYS:
        return True
    if rule.when is When.INTRUSION:
        return incident.is_intrusion
    many = incident.people is None or incident.people >= rules.report_from_people
    return many or incident.is_grave or incident.is_intrusion


def _last(
    decisions: list[Decision], incident: int, clock: str, version: int | None
) -> Decision | None:
    found = [
        one
        for one in decisions
        if (one.incident_id, one.clock, one.version_id) == (incident, clock, version)
    ]
    return found[-1] if found else None


def _confirmed_facts(ids: list[int]) -> list[FactVersion]:
    """Return each version with which a fact became certain, or certainly wrong. One query.

    What was confirmed and is ruled out later is a further fact, and the first clock stays.
    """
    rows = (
        FactVersion.objects.filter(fact__incident__in=ids)
        .select_related("fact")
        .order_by("fact", "number")
    )
    found: list[FactVersion] = []
    before: FactVersion | None = None
    for version in rows:
        same = before is not None and before.fact_id == version.fact_id
        status = before.status if before is not None and same else None
        became_certain = version.status == FactStatus.CONFIRMED != status
        was_wrong = status == FactStatus.CONFIRMED and version.status == FactStatus.RULED_OUT
        if became_certain or was_wrong:
            found.append(version)
        before = version
    return found


def _first_notices(ids: list[int]) -> dict[int, datetime]:
    """Return when everybody was first told of some incidents. One query."""
    told = Notice.objects.filter(incident__in=ids).exclude(told=None)
    rows = told.values_list("incident").annotate(first=Min("told"))
    return {incident: first for incident, first in rows if first is not None}
