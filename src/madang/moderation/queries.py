"""The public register of opened seals."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from .models import SealOpening
from .openings import is_late

# Openings are rare; a register that grew longer than this would be news by itself.
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """What everyone may know of an opening: its number, day, ground and what became of it."""

    number: int
    day: date
    ground: str
    state: str


def register() -> list[Entry]:
    """Return the openings, the last first. One query."""
    return [
        Entry(one.pk, timezone.localdate(one.asked), one.get_ground_display(), state_of(one))
        for one in SealOpening.objects.all()[:LONGEST]
    ]


def state_of(opening: SealOpening) -> str:
    """Return "answered", "late", "approved" or "asked"."""
    if opening.answered is not None:
        return "answered"
    if is_late(opening):
        return "late"
    return "approved" if opening.approved is not None else "asked"
