"""Overtime is asked for and may be refused: nobody is asked why, and no page says who did.

What is asked for and not taken on shows as unmet need before it happens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.identity.boxed_rows import BoxedRows
from madang.incidents.people import boxed
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from ..models import OvertimeAnswer, OvertimeRequest

# A day of eight hours may have two more (근로기준법 §53 allows twelve a week).
MOST_MINUTES = 120


class OvertimeRefused(Exception):
    """It cannot be asked for; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether somebody takes it on."""

    is_taken: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, and how many take it on; `mine` is the reader's answer, if any."""

    request: OvertimeRequest
    taken: int
    mine: bool | None

    @property
    def unmet(self) -> int:
        return max(self.request.people - self.taken, 0)


OVERTIME = BoxedRows(OvertimeAnswer, Taken, "desk overtime", padded_to=48)


def ask(
    day: date, people: int, minutes: int, why: str, *, by: StaffMember, at: datetime
) -> OvertimeRequest:
    """Ask for overtime on a day that is not over; raises OvertimeRefused, PermissionDenied."""
    must(by, May.LEAD_DESK)
    if day < timezone.localtime(at).date():
        raise OvertimeRefused(_("지난 날짜에는 요청할 수 없어요."))
    if not 0 < minutes <= MOST_MINUTES:
        raise OvertimeRefused(_("하루에 %d분까지 요청할 수 있어요.") % MOST_MINUTES)
    if not why:
        raise OvertimeRefused(_("왜 필요한지 적어 주세요."))
    with writing():
        note("ask for overtime", f"overtime:{day}", by, reason=why)
        return OvertimeRequest.objects.create(
            day=day, people=people, minutes=minutes, asked=at, why=why, by=boxed(by)
        )


def answer(request: OvertimeRequest, *, takes: bool, by: StaffMember, at: datetime) -> None:
    """Take it on or not; it may be changed until the day is over."""
    must(by, May.ANSWER_INQUIRIES)
    if request.day < timezone.localtime(at).date():
        raise OvertimeRefused(_("이미 지난 날이에요."))
    with writing():
        key = OVERTIME.key_of(by.account, request.pk)
        OVERTIME.save(key, Taken(takes), request=request)


def asked_for(by: StaffMember, at: datetime) -> Sequence[Asked]:
    """Return what is asked for from today on. Two queries."""
    today = timezone.localtime(at).date()
    rows = OvertimeRequest.objects.filter(day__gte=today).order_by("day", "pk")
    found = []
    for request in rows.prefetch_related("answers"):
        own = OVERTIME.key_of(by.account, request.pk)
        answers = {one.pk: OVERTIME.decrypt(one.box) for one in request.answers.all()}
        mine = answers.get(own)
        taken = sum(one is not None and one.is_taken for one in answers.values())
        found.append(Asked(request, taken, mine.is_taken if mine else None))
    return found


def minutes_taken(by: StaffMember, day: date) -> int:
    """Return how many minutes somebody works beyond a day, as they said. Two queries at most."""
    requests = dict(OvertimeRequest.objects.filter(day=day).values_list("pk", "minutes"))
    if not requests:
        return 0
    keys = {OVERTIME.key_of(by.account, pk): minutes for pk, minutes in requests.items()}
    answers = OVERTIME.find_all(keys)
    taken = sum(keys[key] for key, one in answers.items() if one.is_taken)
    return min(taken, MOST_MINUTES)
