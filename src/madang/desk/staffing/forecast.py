"""How many will come in each quarter of an hour: by this surge's curve, and those of before.

A surge falls off day by day and has its hours: what comes in a quarter is what came a day before,
times how today compares with yesterday so far. Where there is no yesterday, the shape of the last
surge stands for it; where there was none, the last hour goes on. How far each would have been off
during the last hours is said beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..models import QuarterHour
from .counting import QUARTER, quarter_of

DAY, COMPARED, NAIVE = timedelta(days=1), timedelta(hours=2), timedelta(hours=1)
TESTED = 24
# Of fewer in the hours that are compared, one more or less says nothing.
LEAST = 8

Counts = Mapping[datetime, int]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of each quarter, and by how much of what came it was off lately.

    `off` and `naive_off` are mean errors an hour ahead, as parts of what came; None: not known.
    """

    quarters: Sequence[tuple[datetime, float]]
    off: float | None
    naive_off: float | None

    def rate(self, hours: int = 1) -> float:
        """Return the most that is expected in any one of the next hours, as many an hour."""
        some = [count for _at, count in self.quarters[: hours * 4]]
        sums = [sum(some[n : n + 4]) for n in range(0, len(some), 4)]
        return max(sums, default=0.0)


def counts(since: datetime) -> dict[datetime, int]:
    """Return what came in each quarter since a moment. One query."""
    rows = QuarterHour.objects.filter(at__gte=since).order_by("at")
    return dict(rows.values_list("at", "arrived"))


def forecast(came: Counts, at: datetime, *, quarters: int = 32) -> Forecast:
    """Return what is expected from a moment on, by what came until then."""
    begin = quarter_of(at)
    expected = [
        (begin + n * QUARTER, expected_at(came, begin + n * QUARTER, known_until=begin))
        for n in range(quarters)
    ]
    return Forecast(expected, _off(came, begin, expected_at), _off(came, begin, naive_at))


def expected_at(came: Counts, quarter: datetime, *, known_until: datetime) -> float:
    """Return how many are expected in a quarter, by what came before a moment."""
    before = quarter - DAY
    while before >= known_until:
        before -= DAY
    lately = _sum(came, known_until - COMPARED, known_until)
    then = _sum(came, known_until - COMPARED - DAY, known_until - DAY)
    if before not in came or then < LEAST:
        return naive_at(came, quarter, known_until=known_until)
    # The neighbours smooth what one quarter has by chance.
    around = [came.get(before + n * QUARTER) for n in (-1, 0, 1)]
    held = [one for one in around if one is not None]
    return sum(held) / len(held) * lately / then


def naive_at(came: Counts, quarter: datetime, *, known_until: datetime) -> float:
    """Return what the last hour had in each quarter."""
    del quarter
    return _sum(came, known_until - NAIVE, known_until) / 4


def _off(came: Counts, begin: datetime, guess: object) -> float | None:
    """Return by what part an hour's guesses would have been off in the last hours."""
    off = total = 0.0
    for n in range(1, TESTED + 1):
        quarter = begin - n * QUARTER
        if quarter not in came:
            continue
        expected = guess(came, quarter, known_until=quarter - 3 * QUARTER)  # type: ignore[operator]
        off += abs(expected - came[quarter])
        total += came[quarter]
    return off / total if total >= LEAST else None


def _sum(came: Counts, begin: datetime, end: datetime) -> int:
    return sum(count for at, count in came.items() if begin <= at < end)
