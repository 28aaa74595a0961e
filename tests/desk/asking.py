"""Inquiries of tests, and those who answer them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from madang.desk.care import shifts
from madang.desk.inquiries.receiving import Asking, Receipt, receive
from madang.desk.models import Inquiry, Urgency
from madang.desk.queue.taking import take
from madang.incidents.affected.contacts import email
from madang.staff.members import StaffMember

# A Monday morning in Seoul.
MORNING = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)


def asked(text: str = "카드 번호도 나갔나요?", *, minutes: float = 0, **more: Any) -> Receipt:
    """Return what somebody got who asked some minutes after the morning began."""
    if "address" in more:
        more["contact"] = email(more.pop("address"))
    if "stake" in more:
        more["stake"] = Urgency(more["stake"])
    return receive(Asking(text, **more), at=MORNING + timedelta(minutes=minutes))


def works(by: StaffMember, *, at: datetime = MORNING, desks: tuple[str, ...] = ("front",)) -> None:
    """Let somebody begin to work."""
    shifts.begin(by, languages=("ko",), desks=desks, at=at)


def taken(by: StaffMember, *, minutes: float = 60) -> Inquiry | None:
    """Return what somebody is given some minutes after the morning began."""
    return take(by, at=MORNING + timedelta(minutes=minutes)).inquiry
