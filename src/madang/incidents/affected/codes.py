"""Sending the codes of the check, by the channel that a contact is of."""

from django.conf import settings
from django.utils.translation import gettext as _

from madang.core.community import community
from madang.delivery.email import sender
from madang.delivery.mailings.single import can_text, text_soon

from .contacts import Contact, ContactKind
from .self_check import CODE_MINUTES


def can_send(kind: ContactKind) -> bool:
    """Tell whether a code can be sent to contacts of a kind."""
    return sender.can_send() if kind is ContactKind.EMAIL else takes_numbers()


def takes_numbers() -> bool:
    """Tell whether codes can be sent to telephones."""
    return can_text()


def can_send_any() -> bool:
    """Tell whether anybody can be sent a code."""
    return sender.can_send() or takes_numbers()


def send(contact: Contact, digits: str, incident: str) -> None:
    """Queue a code for a contact, whoever's it is."""
    if contact.kind is ContactKind.PHONE:
        short = _("[%(site)s] 확인 코드 %(code)s. 누구에게도 알려 주지 마세요.")
        text_soon(contact.value, short % {"site": community().name, "code": digits})
        return
    said = _(
        "%(site)s 확인 코드: %(code)s (%(minutes)d분 동안)\n"
        "“%(incident)s”에 해당되는지 확인하려고 누군가 이 연락처를 적었어요. "
        "직접 하지 않았다면 무시하세요. 누구에게도 알려 주지 마세요.\n%(where)s"
    )
    values = {
        "site": community().name,
        "code": digits,
        "minutes": CODE_MINUTES,
        "incident": incident,
        "where": settings.SITE_ADDRESS,
    }
    sender.send_soon(contact.value, _("확인 코드 %s") % digits, said % values)
