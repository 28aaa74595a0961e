"""Looking at all of it: when asked, and every week by itself with a word to the operators."""

from django.conf import settings
from django.utils.translation import gettext as _

from madang.accounts.email.addresses import addresses_of
from madang.accounts.models import Account
from madang.delivery.email.sender import can_send, send_soon

from . import gateway, house, mail_domain
from .answers import Answer


def look() -> list[Answer]:
    """Return how everything stands, the worst first; takes seconds, since others are asked."""
    every = [*house.answers(), *mail_domain.answers(), *gateway.answers()]
    return sorted(every, key=lambda answer: -answer.state)


def look_weekly() -> None:
    """Write to the operators what is missing, if anything is."""
    missing = [answer for answer in look() if answer.is_urgent]
    if not missing or not can_send():
        return
    lines = [f"- {answer.what}: {answer.said}" for answer in missing]
    text = "\n".join([*lines, "", f"{settings.SITE_ADDRESS}/work/readiness"])
    subject = _("사고 준비에 빠진 것이 %d가지 있어요") % len(missing)
    for address in addresses_of(Account.objects.filter(is_operator=True, is_active=True)):
        send_soon(address, subject, text)
