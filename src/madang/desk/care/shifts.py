"""Somebody's day at the desk: when they may be given something, and when they rest.

What is kept of it is for nobody else: no page shows one person's counts to another.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from madang.core.db.transactions import writing
from madang.identity.boxed_rows import BoxedRows
from madang.staff.members import StaffMember

from ..limits import Limits
from ..models import ShiftRow
from .overtime import minutes_taken
from .skills import skills_of

# Who says nothing for so long was not at work: their stretch begins anew.
AWAY = timedelta(minutes=30)
# Days that people may see of their own.
KEPT = timedelta(days=31)
# A night of work belongs to the day before.
DAY_BEGINS = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Shift:
    """One person's day: whose, at which desks and in which languages, and how it went so far.

    `seen` is the last moment that counted as work, `stretch` since when without a break, and
    nothing is given before `free`, for the reason `why`: "pause", "break" or "rest".
    """

    by: int
    name: str
    firm: int
    languages: tuple[str, ...]
    desks: tuple[str, ...]
    is_on: bool
    seen: datetime
    stretch: datetime
    free: datetime
    why: str = ""
    worked: float = 0.0
    contacts: int = 0
    after_abuse: bool = False
    # Whether an inquiry lies before them, and which they gave back last.
    holds: bool = False
    gave_back: int = 0
    # Whether they opened a text that came folded.
    opened_abuse: bool = False
    # Minutes beyond a day that they have taken on.
    extra: int = 0

    @property
    def worked_time(self) -> timedelta:
        return timedelta(seconds=self.worked)

    @property
    def longest(self) -> timedelta:
        """How long this day may be."""
        return limits().day + timedelta(minutes=self.extra)


@dataclass(frozen=True, slots=True)
class Wait:
    """Why nothing is given now, and until when; None: not today any more."""

    why: str
    until: datetime | None


SHIFTS = BoxedRows(ShiftRow, Shift, "desk shift", padded_to=512)


def limits() -> Limits:
    held: Limits = settings.DESK_LIMITS
    return held


def key_of(account: int, at: datetime) -> int:
    """Return the number of somebody's shift: another each day, so that no two days are joined."""
    return SHIFTS.key_of(account, day_of(at))


def day_of(at: datetime) -> date:
    """Return the day of work that a moment belongs to: it ends when hardly anybody works."""
    return timezone.localtime(at - DAY_BEGINS).date()


def day_end(at: datetime) -> datetime:
    """Return when a day of work ends: whoever has something then has it no longer."""
    end = datetime.combine(day_of(at) + timedelta(days=1), time(), timezone.get_current_timezone())
    return end + DAY_BEGINS


def shift_of(by: StaffMember, at: datetime) -> Shift | None:
    """Return somebody's shift of a day; None: they have not begun. One query."""
    return SHIFTS.find(key_of(by.account, at))


def save(shift: Shift, at: datetime) -> None:
    """Keep a shift as it is now; belongs in the transaction of what changed it."""
    SHIFTS.save(key_of(shift.by, at), shift, day=day_of(at))


def begin(
    by: StaffMember, *, languages: tuple[str, ...], desks: tuple[str, ...], at: datetime
) -> Shift:
    """Begin to work, or go on after a break; what was worked today still counts."""
    skills = skills_of(by)
    wanted = tuple(one for one in languages if one in skills.languages) or skills.languages[:1]
    mine = tuple(one for one in desks if one in skills.desks) or skills.desks[:1]
    with writing():
        known = shift_of(by, at)
        if known is None:
            known = Shift(by.account, by.name, by.firm, wanted, mine, True, at, at, at)
        known = replace(known, extra=minutes_taken(by, day_of(at)))
        if not known.is_on and at - known.seen >= limits().break_:
            known = replace(known, stretch=at)
        known = replace(counted(known, at), languages=wanted, desks=mine, is_on=True, seen=at)
        known = _off_if_over(known)
        save(known, at)
    return known


def end(by: StaffMember, *, at: datetime) -> None:
    """Stop working; nothing is given any more."""
    with writing():
        if (known := shift_of(by, at)) is not None:
            save(replace(counted(known, at), is_on=False), at)


def counted(shift: Shift, at: datetime) -> Shift:
    """Return a shift with the time since it was last seen counted as work, where it was."""
    if not shift.is_on or at <= shift.seen:
        return shift
    since = max(shift.seen, shift.free if shift.why in ("break", "rest") else shift.seen)
    passed = max(at - since, timedelta())
    if passed > AWAY and not shift.holds:
        return replace(shift, seen=at, stretch=at)
    return replace(shift, seen=at, worked=shift.worked + passed.total_seconds())


def wait_of(shift: Shift | None, at: datetime) -> tuple[Shift | None, Wait | None]:
    """Return why somebody is given nothing now, and their shift with a break begun if it is due."""
    if shift is None or not shift.is_on:
        return shift, Wait("day" if shift and is_over(shift) else "off", None)
    before, shift, held = shift, counted(shift, at), limits()
    if is_over(shift):
        # Who held nothing, and will be given nothing, did not work beyond the day.
        worked = max(before.worked, min(shift.worked, shift.longest.total_seconds()))
        return replace(shift, is_on=False, worked=worked), Wait("day", None)
    if at < shift.free:
        return shift, Wait(shift.why, shift.free)
    if at - shift.stretch >= held.stretch - held.margin:
        shift = rested(shift, held.break_, "break", at)
        return shift, Wait("break", shift.free)
    return shift, None


def rested(shift: Shift, span: timedelta, why: str, at: datetime) -> Shift:
    """Return a shift with a break or a rest from now on; the stretch begins after it."""
    free = max(at + span, shift.free if shift.why in ("break", "rest") else at)
    return replace(counted(shift, at), free=free, why=why, stretch=free)


def after_contact(shift: Shift, at: datetime, *, abusive: bool, rest: bool) -> Shift:
    """Return a shift after a contact: with its pause, or with the rest that abuse calls for."""
    held = limits()
    shift = replace(
        counted(shift, at),
        contacts=shift.contacts + 1,
        after_abuse=abusive or shift.opened_abuse,
        opened_abuse=False,
        holds=False,
        gave_back=0,
    )
    shift = _off_if_over(shift)
    if rest:
        return rested(shift, held.rest, "rest", at)
    free = at + held.pause
    return replace(shift, free=free, why="pause") if free > shift.free else shift


def is_over(shift: Shift) -> bool:
    """Tell whether a day is over: what would still be given might end beyond its limit."""
    return shift.worked_time >= shift.longest - limits().margin


def _off_if_over(shift: Shift) -> Shift:
    """Return a shift that ends with the day."""
    return replace(shift, is_on=False) if is_over(shift) else shift


def colleagues(by: StaffMember, at: datetime) -> list[Shift]:
    """Return who else works now, by name; of a firm, its own people alone. Reads the day's."""
    rows = ShiftRow.objects.filter(day=day_of(at)).values_list("box", flat=True)
    held = (SHIFTS.decrypt(box) for box in rows)
    others = [one for one in held if one and one.is_on and one.by != by.account]
    return sorted((one for one in others if one.firm == by.firm), key=lambda one: one.name)


def drop_old_shifts() -> None:
    """Delete the days that are long over, all of a day together."""
    ShiftRow.objects.filter(day__lt=timezone.localdate() - KEPT).delete()
