"""Sending e-mail: queued in a box with what caused it, tried again for an hour when it fails."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks import task

from madang.identity.boxed_rows import Boxed

log = logging.getLogger(__name__)
# Minutes between one try and the next.
PAUSES = (1, 4, 15, 40)


@dataclass(frozen=True, slots=True)
class Message:
    """An e-mail in the queue, and how often it was tried."""

    to: str
    subject: str
    text: str
    tries: int = 0


MESSAGE = Boxed(Message, "mail")


def can_send() -> bool:
    """Tell whether the operator has set a mail server."""
    return bool(settings.EMAIL_HOST)


def send_soon(to: str, subject: str, text: str) -> None:
    """Queue a message."""
    _queue(Message(to, subject, text))


def _queue(message: Message, wait: int = 0) -> None:
    later = timezone.now() + timedelta(minutes=wait) if wait else None
    _send.using(run_after=later).enqueue(MESSAGE.encrypt(message))


@task()
def _send(box: str) -> None:
    message = MESSAGE.decrypt(box)
    if message is None:
        return
    try:
        EmailMessage(message.subject, message.text, to=[message.to]).send()
    except (SMTPException, OSError) as error:
        if message.tries < len(PAUSES):
            _queue(replace(message, tries=message.tries + 1), wait=PAUSES[message.tries])
        else:
            # Its kind alone: what a mail server says names the address.
            log.error("an e-mail could not be sent: %s", type(error).__name__)
