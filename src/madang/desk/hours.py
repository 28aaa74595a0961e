"""When the desk works, so that clocks stand still at night, at weekends and on Korean holidays.

Holidays come from the package `holidays`; days that a government adds later (임시공휴일) are the
operator's to add.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays
from django.conf import settings
from django.utils import timezone

OPENS, CLOSES = time(9), time(18)
WEEKEND = (5, 6)
# So far ahead a due time is looked for at most.
MOST_DAYS = 60


def is_workday(day: date) -> bool:
    """Tell whether a day is neither of a weekend nor a holiday."""
    return day.weekday() not in WEEKEND and day not in _holidays(day.year) and day not in _added()


def after(at: datetime, work: timedelta) -> datetime:
    """Return the moment at which so much working time has passed since another."""
    left = work
    for begins, ends in _spans(at):
        begins = max(begins, at)
        if ends - begins >= left:
            return begins + left
        left -= ends - begins
    return at + work


def worked_between(begins: datetime, ends: datetime) -> timedelta:
    """Return how much working time lies between two moments."""
    total = timedelta()
    for opens, closes in _spans(begins):
        if opens >= ends:
            break
        total += max(min(closes, ends) - max(opens, begins), timedelta())
    return total


def _spans(at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the hours of work of each day from a moment's on, that are not over yet."""
    first = timezone.localtime(at).date()
    zone = timezone.get_current_timezone()
    for n in range(MOST_DAYS):
        day = first + timedelta(days=n)
        if is_workday(day):
            opens = datetime.combine(day, OPENS, zone)
            closes = datetime.combine(day, CLOSES, zone)
            if closes > at:
                yield opens, closes


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("KR", years=year))


def _added() -> frozenset[date]:
    held: frozenset[date] = settings.DESK_HOLIDAYS
    return held
