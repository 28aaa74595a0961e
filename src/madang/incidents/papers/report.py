"""What the report of an incident says: what was known when, what was told to whom when."""

from dataclasses import dataclass
from datetime import datetime

from madang.delivery.mailings.progress import MailingProgress, progress_of
from madang.delivery.models import Mailing

from ..clocks import Clock, clocks_of
from ..facts import KnownFact, facts_of
from ..models import Decision, Incident, Notice, NoticeKind, Task, TimelineEntry
from ..notices.plots import progress_plot
from ..people import name_in


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """A notice that was let go, and what became of it."""

    label: str
    released: datetime
    told: datetime | None
    author: str
    approver: str
    progress: MailingProgress | None

    @property
    def plot(self) -> str:
        return progress_plot(self.progress.minutes) if self.progress else ""


@dataclass(frozen=True, slots=True)
class Report:
    """All of an incident that a report shows, as it stood at a moment."""

    incident: Incident
    at: datetime
    timeline: list[TimelineEntry]
    facts: list[KnownFact]
    clocks: list[Clock]
    decisions: list[tuple[Decision, str]]
    notices: list[ToldNotice]
    tasks: list[tuple[Task, str]]


def report_of(incident: Incident, at: datetime, *, whole: bool) -> Report:
    """Return the report of an incident as it stood; `whole`: not the summary alone. Nine queries
    and one for each notice.
    """
    entries = incident.timeline.filter(entered__lte=at).order_by("happened", "pk")
    made = incident.decisions.filter(at__lte=at).order_by("pk")
    return Report(
        incident,
        at,
        list(entries if whole else entries.filter(is_in_summary=True)),
        facts_at(incident, at),
        clocks_of([incident]),
        [(one, name_in(one.by)) for one in made],
        _notices(incident, at),
        [(task, name_in(task.owner)) for task in incident.tasks.filter(done=None).order_by("due")],
    )


def facts_at(incident: Incident, at: datetime) -> list[KnownFact]:
    """Return the facts as they were held to be at a moment. One query."""
    found = []
    for fact in facts_of(incident):
        known = tuple(version for version in fact.versions if version.at <= at)
        if known:
            found.append(KnownFact(fact.id, known))
    return found


def _notices(incident: Incident, at: datetime) -> list[ToldNotice]:
    released = Notice.objects.filter(incident=incident, released__lte=at).order_by("pk")
    mailings = {
        mailing.about: mailing
        for mailing in Mailing.objects.filter(about__in=[notice.about for notice in released])
    }
    return [
        ToldNotice(
            str(NoticeKind(notice.kind).label),
            notice.released or at,
            notice.told,
            name_in(notice.author),
            name_in(notice.approver),
            progress_of(mailings[notice.about]) if notice.about in mailings else None,
        )
        for notice in released
    ]
