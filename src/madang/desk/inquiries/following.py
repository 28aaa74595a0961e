"""The page on which somebody follows their inquiry without an account: an address, and a code.

The code was shown when they asked; whoever has lost it is sent it to the contact that they left.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from madang.core.http import rate_limits
from madang.delivery.email import sender
from madang.delivery.mailings.single import can_text, text_soon
from madang.identity.boxed_rows import Boxed
from madang.incidents.affected.contacts import ContactKind

from ..models import Inquiry, InquiryMessage, MessageKind
from .answering import PERSONAL, general, personal
from .keys import About, keys_of, open_years

TRIES, TRIES_OF_NETWORK, SENT = "10/hour", "60/hour", "3/hour"
OPEN_MINUTES = 60
# What whoever asked sees of a thread.
TOLD = (MessageKind.ASKED, MessageKind.ANSWERED, MessageKind.WARNED)


@dataclass(frozen=True, slots=True)
class Opened:
    """That somebody proved an inquiry to be theirs, until when."""

    inquiry: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A message as its writer, or whoever it is for, sees it.

    `is_personal`: facts of theirs are in it, which they see once they have proved who they are.
    """

    kind: MessageKind
    at: datetime
    text: str
    files: int = 0
    is_personal: bool = False


OPENED = Boxed(Opened, "inquiry opened", padded_to=96)


class FollowRefused(Exception):
    """It was too often, or there is no way; the message says so, in the reader's language."""


def by_link(token: str) -> Inquiry | None:
    """Return the inquiry whose page has an address; None: there is none. A query for each year."""
    for keys in open_years(timezone.now()):
        found = Inquiry.objects.filter(link=keys.link(token), year=keys.year).first()
        if found is not None:
            return found
    return None


def open_with(inquiry: Inquiry | None, digits: str, *, network: str) -> str | None:
    """Return what the next pages hold, if the code is an inquiry's; None: it is not.

    Raises FollowRefused.
    """
    key = str(inquiry.pk) if inquiry else "none"
    if not rate_limits.allow("inquiry code network", network, limit=TRIES_OF_NETWORK) or (
        inquiry is not None and not rate_limits.allow("inquiry code", key, limit=TRIES)
    ):
        raise FollowRefused(_("너무 여러 번 틀렸어요. 한 시간 후 다시 시도해 주세요."))
    given = "".join(digit for digit in digits if digit.isascii() and digit.isdigit())
    code = keys_of(inquiry).about(inquiry).code if inquiry else "-"
    if inquiry is None or not code or not hmac.compare_digest(given.encode(), code.encode()):
        return None
    rate_limits.clear("inquiry code", key, limit=TRIES)
    return held_for(inquiry)


def held_for(inquiry: Inquiry) -> str:
    """Return what proves to the next page whose it is."""
    until = timezone.now() + timedelta(minutes=OPEN_MINUTES)
    return OPENED.encrypt(Opened(inquiry.pk, until))


def opened_by(held: str) -> Inquiry | None:
    """Return the inquiry that a page may show; None: no longer."""
    opened = OPENED.decrypt(held) if held else None
    if opened is None or opened.until < timezone.now():
        return None
    return Inquiry.objects.select_related("incident").filter(pk=opened.inquiry).first()


def send_code(inquiry: Inquiry) -> None:
    """Send the code to the contact that was left; raises FollowRefused."""
    about = keys_of(inquiry).about(inquiry)
    kind, _colon, value = about.contact.partition(":")
    if not rate_limits.allow("inquiry code sent", str(inquiry.pk), limit=SENT):
        raise FollowRefused(_("코드를 너무 여러 번 보냈어요. 한 시간 후 다시 시도해 주세요."))
    if kind == ContactKind.EMAIL and sender.can_send():
        with translation.override(about.language):
            said = _("문의 %(number)s의 확인 코드: %(code)s\n누구에게도 알려 주지 마세요.")
            values = {"number": inquiry.pk, "code": about.code}
            sender.send_soon(value, _("문의 확인 코드"), said % values)
    elif kind == ContactKind.PHONE and can_text():
        with translation.override(about.language):
            text_soon(value, _("문의 확인 코드 %s. 누구에게도 알려 주지 마세요.") % about.code)
    else:
        raise FollowRefused(_("남긴 연락처가 없거나 지금은 보낼 수 없어요."))


def thread_of(inquiry: Inquiry, facts: Mapping[str, str] | None = None) -> list[Told]:
    """Return what was asked and answered, the oldest first; `facts` are proved. Two queries."""
    keys = keys_of(inquiry)
    rows = InquiryMessage.objects.filter(inquiry=inquiry, kind__in=TOLD).order_by("at", "pk")
    found = []
    for row in rows.prefetch_related("files"):
        kind, text = MessageKind(row.kind), keys.words(inquiry.pk, row.box).text
        is_personal = kind == MessageKind.ANSWERED and bool(PERSONAL.search(text))
        if is_personal:
            text = general(text) if facts is None else personal(text, facts)
        found.append(Told(kind, row.at, text, len(row.files.all()), is_personal))
    return found


def about_of(inquiry: Inquiry) -> About:
    return keys_of(inquiry).about(inquiry)
