"""When somebody will be answered, said honestly: by how many wait, and how many are answered now.

It is one number for everybody: who is listed in a leak comes earlier, which must not show in it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from madang.core.fresh import Fresh

from .. import hours
from ..clock import now
from ..models import Inquiry, InquiryState

# The rate is that of the last so many hours of work.
MEASURED = timedelta(hours=3)
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Expected:
    """How many wait before somebody, how many are answered in an hour, and by when they are."""

    waiting: int
    an_hour: float
    by: datetime | None


def _read() -> Expected:
    at = now()
    waiting = Inquiry.objects.filter(state__in=(InquiryState.WAITING, InquiryState.HELD)).count()
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


# When somebody who asks now will be answered at the latest.
expected = Fresh(_read, seconds=SECONDS)
