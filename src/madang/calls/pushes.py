"""Web Push: who is to be told is noted with their calls, and told soon after, in the background.

A note is one row for each account, however many calls it stands for: what is unread is counted
when it is sent. It goes only after sending; when the worker dies in between, the browser is told
again under the same topic and tag, which takes the place of the first. What a push says is
encrypted for the browser; its maker's service learns only that and when something came.
"""

import json
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
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
from madang.sql import execute, writing

from .devices import Device, drop_device, is_known_service, signed_in_devices
from .lines import Kind
from .models import PushNote
from .queries import unread_by_kind
from .sweeps import sweep_batch
from .wishes import Wishes, wishes_of

log = logging.getLogger(__name__)
BATCH, AT_ONCE = 100, 8
LOOK_SECONDS, PAUSE_SECONDS = 1.0, 0.05
# Nobody is told more often than this; what comes meanwhile is told together.
AGAIN_MINUTES = 1
RETRY_MINUTES = 15
TIMEOUT_SECONDS = 10
# So long a service keeps what it cannot deliver yet.
KEPT_SECONDS = 24 * 60 * 60
GONE = (404, 410)
REMEMBERED = 20_000
TOPIC = "calls"

_NOTES = PushNote._meta.db_table
_NOTE = (
    f"INSERT INTO {_NOTES} (id, box, due, taken) VALUES (%s, %s, %s, %s) "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET taken = %s"
)
PURPOSE = "push note"

# When each account was told last, in memory alone: a restart tells it once too soon at worst.
_told: OrderedDict[int, float] = OrderedDict()


def note(inboxes: Collection[tuple[Inbox, Wishes]]) -> None:
    """Note that some people are to be told; belongs in the transaction of what they are told of."""
    now = timezone.localtime()
    for inbox, wishes in inboxes:
        due = wishes.due_minute(now)
        key = inbox.keyed(PURPOSE)
        execute(_NOTE, (key, shut_inbox(inbox, purpose=PURPOSE), due, False, False))


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
    PushNote.objects.filter(pk__in=[row.pk for row in rows]).update(taken=True)
    prepared = {row.pk: _prepare(row) for row in rows}
    later = {pk: AGAIN_MINUTES for pk, messages in prepared.items() if messages is None}
    messages = [message for some in prepared.values() for message in some or ()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(_send, messages))
    with writing():
        for message, outcome in zip(messages, outcomes, strict=True):
            if outcome is _Outcome.GONE:
                drop_device(message.account, message.device.place)
            elif outcome is _Outcome.LATER:
                later[message.row] = RETRY_MINUTES
        for row in rows:
            note_of = PushNote.objects.filter(pk=row.pk)
            if row.pk not in later:
                # Whoever was called again meanwhile is told again, a little later.
                note_of.filter(taken=True).delete()
            note_of.update(due=_minute_now() + later.get(row.pk, AGAIN_MINUTES))
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


def _prepare(row: PushNote) -> list[_Message] | None:
    """Return what is to be sent for one note (None: later): nothing where all is read by now."""
    account_id = open_inbox(row.box, purpose=PURPOSE)
    account = Account.objects.filter(pk=account_id or 0).first()
    if account is None:
        return []
    if time.monotonic() - _told.get(account.pk, -math.inf) < AGAIN_MINUTES * 60:
        return None
    wishes = wishes_of(inbox_of(account.pk))
    devices = signed_in_devices(account) if wishes.push else []
    counts = unread_by_kind(account) if devices else {}
    with in_language(wishes.language):
        text = _text({kind: n for kind, n in counts.items() if kind in wishes.push and n})
    if not text:
        return []
    _remember(account.pk)
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


def _send(message: _Message) -> _Outcome:
    """Send one push."""
    from pywebpush import WebPushException, webpush
    from requests import RequestException

    device = message.device
    if not is_known_service(device.endpoint):
        return _Outcome.GONE
    keys = {"p256dh": device.key, "auth": device.secret}
    try:
        webpush(
            {"endpoint": device.endpoint, "keys": keys},
            message.text,
            vapid_private_key=push_private_key(),
            vapid_claims={"sub": _subject()},
            ttl=KEPT_SECONDS,
            timeout=TIMEOUT_SECONDS,
            headers={"Topic": TOPIC, "Urgency": "normal"},
            requests_session=_session(),
        )
    except WebPushException as refused:
        status = refused.response.status_code if refused.response is not None else 0
        if status not in GONE:
            # Its number alone: an address leads to somebody's browser.
            log.warning("a push service answered %s", status)
        if status == 429 or status >= 500:
            return _Outcome.LATER
        return _Outcome.GONE if status in GONE else _Outcome.DONE
    except RequestException as error:
        log.warning("a push service was not reached: %s", type(error).__name__)
        return _Outcome.LATER
    except ValueError:
        # A browser that cannot be encrypted to must not keep everybody else waiting.
        return _Outcome.GONE
    return _Outcome.DONE


@cache
def _session() -> Any:
    from madang.outgoing import outgoing_session

    return outgoing_session([service for service in settings.PUSH_SERVICES if ":" in service])


def _subject() -> str:
    """Return whom a push service may turn to (RFC 8292, section 2.1)."""
    return settings.SITE_URL or f"mailto:{settings.DEFAULT_FROM_EMAIL or 'operator@localhost'}"


def _remember(account_id: int) -> None:
    _told[account_id] = time.monotonic()
    while len(_told) > REMEMBERED:
        _told.popitem(last=False)


def _minute_now() -> int:
    return int(time.time()) // 60
