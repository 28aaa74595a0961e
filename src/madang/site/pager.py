"""The numbered pager: 처음 이전 22 23 24 25 26 27 28 다음."""

from dataclasses import dataclass

PAGES_AROUND = 3
PAGES_JUMPED = 10


@dataclass(frozen=True, slots=True)
class Pager:
    """What a pager shows; None where there is nothing to go to."""

    current: int
    numbers: range
    first: int | None
    previous: int | None
    next: int | None
    ten_back: int | None
    ten_on: int | None
    last: int


def pager(current: int, last: int) -> Pager:
    """Return the pager of one page among `last` pages, both counted from 1."""
    begin = max(1, min(current - PAGES_AROUND, last - 2 * PAGES_AROUND))
    end = min(last, begin + 2 * PAGES_AROUND)
    return Pager(
        current=current,
        numbers=range(begin, end + 1),
        first=1 if begin > 1 else None,
        previous=current - 1 if current > 1 else None,
        next=current + 1 if current < last else None,
        ten_back=max(1, current - PAGES_JUMPED) if begin > 1 else None,
        ten_on=min(last, current + PAGES_JUMPED) if end < last else None,
        last=last,
    )
