"""Reading the guide: what is told now, on what it rests, and what has changed since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db.models import Max

from madang.core.fresh import Fresh
from madang.incidents.models import FactStatus, FactVersion

from ..models import GuideVersion
from .emptiness import says_nothing

# A fact, and its version that an answer rests on.
Rest = tuple[int, int]
LATELY_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class RestingFact:
    """A fact on which an answer rests: as it was then, and as it is now."""

    id: int
    then: int
    now: FactVersion

    @property
    def has_changed(self) -> bool:
        return self.now.number > self.then


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and its answer, as agents are told it now."""

    id: int
    version: GuideVersion
    facts: tuple[RestingFact, ...]

    @property
    def is_public(self) -> bool:
        """Tell whether everybody may know what it is about."""
        incident = self.version.entry.incident
        return incident is None or incident.published is not None

    @property
    def questions(self) -> list[str]:
        return self.version.questions.split("\n")

    @property
    def title(self) -> str:
        return self.questions[0]

    @property
    def is_stale(self) -> bool:
        """Tell whether a fact has changed since the answer was written."""
        return any(fact.has_changed for fact in self.facts)

    @property
    def says_nothing(self) -> bool:
        return says_nothing(self.version.answer)

    @property
    def is_unknown(self) -> bool:
        """Tell whether it rests on what is being found out."""
        return any(fact.now.status == FactStatus.INVESTIGATING for fact in self.facts)


def entries(*, at: datetime | None = None) -> list[Entry]:
    """Return the guide as it is, or as it stood at a moment, the newest first. Three queries."""
    reviewed = GuideVersion.objects.exclude(reviewed=None)
    if at is None:
        reviewed = reviewed.filter(entry__retired=None)
    else:
        reviewed = reviewed.filter(reviewed__lte=at).exclude(entry__retired__lte=at)
    newest = reviewed.values("entry").annotate(last=Max("edition")).values("last")
    versions = list(
        GuideVersion.objects.filter(edition__in=newest)
        .order_by("-edition")
        .select_related("entry__incident")
    )
    facts = _facts([one for version in versions for one, _number in rests_of(version)], at)
    return [_entry(version, facts) for version in versions]


# For the pages of all agents: one reading in a fifth of a second.
entries_lately = Fresh(entries, seconds=LATELY_SECONDS)


def entry_called(number: int) -> Entry | None:
    """Return one entry as it is told now; None: it is not, or there is none."""
    return next((entry for entry in entries() if entry.id == number), None)


def rests_of(version: GuideVersion) -> tuple[Rest, ...]:
    """Return the facts that a version rests on, with their versions then."""
    return msgspec.json.decode(version.rests_on, type=tuple[Rest, ...])


def present(facts: Iterable[int]) -> tuple[Rest, ...]:
    """Return some facts with their newest versions, as an answer written now rests on them."""
    return tuple((number, version.number) for number, version in _facts(facts, None).items())


def edition(*, at: datetime | None = None) -> int:
    """Return the number of the guide's edition, 0 before the first. One query."""
    reviewed = GuideVersion.objects.exclude(edition=None)
    if at is not None:
        reviewed = reviewed.filter(reviewed__lte=at)
    return reviewed.aggregate(last=Max("edition"))["last"] or 0


def empty_shares() -> Sequence[tuple[int, datetime, float]]:
    """Return (edition, since when, the part of answers that said nothing) of every edition.

    One query.
    """
    said: dict[int, bool] = {}
    found = []
    rows = GuideVersion.objects.exclude(edition=None).order_by("edition")
    for version in rows.only("entry_id", "answer", "edition", "reviewed"):
        said[version.entry_id] = says_nothing(version.answer)
        assert version.edition is not None and version.reviewed is not None
        found.append((version.edition, version.reviewed, sum(said.values()) / len(said)))
    return found


def _facts(numbers: Iterable[int], at: datetime | None) -> dict[int, FactVersion]:
    versions = FactVersion.objects.filter(fact__in=set(numbers)).order_by("fact", "number")
    if at is not None:
        versions = versions.filter(at__lte=at)
    return {version.fact_id: version for version in versions}


def _entry(version: GuideVersion, facts: dict[int, FactVersion]) -> Entry:
    rests = rests_of(version)
    return Entry(
        version.entry_id,
        version,
        tuple(RestingFact(one, then, facts[one]) for one, then in rests if one in facts),
    )
