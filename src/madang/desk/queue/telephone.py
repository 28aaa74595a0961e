"""What was asked on the telephone, noted down by whoever answered, with what came of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.incidents.affected.contacts import Contact
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May

from .. import hours
from ..care import shifts
from ..guide.entries import edition
from ..inquiries.keys import Words
from ..inquiries.receiving import Asking, add_message, receive
from ..lanes import FRONT
from ..models import Channel, Inquiry, InquiryState, MessageKind, Urgency
from .acting import PASSED_ON_WITHIN, check_appointment


@dataclass(frozen=True, slots=True)
class Call:
    """A call: what was said, who it was as far as they said, and what came of it.

    `outcome` is "answered", "later" with `until` when they are called back, or a desk.
    """

    text: str
    contact: Contact | None
    name: str
    stake: int
    outcome: str
    until: datetime | None


def note_call(call: Call, *, by: StaffMember, at: datetime) -> Inquiry:
    """Keep a call; its pause begins. Raises ActionRefused and PermissionDenied."""
    must(by, May.ANSWER_INQUIRIES)
    if call.outcome == "later":
        check_appointment(call.until, at)
    asking = Asking(
        text=call.text,
        channel=Channel.TELEPHONE,
        contact=call.contact,
        name=call.name,
        stake=Urgency(call.stake),
        desk=call.outcome if call.outcome in PASSED_ON_WITHIN else FRONT,
    )
    with writing():
        inquiry = receive(asking, at=at).inquiry
        words = Words(text=_("전화로 답함"), by=by.account, name=by.name)
        if call.outcome == "answered":
            number = edition()
            add_message(inquiry, MessageKind.ANSWERED, words, at=at, edition=number)
            inquiry.state, inquiry.answered = InquiryState.ANSWERED, at
        elif call.outcome == "later":
            inquiry.state, inquiry.due = InquiryState.SNOOZED, call.until
        else:
            inquiry.due = hours.after(at, PASSED_ON_WITHIN[call.outcome])
        inquiry.save(update_fields=["state", "answered", "due"])
        shift = shifts.shift_of(by, at)
        if shift is not None:
            shifts.save(shifts.after_contact(shift, at, abusive=False, rest=False), at)
    return inquiry
