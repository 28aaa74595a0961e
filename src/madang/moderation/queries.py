"""The public register of opened seals."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.models import Account

from .models import SealOpening
from .openings import is_by, is_late

# Openings are rare; a register that grew longer than this would be news by itself.
MAX_OPENINGS = 1000


class Outcome(models.TextChoices):
    """What became of an opening."""

    ASKED = "asked", _lazy("요청")
    APPROVED = "approved", _lazy("승인됨")
    ANSWERED = "answered", _lazy("열었음")
    LATE = "late", _lazy("기한이 지나 열지 않음")


@dataclass(frozen=True, slots=True)
class Entry:
    """What everyone may know of an opening: its number, day, ground and what became of it."""

    number: int
    day: date
    ground: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Asking:
    """What an operator sees of an opening that is under way."""

    number: int
    post: int
    comment: int | None
    ground: str
    reason: str
    is_approved: bool
    is_mine: bool


def register() -> list[Entry]:
    """Return the openings, the last first. One query."""
    return [
        Entry(one.pk, timezone.localdate(one.asked), one.get_ground_display(), outcome_of(one))
        for one in SealOpening.objects.all()[:MAX_OPENINGS]
    ]


def askings(by: Account) -> list[Asking]:
    """Return what was asked and may still be approved or answered, for an operator. One query."""
    return [
        Asking(
            number=one.pk,
            post=one.post,
            comment=one.comment,
            ground=one.get_ground_display(),
            reason=one.reason,
            is_approved=one.approved is not None,
            is_mine=is_by(one, by),
        )
        for one in SealOpening.objects.filter(answered=None)[:MAX_OPENINGS]
        if not is_late(one)
    ]


def outcome_of(opening: SealOpening) -> Outcome:
    """Return what became of an opening."""
    if opening.answered is not None:
        return Outcome.ANSWERED
    if is_late(opening):
        return Outcome.LATE
    return Outcome.APPROVED if opening.approved is not None else Outcome.ASKED
