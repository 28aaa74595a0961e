"""How the desk stands, in numbers that name nobody."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils import timezone

from ..care import shifts
from ..groups.boxes import info_in
from ..groups.forming import sizes
from ..guide.entries import entries_lately
from ..guide.gaps import gaps
from ..models import Inquiry, InquiryState, ShiftRow, Solved
from ..queue.counts import Waiting, waiting

# Sums over fewer people would be one person's.
FEWEST = 5
MOST_KINDS = 20


@dataclass(frozen=True, slots=True)
class Passed:
    """What waits at a desk to which it was passed on, and how much of it is late."""

    desk: str
    waiting: int
    late: int


@dataclass(frozen=True, slots=True)
class People:
    """Those who work now: how many, how many rest, whose break is due; minutes a contact.

    Sums are None where so few work that they would be one person's.
    """

    on: int
    resting: int
    break_due: int
    over: int
    minutes_a_contact: float | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """All that a lead is shown."""

    at: datetime
    waiting: Waiting
    apart: int
    passed: tuple[Passed, ...]
    kinds: tuple[tuple[str, int, bool], ...]
    missing: tuple[tuple[str, int], ...]
    stale: int
    empty: int
    people: People
    answered_today: int
    solved_today: int


def numbers(at: datetime) -> Numbers:
    """Return how the desk stands. A dozen queries, none of which grows with what was answered."""
    told, day = entries_lately(), timezone.localtime(at).date()
    midnight = datetime.combine(day, datetime.min.time(), timezone.get_current_timezone())
    return Numbers(
        at=at,
        waiting=waiting(),
        apart=Inquiry.objects.filter(state=InquiryState.APART).count(),
        passed=_passed(at),
        kinds=tuple(
            (info_in(group.year, group.box).title, count, group.answered is not None)
            for group, count, _confirmed in sizes()[:MOST_KINDS]
            if count
        ),
        missing=tuple((gap.words, gap.times) for gap in gaps()[:MOST_KINDS]),
        stale=sum(entry.is_stale for entry in told),
        empty=sum(entry.says_nothing for entry in told),
        people=people(at),
        answered_today=Inquiry.objects.filter(answered__gte=midnight).count(),
        solved_today=Solved.objects.filter(day=day).aggregate(n=Sum("times"))["n"] or 0,
    )


def people(at: datetime) -> People:
    """Return how those who work now are. One query."""
    held = shifts.limits()
    rows = ShiftRow.objects.filter(day=shifts.day_of(at)).values_list("box", flat=True)
    all_of_them = [one for box in rows if (one := shifts.SHIFTS.decrypt(box))]
    on = [one for one in all_of_them if one.is_on]
    contacts = sum(one.contacts for one in all_of_them)
    is_sum = len(all_of_them) >= FEWEST and contacts > 0
    return People(
        on=len(on),
        resting=sum(at < one.free and one.why in ("break", "rest") for one in on),
        break_due=sum(at - one.stretch >= held.stretch - held.margin for one in on),
        over=sum(one.worked_time > one.longest for one in all_of_them),
        minutes_a_contact=(
            sum(one.worked for one in all_of_them) / contacts / 60 if is_sum else None
        ),
    )


def _passed(at: datetime) -> tuple[Passed, ...]:
    rows = Inquiry.objects.filter(state=InquiryState.WAITING, due__isnull=False)
    there: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for lane, due in rows.values_list("lane", "due")[:20_000]:
        desk = lane[3:]
        there[desk] += 1
        late[desk] += due is not None and due < at
    return tuple(Passed(desk, count, late[desk]) for desk, count in sorted(there.items()))


def oldest_wait(found: Numbers) -> timedelta | None:
    """Return how long whoever has waited longest has."""
    oldest = found.waiting.oldest
    return found.at - oldest if oldest else None
