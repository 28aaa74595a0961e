"""Test messages to oneself, and when each channel was last tried."""

import json
from contextlib import suppress
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.community import community
from madang.delivery.email.sender import send_soon
from madang.delivery.mailings.single import text_soon
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from ..affected.codes import can_send
from ..affected.contacts import Contact, ContactKind

FILE = "readiness-tests.json"
_CHANNELS = {ContactKind.EMAIL: "email", ContactKind.PHONE: "sms"}


class CannotTest(Exception):
    """Nothing is set up for this contact."""


def send_test(contact: Contact, *, by: StaffMember) -> None:
    """Send a message to oneself by the channel of a contact; raises CannotTest."""
    must(by, May.SEE_READINESS)
    if not can_send(contact.kind):
        raise CannotTest
    said = _("%s의 시험 메시지예요. 아무 일도 없어요.") % community().name
    note("send test", "readiness", by)
    if contact.kind is ContactKind.PHONE:
        text_soon(contact.value, said)
    else:
        send_soon(contact.value, _("시험 메시지"), said)
    _remember(_CHANNELS[contact.kind])


def last_tests() -> dict[str, date]:
    """Return when each channel was last tried."""
    with suppress(OSError, ValueError, AttributeError):
        kept = json.loads((settings.RUN_FOLDER / FILE).read_text())
        return {channel: date.fromisoformat(day) for channel, day in kept.items()}
    return {}


def _remember(channel: str) -> None:
    known = {name: str(day) for name, day in last_tests().items()}
    known[channel] = str(timezone.localdate())
    fresh = settings.RUN_FOLDER / f"{FILE}.new"
    fresh.write_text(json.dumps(known))
    fresh.replace(settings.RUN_FOLDER / FILE)
