"""Facts: what is known, asked or ruled out. Each change is a version, and none is altered."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.core.site import announce
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from .models import Fact, FactStatus, FactVersion, Incident
from .people import boxed, name_in
from .public.following import tell
from .timeline import enter


class FactRefused(Exception):
    """A version cannot be taken; `field` is what is wrong, and the message says how."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says of a fact: how sure it is, in which words, and where it is from.

    `question` is what people ask, where this is the answer. An unknown has somebody who finds out
    (`owner`), and when there will be word of it.
    """

    status: FactStatus
    text: str
    source: str
    owner: StaffMember | None = None
    next_word: datetime | None = None
    is_released: bool = False
    question: str = ""


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact as staff see it: its versions, the newest first."""

    id: int
    versions: tuple[FactVersion, ...]

    @property
    def now(self) -> FactVersion:
        return self.versions[0]

    @property
    def status(self) -> FactStatus:
        return FactStatus(self.now.status)

    @property
    def owner(self) -> str:
        return name_in(self.now.owner)

    @property
    def is_overdue(self) -> bool:
        """Tell whether word of an unknown was promised and has not come."""
        word = self.now.next_word
        if self.status is not FactStatus.INVESTIGATING or word is None:
            return False
        return word < timezone.now()

    @property
    def released(self) -> tuple[FactVersion, ...]:
        """What everybody was told of it, the newest first."""
        return tuple(version for version in self.versions if version.is_released)

    @property
    def waits_for_release(self) -> bool:
        return not self.now.is_released


def state(incident: Incident, what: Statement, *, by: StaffMember) -> Fact:
    """Add a fact; raises FactRefused and PermissionDenied."""
    with writing():
        fact = Fact(incident=incident)
        _check(what, by)
        fact.save()
        _add(fact, what, by=by)
    return fact


def change(fact: Fact, what: Statement, *, by: StaffMember) -> FactVersion:
    """Say something else of a fact, as its next version; raises FactRefused, PermissionDenied."""
    with writing():
        _check(what, by)
        return _add(fact, what, by=by)


def release(fact: Fact, *, by: StaffMember) -> None:
    """Tell everybody what is held to be so now, word for word, as a version of its own."""
    must(by, May.RELEASE_FACTS)
    with writing():
        last = fact.versions.order_by("-number").first()
        if last is None or last.is_released:
            return
        last.pk, last.number = None, last.number + 1
        last.at, last.by, last.is_released = timezone.now(), boxed(by), True
        last.save(force_insert=True)
        _record(fact, last, by)


def facts_of(incident: Incident) -> list[KnownFact]:
    """Return the facts of an incident: unknown ones first, then as they were stated. One query."""
    rows = FactVersion.objects.filter(fact__incident=incident).order_by("fact", "-number")
    by_fact: dict[int, list[FactVersion]] = {}
    for version in rows:
        by_fact.setdefault(version.fact_id, []).append(version)
    known = [KnownFact(number, tuple(versions)) for number, versions in by_fact.items()]
    return sorted(known, key=lambda one: (one.status is not FactStatus.INVESTIGATING, one.id))


def _check(what: Statement, by: StaffMember) -> None:
    must(by, May.WORK_ON_INCIDENTS)
    if what.is_released:
        must(by, May.RELEASE_FACTS)
    if what.status is not FactStatus.INVESTIGATING:
        return
    if what.owner is None:
        raise FactRefused("owner", _("조사 중인 일에는 담당자가 있어야 해요."))
    if what.next_word is None or what.next_word <= timezone.now():
        raise FactRefused("next_word", _("언제 다시 알릴지, 지금 이후의 시각으로 적어 주세요."))


def _add(fact: Fact, what: Statement, *, by: StaffMember) -> FactVersion:
    unknown = what.status is FactStatus.INVESTIGATING
    last = fact.versions.order_by("-number").first()
    version = FactVersion.objects.create(
        fact=fact,
        number=last.number + 1 if last else 1,
        status=what.status,
        text=what.text,
        question=what.question,
        source=what.source,
        is_released=what.is_released,
        next_word=what.next_word if unknown else None,
        owner=boxed(what.owner) if unknown and what.owner else "",
        by=boxed(by),
    )
    _record(fact, version, by)
    return version


def _record(fact: Fact, version: FactVersion, by: StaffMember) -> None:
    is_sure = version.status == FactStatus.CONFIRMED

    def said() -> str:
        return f"{FactStatus(version.status).label}: {version.said}"

    enter(fact.incident, said, by=by, is_in_summary=is_sure)
    if version.is_released:
        tell(version)
        if fact.incident.published is not None:
            announce("fact.released", incident=fact.incident_id, fact=fact.pk)
        note("release fact", fact.incident.about, by, reason=f"{fact.pk}.{version.number}")
