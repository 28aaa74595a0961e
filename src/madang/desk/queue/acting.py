"""What one does with the inquiry that one holds: answer it, put it off, pass it on, end it.

Each is one transaction with what it changes in the shift; whoever does not hold the inquiry any
more is refused, with what they typed kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import msgspec
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.models import Firm
from madang.staff.roles import May
from madang.staff.work_records import note as write_record

from .. import hours
from ..care import shifts
from ..care.shifts import Shift
from ..care.warnings import WARNINGS_BEFORE_END, Abuse
from ..groups.boxes import info_in
from ..guide.entries import edition
from ..inquiries import answering
from ..inquiries.keys import Words, keys_of
from ..inquiries.receiving import add_message, amend_about
from ..lanes import FRONT, LEAD, LEGAL, TECHNICAL, Lane, firm_desk
from ..models import Inquiry, InquiryState, MessageKind

# Working time in which whoever something was passed on to takes it.
PASSED_ON_WITHIN = {
    LEAD: timedelta(hours=2),
    LEGAL: timedelta(hours=9),
    TECHNICAL: timedelta(hours=4),
    FRONT: timedelta(hours=2),
}
HANDED_FOR = timedelta(hours=4)
FURTHEST = timedelta(days=60)


class ActionRefused(Exception):
    """It cannot be done; the message says why, in the reader's language."""


@dataclass(slots=True)
class Held:
    """An inquiry that somebody holds, and their shift, while something is done with it."""

    inquiry: Inquiry
    shift: Shift
    by: StaffMember
    at: datetime

    def say(
        self,
        kind: MessageKind,
        text: str,
        *,
        number: int | None = None,
        letter: int | None = None,
    ) -> None:
        """Write into the thread what was said or done, and who did it."""
        words = Words(text=text, by=self.by.account, name=self.by.name)
        add_message(self.inquiry, kind, words, at=self.at, edition=number, letter=letter)

    def leave(self, state: InquiryState, **columns: object) -> None:
        """Let go of it, in another state."""
        given: dict[str, object] = {"state": state, "claim": None, "claimed_until": None, **columns}
        if state in (InquiryState.ANSWERED, InquiryState.ENDED):
            given["asks_opinion"] = False
        for name, value in given.items():
            setattr(self.inquiry, name, value)
        self.inquiry.save(update_fields=list(given))

    def rest(self, *, abusive: bool = False, long: bool = False, gave_back: int = 0) -> None:
        """Count the contact, and give its pause, or the rest that abuse calls for."""
        abusive = abusive or Lane.read(self.inquiry.lane).is_heavy
        shift = shifts.after_contact(self.shift, self.at, abusive=abusive, rest=long)
        self.shift = replace(shift, gave_back=gave_back)
        shifts.save(self.shift, self.at)


@contextmanager
def holding(number: int, by: StaffMember, at: datetime) -> Iterator[Held]:
    """Open the transaction of something that is done with what somebody holds.

    Raises ActionRefused, PermissionDenied.
    """
    must(by, May.ANSWER_INQUIRIES)
    with writing():
        rows = Inquiry.objects.select_for_update(of=("self",)).select_related("incident")
        inquiry = rows.filter(
            pk=number, claim=shifts.key_of(by.account, at), state=InquiryState.HELD
        ).first()
        shift = shifts.shift_of(by, at)
        if inquiry is None or shift is None:
            raise ActionRefused(
                _("이제 이 문의를 맡고 있지 않아요. 오래 비워 두어서 다른 사람에게 갔을 수 있어요.")
            )
        yield Held(inquiry, shift, by, at)


def answer(number: int, text: str, *, by: StaffMember, at: datetime) -> None:
    """Answer an inquiry in one's own words.

    The guide's edition goes with it: what is true to it is nobody's mistake.
    """
    if not text:
        raise ActionRefused(_("답을 적어 주세요."))
    with holding(number, by, at) as held:
        letter = answering.send(held.inquiry, text)
        held.say(MessageKind.ANSWERED, text, number=edition(), letter=letter)
        held.leave(InquiryState.ANSWERED, answered=at, due=None)
        held.rest()


def answer_with_group(number: int, *, by: StaffMember, at: datetime) -> None:
    """Answer an inquiry with what its group was answered already; raises ActionRefused."""
    with holding(number, by, at) as held:
        group = held.inquiry.group
        if group is None or group.answered is None:
            raise ActionRefused(_("이 묶음에는 아직 답이 없어요."))
        text = info_in(group.year, group.box).answer
        letter = answering.send(held.inquiry, answering.general(text))
        held.say(MessageKind.ANSWERED, text, number=group.edition, letter=letter)
        held.leave(InquiryState.ANSWERED, answered=at, due=None)
        held.rest()


def put_off(number: int, until: datetime, why: str, *, by: StaffMember, at: datetime) -> None:
    """Let an inquiry come back at a time, as for a call-back by appointment; it keeps its place."""
    check_appointment(until, at)
    with holding(number, by, at) as held:
        held.say(MessageKind.MOVED, _("%s까지 미룸") % _moment(until) + (f": {why}" if why else ""))
        held.leave(InquiryState.SNOOZED, due=until)
        held.rest()


def check_appointment(until: datetime | None, at: datetime) -> None:
    """Raise ActionRefused unless a time to come back at is ahead, and not too far."""
    if until is None or not at < until <= at + FURTHEST:
        raise ActionRefused(_("앞으로 60일 안의 날짜와 시각을 골라 주세요."))


def give_back(number: int, why: str, *, by: StaffMember, at: datetime) -> None:
    """Let somebody else have an inquiry, where it stood; a reason is for them, not for a score."""
    with holding(number, by, at) as held:
        held.say(MessageKind.MOVED, why or _("돌려놓음"))
        held.leave(InquiryState.WAITING)
        held.rest(gave_back=number)


def pass_on(number: int, desk: str, why: str, *, by: StaffMember, at: datetime) -> None:
    """Pass an inquiry on: to a lead, legal, technical, another firm, or back to the front."""
    if desk not in PASSED_ON_WITHIN and desk not in firm_desks(by):
        raise ActionRefused(_("받을 곳을 골라 주세요."))
    due = hours.after(at, PASSED_ON_WITHIN.get(desk, PASSED_ON_WITHIN[FRONT]))
    with holding(number, by, at) as held:
        lane = replace(Lane.read(held.inquiry.lane), desk=desk)
        held.say(MessageKind.MOVED, f"→ {desk}" + (f": {why}" if why else ""))
        held.leave(InquiryState.WAITING, lane=lane.text, due=due)
        held.rest()


def firm_desks(by: StaffMember) -> dict[str, str]:
    """Return the desks of firms that somebody may pass something on to, with the firms' names."""
    firms = () if by.firm else Firm.objects.order_by("name")
    return {firm_desk(firm.pk): firm.name for firm in firms}


def hand_over(number: int, to: Shift, why: str, *, by: StaffMember, at: datetime) -> None:
    """Hand an inquiry over to a colleague who works now; whoever does not take it loses it."""
    with holding(number, by, at) as held:
        if to.firm != by.firm or not to.is_on:
            raise ActionRefused(_("지금 일하는 동료를 골라 주세요."))
        said = _("%s에게 전달") % to.name
        held.say(MessageKind.MOVED, said + (f": {why}" if why else ""))
        claim, due = shifts.key_of(to.by, at), min(hours.after(at, HANDED_FOR), shifts.day_end(at))
        held.leave(InquiryState.HANDED, claim=claim, due=due)
        held.rest()


def note(number: int, text: str, *, by: StaffMember, at: datetime, opinion: bool = False) -> None:
    """Write something for whoever has this next; or ask others what they think, and keep it."""
    if not text:
        raise ActionRefused(_("메모를 적어 주세요."))
    with holding(number, by, at) as held:
        held.say(MessageKind.OPINION if opinion else MessageKind.NOTE, text)
        if opinion:
            Inquiry.objects.filter(pk=number).update(asks_opinion=True)


def say_opinion(inquiry: Inquiry, text: str, *, by: StaffMember, at: datetime) -> None:
    """Answer a colleague who asked for an opinion; raises ActionRefused, PermissionDenied."""
    must(by, May.ANSWER_INQUIRIES)
    if not text:
        raise ActionRefused(_("의견을 적어 주세요."))
    with writing():
        words = Words(text=text, by=by.account, name=by.name)
        add_message(inquiry, MessageKind.NOTE, words, at=at)
        Inquiry.objects.filter(pk=inquiry.pk).update(asks_opinion=False)


def warn(number: int, abuse: Abuse, *, by: StaffMember, at: datetime) -> int:
    """Warn whoever writes abuse, in the set wording; return how often they were. No approval."""
    with holding(number, by, at) as held:
        about = keys_of(held.inquiry).about(held.inquiry)
        about = msgspec.structs.replace(about, warnings=about.warnings + 1)
        amend_about(held.inquiry, about)
        text = abuse.warning(about.language, about.warnings)
        held.say(MessageKind.WARNED, text, letter=answering.send(held.inquiry, text))
        write_record("warn", held.inquiry.about, by, reason=abuse.kind, whose=about.contact)
        held.leave(InquiryState.ANSWERED, answered=None, due=None)
        held.rest(abusive=True, long=True)
    return about.warnings


def end(number: int, abuse: Abuse, *, by: StaffMember, at: datetime) -> None:
    """End an inquiry for abuse, in the set wording: after one warning for harassment, else three.

    Its writer may appeal, and a lead looks at it. What was said stays as evidence.
    """
    with holding(number, by, at) as held:
        about = keys_of(held.inquiry).about(held.inquiry)
        needed = WARNINGS_BEFORE_END[abuse.kind]
        if about.warnings < needed:
            left = needed - about.warnings
            raise ActionRefused(_("먼저 경고해 주세요. 앞으로 %d번 더요.") % left)
        text = abuse.ending(about.language)
        held.say(MessageKind.WARNED, text, letter=answering.send(held.inquiry, text))
        write_record("end for abuse", held.inquiry.about, by, reason=abuse.kind)
        held.leave(InquiryState.ENDED, answered=None, due=None)
        held.rest(abusive=True, long=True)


def unfold(number: int, *, by: StaffMember, at: datetime) -> None:
    """Open a text that came folded; that it was opened is counted for the rest after it."""
    with holding(number, by, at) as held:
        shifts.save(replace(held.shift, opened_abuse=True), at)


def ask_for_rest(*, by: StaffMember, at: datetime) -> None:
    """Rest now: what one had read was bad. Nobody asks why, and nobody approves."""
    must(by, May.ANSWER_INQUIRIES)
    with writing():
        shift = shifts.shift_of(by, at)
        if shift is not None:
            shifts.save(shifts.rested(shift, shifts.limits().rest, "rest", at), at)


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i")
