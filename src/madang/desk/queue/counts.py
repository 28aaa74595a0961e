"""How many wait: for the pages of all who answer, read once in some seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count as CountOf
from django.db.models import Min

from madang.core.fresh import Fresh

from ..lanes import Lane
from ..models import Inquiry, InquiryState

SECONDS = 3.0


class Count(NamedTuple):
    """How many wait in a lane at one urgency."""

    lane: Lane
    urgency: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and who has waited longest."""

    counts: tuple[Count, ...]
    oldest: datetime | None

    @property
    def total(self) -> int:
        return sum(count.waiting for count in self.counts)

    def at(self, desks: Sequence[str]) -> int:
        """Return how many wait at some desks."""
        return sum(count.waiting for count in self.counts if count.lane.desk in desks)


def waiting() -> Waiting:
    """Return how many wait. One query, that reads an index."""
    rows = Inquiry.objects.filter(state=InquiryState.WAITING).values_list("lane", "urgency")
    found = list(rows.annotate(number=CountOf("id"), first=Min("arrived")).order_by())
    counts = tuple(Count(Lane.read(lane), urgency, number) for lane, urgency, number, _ in found)
    return Waiting(counts, min((first for *_rest, first in found), default=None))


waiting_lately = Fresh(waiting, seconds=SECONDS)
