"""The desk's tables."""

from .groups import GroupMove, InquiryGroup
from .guide import GuideEntry, GuideGap, GuideSeen, GuideVersion, Solved
from .inquiries import (
    Channel,
    Inquiry,
    InquiryFile,
    InquiryMessage,
    InquiryState,
    MessageKind,
    Urgency,
)
from .mail import Mailbox, MailSeen
from .quarters import QuarterHour
from .shifts import FirmAtFront, OvertimeAnswer, OvertimeRequest, PulseRow, ShiftRow, SkillsRow

__all__ = [
    "Channel",
    "FirmAtFront",
    "GroupMove",
    "GuideEntry",
    "GuideGap",
    "GuideSeen",
    "GuideVersion",
    "Inquiry",
    "InquiryFile",
    "InquiryGroup",
    "InquiryMessage",
    "InquiryState",
    "MailSeen",
    "Mailbox",
    "MessageKind",
    "OvertimeAnswer",
    "OvertimeRequest",
    "PulseRow",
    "QuarterHour",
    "ShiftRow",
    "SkillsRow",
    "Solved",
    "Urgency",
]
