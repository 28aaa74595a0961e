"""When somebody will be answered, said honestly: by how many wait, and how many are answered now.

It counts by what the person says is at stake alone: what leaked of theirs must not show in it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from madang.core.fresh import FreshByKey

from .. import hours
from ..clock import now
from ..models import Inquiry, InquiryState, Urgency

# The rate is that of the last so many hours of work.
MEASURED = timedelta(hours=3)
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Expected:
    """How many wait before somebody, how many are answered in an hour, and by when they are."""

    waiting: int
    an_hour: float
    by: datetime | None


def expected(urgency: Urgency) -> Expected:
    """Return when somebody who asks now will be answered. Some seconds old."""
    return _expected(int(urgency))


def _read(urgency: int) -> Expected:
    at = now()
    waiting = Inquiry.objects.filter(
        state__in=(InquiryState.WAITING, InquiryState.HELD), urgency__gte=urgency
    ).count()
    rate = rate_of(at)
    if rate < 1:
        return Expected(waiting, rate, None)
    return Expected(waiting, rate, hours.after(at, timedelta(hours=(waiting + 1) / rate)))


def rate_of(at: datetime) -> float:
    """Return how many are answered in an hour of work, by the last hours of it. One query."""
    since = at - MEASURED
    answered = Inquiry.objects.filter(answered__gte=since, answered__lt=at).count()
    worked = hours.worked_between(since, at).total_seconds() / 3600
    return answered / max(worked, 1.0)


_expected = FreshByKey(_read, seconds=SECONDS, most=len(Urgency))
