"""Second opinions: what colleagues ask one another about, without giving it out of hand."""

from dataclasses import dataclass
from datetime import datetime

from madang.core.db.transactions import writing
from madang.staff.members import StaffMember
from madang.staff.work_records import note

from ..inquiries.answering import readable
from ..inquiries.keys import keys_of
from ..lanes import Lane, firm_desk
from ..models import Inquiry, InquiryMessage, MessageKind

MOST = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a colleague asks."""

    inquiry: int
    number: str
    at: datetime
    text: str
    name: str


def asked(by: StaffMember) -> list[Asked]:
    """Return what is asked and not answered, the oldest first. Two queries."""
    open_ones = {one.pk: one for one in _asking(by)}
    rows = InquiryMessage.objects.filter(inquiry__in=open_ones, kind=MessageKind.OPINION)
    last = {row.inquiry_id: row for row in rows.order_by("at")}
    found = []
    for number, row in last.items():
        words = keys_of(open_ones[number]).words(number, row.box)
        if words.by != by.account:
            found.append(Asked(number, readable(number), row.at, words.text, words.name))
    return found


def count(by: StaffMember) -> int:
    """Return how many opinions are asked for, of this person too. One query."""
    return len(_asking(by))


def asking(number: int, by: StaffMember) -> Inquiry | None:
    """Return an inquiry about which an opinion is asked; None: of another firm, or none."""
    return next((one for one in _asking(by) if one.pk == number), None)


def note_look(inquiry: Inquiry, by: StaffMember) -> None:
    """Write down that somebody looked, before they do."""
    with writing():
        contact = keys_of(inquiry).about(inquiry).contact
        note("look at inquiry", inquiry.about, by, reason="opinion", whose=contact)


def _asking(by: StaffMember) -> list[Inquiry]:
    rows = Inquiry.objects.filter(asks_opinion=True).select_related("incident")
    rows = rows.order_by("arrived")[:MOST]
    return [one for one in rows if _may_see(one, by)]


def _may_see(inquiry: Inquiry, by: StaffMember) -> bool:
    desk = Lane.read(inquiry.lane).desk
    return desk == firm_desk(by.firm) if by.firm else not desk.startswith("firm")
