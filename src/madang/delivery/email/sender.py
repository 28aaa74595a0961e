"""Sending e-mail: queued in a box with what caused it, tried again for an hour when it fails."""

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks import task

from madang.identity.boxes import decrypt_values, encrypt_values

log = logging.getLogger(__name__)
PURPOSE = "mail"
# Minutes between one try and the next.
PAUSES = (1, 4, 15, 40)


def can_send() -> bool:
    """Tell whether the operator has set a mail server."""
    return bool(settings.EMAIL_HOST)


def send_soon(to: str, subject: str, text: str) -> None:
    """Queue a message."""
    _queue({"to": to, "subject": subject, "text": text, "tries": 0})


def _queue(values: dict[str, Any], wait: int = 0) -> None:
    later = timezone.now() + timedelta(minutes=wait) if wait else None
    _send.using(run_after=later).enqueue(encrypt_values(values, purpose=PURPOSE))


@task()
def _send(box: str) -> None:
    values = decrypt_values(box, purpose=PURPOSE)
    if not values:
        return
    message = EmailMessage(values["subject"], values["text"], to=[values["to"]])
    try:
        message.send()
    except (SMTPException, OSError) as error:
        tries = values["tries"]
        if tries < len(PAUSES):
            _queue({**values, "tries": tries + 1}, wait=PAUSES[tries])
        else:
            # Its kind alone: what a mail server says names the address.
            log.error("an e-mail could not be sent: %s", type(error).__name__)
