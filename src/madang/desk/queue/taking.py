"""Taking the next inquiry: whoever has waited longest among the most urgent, and nobody chooses.

A claim is a row's own: two never have the same. Within a lane the order is urgency, then arrival;
of the lanes that somebody may take from, the first of all their heads comes next. So nobody waits
behind somebody of the same urgency who arrived later, however often it was moved meanwhile, but
for what an agent may not take: another language, another desk, or abuse right after abuse.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from madang.core.db.select import execute, fetch, statement
from madang.core.db.transactions import writing
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from ..care import shifts
from ..care.shifts import Shift, Wait
from ..care.skills import Skills, skills_of
from ..clock import now
from ..inquiries.keys import keys_of
from ..lanes import lanes
from ..models import Inquiry, InquiryState

# A page that says nothing for so long has lost its inquiry: its agent's machine is off.
CLAIM = timedelta(minutes=40)
# The number of PostgreSQL's lock under which inquiries are taken; SQLite has one writer at a time.
TAKING = 0x6D6164616E67
_HEAD = (
    "SELECT {id}, {urgency}, {arrived}, {lane} FROM {Inquiry} WHERE {of} "
    "ORDER BY {urgency} DESC, {arrived}, {id} LIMIT 1"
)
_IN_LANE = statement(
    _HEAD, Inquiry, of="{state} = {WAITING} AND {lane} = %s", WAITING=InquiryState.WAITING
)
_BUT_ONE = statement(
    _HEAD,
    Inquiry,
    of="{state} = {WAITING} AND {lane} = %s AND {id} <> %s",
    WAITING=InquiryState.WAITING,
)
_HANDED = statement(
    _HEAD, Inquiry, of="{claim} = %s AND {state} = {THAT}", THAT=InquiryState.HANDED
)
_APART = statement(_HEAD, Inquiry, of="{state} = {APART} AND {lane} = %s", APART=InquiryState.APART)
_LATE = statement(
    "SELECT {id} FROM {Inquiry} WHERE {state} IN ({SNOOZED}, {HANDED}) AND {due} <= %s LIMIT 200",
    Inquiry,
    SNOOZED=InquiryState.SNOOZED,
    HANDED=InquiryState.HANDED,
)
_CLAIM = statement(
    "UPDATE {Inquiry} SET {state} = {HELD}, {claim} = %s, {claimed_until} = %s "
    "WHERE {id} = %s AND {state} IN ({WAITING}, {HANDED}, {APART})",
    Inquiry,
    HELD=InquiryState.HELD,
    WAITING=InquiryState.WAITING,
    HANDED=InquiryState.HANDED,
    APART=InquiryState.APART,
)


class _Head(NamedTuple):
    id: int
    urgency: int
    arrived: object
    lane: str

    @property
    def order(self) -> tuple[int, object, int]:
        return -self.urgency, self.arrived, self.id


class Taken(NamedTuple):
    """What somebody is given: an inquiry, or the reason why not; both empty: nobody waits."""

    inquiry: Inquiry | None
    wait: Wait | None
    shift: Shift | None


def take(by: StaffMember, *, at: datetime) -> Taken:
    """Give somebody the next inquiry, or the one that they hold; raises PermissionDenied."""
    must(by, May.ANSWER_INQUIRIES)
    with writing():
        _one_at_a_time()
        shift = shifts.shift_of(by, at)
        if (held := held_by(by, at)) is not None:
            return Taken(held, None, shift)
        before = shift
        shift, wait = shifts.wait_of(shift, at)
        if shift is None or wait is not None:
            if shift is not None and shift != before:
                shifts.save(shift, at)
            return Taken(None, wait, shift)
        _let_in_late(at)
        claim = shifts.key_of(by.account, at)
        mine = _lanes(shift, skills_of(by))
        # What a group's answer took at this moment is not there any more: then the next.
        while (number := _next(mine, shift.gave_back, claim)) is not None:
            if execute(_CLAIM, (claim, at + CLAIM, number)):
                break
        if number is None:
            return Taken(None, None, shift)
        inquiry = Inquiry.objects.select_related("incident", "group").get(pk=number)
        shift = replace(shift, holds=True)
        shifts.save(shift, at)
        note("look at inquiry", inquiry.about, by, whose=keys_of(inquiry).about(inquiry).contact)
    return Taken(inquiry, None, shift)


def held_by(by: StaffMember, at: datetime) -> Inquiry | None:
    """Return what somebody holds; None: nothing. One query."""
    held = Inquiry.objects.select_related("incident", "group").filter(
        claim=shifts.key_of(by.account, at), state=InquiryState.HELD
    )
    return held.first()


def keep_claim(by: StaffMember, *, at: datetime) -> None:
    """Hold on to what somebody has: their page is open."""
    held = Inquiry.objects.filter(
        claim=shifts.key_of(by.account, at), state=InquiryState.HELD, claimed_until__lt=at + CLAIM
    )
    held.update(claimed_until=at + CLAIM)


def let_go_lost_claims(at: datetime) -> int:
    """Let what nobody looks at any more wait again where it stood; return how many."""
    lost = Inquiry.objects.filter(
        claim__isnull=False, state=InquiryState.HELD, claimed_until__lt=at
    )
    return lost.update(state=InquiryState.WAITING, claim=None, claimed_until=None)


def let_go_lost() -> None:
    """Let go of what nobody looks at any more; the schedule does so every minute."""
    with writing():
        let_go_lost_claims(now())


def _one_at_a_time() -> None:
    """Let nobody take beside this transaction: what it takes is then the first for all."""
    if connection.vendor == "postgresql":
        execute("SELECT pg_advisory_xact_lock(%s)", (TAKING,))


def _lanes(shift: Shift, skills: Skills) -> list[str]:
    """Return from where somebody takes: what they chose for today, as far as they still may.

    Where nothing of that is left it is what they may: a lead has just said so.
    """
    desks = [one for one in shift.desks if one in skills.desks]
    languages = [one for one in shift.languages if one in skills.languages]
    mine = languages or skills.languages, desks or skills.desks
    return lanes(*mine, heavy=not shift.after_abuse)


def _next(mine: Sequence[str], gave_back: int, claim: int) -> int | None:
    """Return the number of whoever comes next; None: nobody waits.

    What somebody has just given back is another's, if there is any other. A query for each lane.
    """
    heads = [head for lane in mine for head in _first(_BUT_ONE, lane, gave_back)]
    heads += _first(_HANDED, claim)
    heads = heads or [head for lane in mine for head in _first(_IN_LANE, lane)]
    heads = heads or [head for lane in mine for head in _first(_APART, lane)]
    return min(heads, key=lambda head: head.order).id if heads else None


def _first(sql: str, *parameters: object) -> list[_Head]:
    """Return the first row of an order, if there is one."""
    return [_Head._make(row) for row in fetch(sql, parameters)]


def _let_in_late(at: datetime) -> None:
    """Let what was put off until now wait again, each where it stood."""
    late = [number for (number,) in fetch(_LATE, (at,))]
    if late:
        rows = Inquiry.objects.filter(pk__in=late, due__lte=at)
        rows = rows.filter(state__in=(InquiryState.SNOOZED, InquiryState.HANDED))
        rows.update(state=InquiryState.WAITING, claim=None, due=None)
