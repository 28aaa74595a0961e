"""Sending Web Push (RFC 8030): what a push says is encrypted for the browser.

Its maker's service learns only that and when something came.
"""

import logging
import time
from enum import Enum, auto
from functools import cache
from typing import Any

from django.conf import settings

from madang.identity.push_keys import push_private_key

from .subscriptions import Device, push_service_of

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 10
# For one push in all: a service that drips holds up the others no longer.
MAX_SECONDS = 20.0
# So long a service keeps what it cannot deliver yet.
KEPT_SECONDS = 24 * 60 * 60
# So long a signature holds (RFC 8292, section 2: a day at most).
VALID_SECONDS = 12 * 60 * 60
GONE = (404, 410)


class Outcome(Enum):
    """What became of one push; GONE: the browser is told no more, LATER: it may be tried again."""

    DONE = auto()
    GONE = auto()
    LATER = auto()


def send(device: Device, text: str, *, topic: str) -> Outcome:
    """Send one push; whatever goes wrong with one browser is no other's business."""
    try:
        return _send(device, text, topic)
    except ValueError:
        # Its key is none, so that nothing can be encrypted to it.
        return Outcome.GONE
    except Exception as error:
        # Its kind alone: an address leads to somebody's browser.
        log.error("a push could not be sent: %s", type(error).__name__)
        return Outcome.LATER


def _send(device: Device, text: str, topic: str) -> Outcome:
    """Send one push (RFC 8030); of what the service answers its number alone is read."""
    # Loaded with the first push: it brings what nothing else here needs.
    from py_vapid import Vapid
    from pywebpush import WebPusher
    from requests import RequestException

    from madang.core.outgoing import deadline

    service = push_service_of(device.endpoint)
    if service is None:
        return Outcome.GONE
    keys = {"p256dh": device.key, "auth": device.secret}
    encoded = WebPusher({"endpoint": device.endpoint, "keys": keys}).encode(text.encode())
    vapid = Vapid.from_string(push_private_key())
    headers = {
        **vapid.sign({"sub": _subject(), "aud": service, "exp": int(time.time()) + VALID_SECONDS}),
        "Content-Encoding": "aes128gcm",
        "TTL": str(KEPT_SECONDS),
        "Topic": topic,
        "Urgency": "normal",
    }
    try:
        with (
            deadline(MAX_SECONDS),
            _session().post(
                device.endpoint,
                data=encoded["body"],
                headers=headers,
                timeout=TIMEOUT_SECONDS,
                stream=True,
            ) as answer,
        ):
            status = answer.status_code
    except RequestException as error:
        log.warning("a push service was not reached: %s", type(error).__name__)
        return Outcome.LATER
    if status in GONE:
        return Outcome.GONE
    if status >= 400:
        log.warning("a push service answered %s", status)
    return Outcome.LATER if status == 429 or status >= 500 else Outcome.DONE


@cache
def _session() -> Any:
    from madang.core.outgoing import outgoing_session

    return outgoing_session([service for service in settings.PUSH_SERVICES if ":" in service])


def _subject() -> str:
    """Return whom a push service may turn to (RFC 8292, section 2.1)."""
    return settings.SITE_URL or f"mailto:{settings.DEFAULT_FROM_EMAIL or 'operator@localhost'}"
