"""Web Push: who is to be told is noted with their calls, and told by the minute, in the background.

A note has a random number and goes with the others of its minute: one that was written again, or
that waited because its owner had just been told, would show in the database's log that two threads
call one person. What is unread is counted when it is sent, once for all of somebody's notes. They
go only after sending; when the worker dies in between, the browser is told again under the same
topic and tag, which takes the place of the first. What a push says is encrypted for the browser;
its maker's service learns only that and when something came.
"""

import json
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.boards.structure import site
from madang.identity.inboxes import Inbox, inbox_of, open_inbox, shut_inbox
from madang.identity.push_keys import push_private_key
from madang.languages import in_language
from madang.sql import writing

from .devices import Device, drop_device, push_service_of, signed_in_devices
from .lines import Kind
from .models import PushNote
from .queries import unread_by_kind
from .sweeps import sweep_batch
from .wishes import Wishes, wishes_of

log = logging.getLogger(__name__)
BATCH, AT_ONCE = 100, 8
LOOK_SECONDS, PAUSE_SECONDS = 1.0, 0.05
# A browser's service that could not be reached is tried again so often.
RETRY_MINUTES, TRIES = 15, 8
TIMEOUT_SECONDS = 10
# For one push in all: a service that drips holds up the others no longer.
SECONDS = 20.0
# So long a service keeps what it cannot deliver yet.
KEPT_SECONDS = 24 * 60 * 60
# So long a signature holds (RFC 8292, section 2: a day at most).
VALID_SECONDS = 12 * 60 * 60
GONE = (404, 410)
REMEMBERED = 20_000
TOPIC = "calls"

PURPOSE = "push note"

# Up to which minute each account was told, in memory alone: a restart may tell it once too often.
_told: OrderedDict[int, int] = OrderedDict()


def note(people: Collection[tuple[Inbox, Wishes]]) -> None:
    """Note that some people are to be told; belongs in the transaction of what they are told of."""
    now, next_minute = timezone.localtime(), _minute_now() + 1
    PushNote.objects.bulk_create(
        PushNote(
            pk=secrets.randbits(60),
            box=shut_inbox(inbox, purpose=PURPOSE),
            due=wishes.due_minute(now) or next_minute,
        )
        for inbox, wishes in people
    )


def make_pushes(*, until: Callable[[], bool]) -> None:
    """Tell people as it comes, for as long as it is wanted."""
    while not until():
        close_old_connections()
        try:
            more = sweep_batch(note) | send_batch()
        except Exception:
            log.exception("pushes could not be sent")
            more = False
        time.sleep(PAUSE_SECONDS if more else LOOK_SECONDS)


def send_batch() -> bool:
    """Send the next pushes that are due; tell whether there were any."""
    due = PushNote.objects.filter(due__lte=_minute_now()).order_by("due", "pk")
    rows = list(due[:BATCH])
    if not rows:
        return False
    messages = [message for row in rows for message in _prepared(row)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(zip(messages, pool.map(_sent, messages), strict=True))
    again = _unreached(outcomes)
    with writing():
        for message, outcome in outcomes:
            if outcome is _Outcome.GONE:
                drop_device(message.account, message.device.place)
        for row in rows:
            kept = PushNote.objects.filter(pk=row.pk)
            if row.pk in again and row.tries < TRIES:
                kept.update(due=_minute_now() + RETRY_MINUTES, tries=row.tries + 1)
            else:
                kept.delete()
    return True


class _Outcome(Enum):
    DONE = auto()
    GONE = auto()
    LATER = auto()


@dataclass(frozen=True, slots=True)
class _Message:
    """One push to one browser, for one note."""

    row: int
    account: int
    device: Device
    text: str


def _unreached(outcomes: Iterable[tuple[_Message, _Outcome]]) -> set[int]:
    """Return the notes of whom no browser could be told just now, but one may be later."""
    told = {message.row for message, outcome in outcomes if outcome is _Outcome.DONE}
    later = {message.row for message, outcome in outcomes if outcome is _Outcome.LATER}
    return later - told


def _prepared(row: PushNote) -> list[_Message]:
    """Return what is to be sent for one note; one that cannot be read holds up no other."""
    try:
        return _prepare(row)
    except Exception:
        log.exception("a push could not be prepared")
        return []


def _prepare(row: PushNote) -> list[_Message]:
    """Return what is to be sent for one note: nothing where all is read, or told of, by now."""
    account_id = open_inbox(row.box, purpose=PURPOSE)
    account = Account.objects.filter(pk=account_id or 0).first()
    if account is None or _told.get(account.pk, -1) >= row.due:
        return []
    wishes = wishes_of(inbox_of(account.pk))
    devices = signed_in_devices(account) if wishes.push else []
    counts = unread_by_kind(account) if devices else {}
    with in_language(wishes.language):
        text = _text({kind: n for kind, n in counts.items() if kind in wishes.push and n})
    if not text:
        return []
    _remember(account.pk, row.due)
    return [_Message(row.pk, account.pk, device, text) for device in devices]


def _text(counts: dict[Kind, int]) -> str:
    if not counts:
        return ""
    named = {
        Kind.REPLY: _("답글 %(count)d개"),
        Kind.MENTION: _("나를 부른 댓글 %(count)d개"),
        Kind.NEWS: _("새 소식 %(count)d개"),
        Kind.WATCH: _("새 글 %(count)d개"),
        Kind.MODERATOR: _("운영자의 말 %(count)d개"),
        Kind.MORE: _("그 밖의 호출 %(count)d개"),
    }
    said = " · ".join(named[kind] % {"count": counts[kind]} for kind in sorted(counts))
    return json.dumps({"title": site().name, "body": said}, ensure_ascii=False)


def _sent(message: _Message) -> _Outcome:
    """Send one push; whatever goes wrong with one browser is no other's business."""
    try:
        return _send(message.device, message.text)
    except ValueError:
        # Its key is none, so that nothing can be encrypted to it.
        return _Outcome.GONE
    except Exception as error:
        # Its kind alone: an address leads to somebody's browser.
        log.error("a push could not be sent: %s", type(error).__name__)
        return _Outcome.LATER


def _send(device: Device, text: str) -> _Outcome:
    """Send one push (RFC 8030); of what the service answers its number alone is read."""
    # Loaded with the first push: it brings what nothing else here needs.
    from py_vapid import Vapid
    from pywebpush import WebPusher
    from requests import RequestException

    from madang.outgoing import deadline

    service = push_service_of(device.endpoint)
    if service is None:
        return _Outcome.GONE
    keys = {"p256dh": device.key, "auth": device.secret}
    encoded = WebPusher({"endpoint": device.endpoint, "keys": keys}).encode(text.encode())
    vapid = Vapid.from_string(push_private_key())
    headers = {
        **vapid.sign({"sub": _subject(), "aud": service, "exp": int(time.time()) + VALID_SECONDS}),
        "Content-Encoding": "aes128gcm",
        "TTL": str(KEPT_SECONDS),
        "Topic": TOPIC,
        "Urgency": "normal",
    }
    try:
        with (
            deadline(SECONDS),
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
        return _Outcome.LATER
    if status in GONE:
        return _Outcome.GONE
    if status >= 400:
        log.warning("a push service answered %s", status)
    return _Outcome.LATER if status == 429 or status >= 500 else _Outcome.DONE


@cache
def _session() -> Any:
    from madang.outgoing import outgoing_session

    return outgoing_session([service for service in settings.PUSH_SERVICES if ":" in service])


def _subject() -> str:
    """Return whom a push service may turn to (RFC 8292, section 2.1)."""
    return settings.SITE_URL or f"mailto:{settings.DEFAULT_FROM_EMAIL or 'operator@localhost'}"


def _remember(account_id: int, minute: int) -> None:
    _told[account_id] = minute
    while len(_told) > REMEMBERED:
        _told.popitem(last=False)


def _minute_now() -> int:
    return int(time.time()) // 60
