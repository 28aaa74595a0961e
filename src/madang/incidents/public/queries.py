"""What the public pages of an incident show: what was released, word for word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from madang.core.db.select import Select
from madang.core.fresh import Fresh

from ..models import Fact, FactStatus, FactVersion, Incident, Notice, NoticeKind, said

MAX_VERSIONS = 2000


class Released(NamedTuple):
    """A version of a fact that everybody was told."""

    fact_id: int
    number: int
    status: int
    text: str
    question: str
    source: str
    at: datetime
    next_word: datetime | None

    @property
    def said(self) -> str:
        """What it says, below the question that it answers."""
        return said(self.question, self.text)


@dataclass(frozen=True, slots=True)
class PublicFact:
    """A fact as everybody was told it: now, and before."""

    now: Released
    before: tuple[Released, ...]

    @property
    def status(self) -> FactStatus:
        return FactStatus(self.now.status)


@dataclass(frozen=True, slots=True)
class PublicIncident:
    """An incident as its page shows it."""

    incident: Incident
    facts: tuple[PublicFact, ...]
    items: tuple[str, ...]

    @property
    def updated(self) -> datetime:
        """When something of it was last released."""
        published = self.incident.published
        assert published is not None
        return max([published, *(fact.now.at for fact in self.facts)])

    def of(self, status: FactStatus) -> list[PublicFact]:
        """Return the facts of one status that answer no question, the newest first."""
        return self._newest(
            fact for fact in self.facts if fact.status is status and not fact.now.question
        )

    @property
    def answers(self) -> list[PublicFact]:
        """The facts that answer questions, the newest first."""
        return self._newest(fact for fact in self.facts if fact.now.question)

    @staticmethod
    def _newest(facts: Iterable[PublicFact]) -> list[PublicFact]:
        return sorted(facts, key=lambda fact: fact.now.at, reverse=True)


_RELEASED = Select(
    Released,
    FactVersion,
    Fact,
    rest="WHERE {Fact.incident} = %s AND {is_released} "
    "ORDER BY {fact_id}, {number} DESC LIMIT {most}",
    most=MAX_VERSIONS,
)


def published() -> list[Incident]:
    """Return the incidents whose pages are up, the newest first. One query."""
    return list(Incident.objects.exclude(published=None).order_by("-published"))


# For pages that everybody reads: one query in some seconds, not one for each of them.
published_lately = Fresh(published, seconds=2.0)


def public_incident(number: int) -> PublicIncident | None:
    """Return what everybody may see of an incident; None: it is not public. Three queries."""
    incident = Incident.objects.exclude(published=None).filter(pk=number).first()
    if incident is None:
        return None
    by_fact: dict[int, list[Released]] = {}
    for version in _RELEASED.rows(number):
        by_fact.setdefault(version.fact_id, []).append(version)
    facts = tuple(PublicFact(told[0], tuple(told[1:])) for told in by_fact.values())
    items = tuple(incident.present_items.values_list("name", flat=True))
    return PublicIncident(incident, facts, items)


def released_notices(incident: Incident) -> list[tuple[Notice, str]]:
    """Return the notices that were let go with their names, the newest first. One query."""
    rows = Notice.objects.filter(incident=incident).exclude(released=None).order_by("-released")
    return [(notice, str(NoticeKind(notice.kind).label)) for notice in rows]


def all_versions(shown: PublicIncident) -> list[Released]:
    """Return everything that was told, the newest first."""
    told = [version for fact in shown.facts for version in (fact.now, *fact.before)]
    return sorted(told, key=lambda version: version.at, reverse=True)
