"""How is it today? Asked of everybody once a day, by voice and never by person.

Answers are shown together, and only from five up; who said which is in no page, and the software
reads an answer for nothing but the sum.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from madang.core.db.transactions import writing
from madang.identity.boxed_rows import BoxedRows
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May

from ..models import PulseRow

ANSWERS = {
    1: _lazy("많이 힘들어요"),
    2: _lazy("힘들어요"),
    3: _lazy("그저 그래요"),
    4: _lazy("괜찮아요"),
    5: _lazy("좋아요"),
}
FEWEST, KEPT, SHOWN_DAYS = 5, timedelta(days=31), 14


@dataclass(frozen=True, slots=True)
class Felt:
    """One answer."""

    answer: int


@dataclass(frozen=True, slots=True)
class DayFelt:
    """How a day was for those who answered: how many said each; None where too few did."""

    day: date
    counts: dict[int, int] | None


PULSE = BoxedRows(PulseRow, Felt, "desk pulse", padded_to=48)


def say(answer: int, *, by: StaffMember, at: datetime) -> None:
    """Keep how somebody's day is; a second answer takes the place of the first."""
    must(by, May.ANSWER_INQUIRIES)
    if answer not in ANSWERS:
        return
    day = timezone.localtime(at).date()
    with writing():
        PULSE.save(PULSE.key_of(by.account, day), Felt(answer), day=day)


def days(at: datetime) -> list[DayFelt]:
    """Return how the last days were, the newest first. One query."""
    today = timezone.localtime(at).date()
    by_day: dict[date, Counter[int]] = {}
    rows = PulseRow.objects.filter(day__gt=today - timedelta(days=SHOWN_DAYS))
    for day, box in rows.values_list("day", "box"):
        if (felt := PULSE.decrypt(box)) is not None:
            by_day.setdefault(day, Counter())[felt.answer] += 1
    return [
        DayFelt(day, dict(counts) if counts.total() >= FEWEST else None)
        for day, counts in sorted(by_day.items(), reverse=True)
    ]


def drop_old_pulses() -> None:
    """Delete the days that are long over, all of a day together."""
    PulseRow.objects.filter(day__lt=timezone.localdate() - KEPT).delete()
