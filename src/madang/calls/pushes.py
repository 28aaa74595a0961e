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
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.accounts.sessions.store import sessions_of
from madang.core.community import community
from madang.core.db.transactions import writing
from madang.core.languages import in_language
from madang.delivery.web_push.client import Outcome, send
from madang.delivery.web_push.subscriptions import Device, drop_device, live_devices
from madang.identity.inboxes import Inbox, decrypt_inbox, encrypt_inbox, inbox_of

from .codec import Kind
from .models import PushNote
from .preferences import Preferences, preferences_of
from .queries import unread_by_kind
from .watch_fanout import fan_out_batch

log = logging.getLogger(__name__)
NOTES_PER_BATCH, SENT_AT_ONCE = 100, 8
# A browser's service that could not be reached is tried again so often.
RETRY_MINUTES, MAX_TRIES = 15, 8
MAX_REMEMBERED = 20_000
TOPIC = "calls"

PURPOSE = "push note"

# Up to which minute each account was told, in memory alone: a restart may tell it once too often.
_told: OrderedDict[int, int] = OrderedDict()


def note(people: Collection[tuple[Inbox, Preferences]]) -> None:
    """Note that some people are to be told; belongs in the transaction of what they are told of."""
    now, next_minute = timezone.localtime(), _minute_now() + 1
    PushNote.objects.bulk_create(
        PushNote(
            pk=secrets.randbits(60),
            box=encrypt_inbox(inbox, purpose=PURPOSE),
            due=preferences.due_minute(now) or next_minute,
        )
        for inbox, preferences in people
    )


def step() -> bool:
    """Tell the next people; tell whether there were any."""
    return fan_out_batch(note) | send_batch()


def devices_of_member(account: Account) -> list[Device]:
    """Return the browsers in which a member is signed in and wants to be told. Two queries."""
    return live_devices(account.pk, lambda: [one.key for one in sessions_of(account, None)])


def send_batch() -> bool:
    """Send the next pushes that are due; tell whether there were any."""
    due = PushNote.objects.filter(due__lte=_minute_now()).order_by("due", "pk")
    rows = list(due[:NOTES_PER_BATCH])
    if not rows:
        return False
    messages = [message for row in rows for message in _prepared(row)]
    with ThreadPoolExecutor(SENT_AT_ONCE) as pool:
        outcomes = list(zip(messages, pool.map(_sent, messages), strict=True))
    again = _unreached(outcomes)
    with writing():
        for message, outcome in outcomes:
            if outcome is Outcome.GONE:
                drop_device(message.account, message.device.endpoint)
        for row in rows:
            kept = PushNote.objects.filter(pk=row.pk)
            if row.pk in again and row.tries < MAX_TRIES:
                kept.update(due=_minute_now() + RETRY_MINUTES, tries=row.tries + 1)
            else:
                kept.delete()
    return True


@dataclass(frozen=True, slots=True)
class _Message:
    """One push to one browser, for one note."""

    row: int
    account: int
    device: Device
    text: str


def _unreached(outcomes: Iterable[tuple[_Message, Outcome]]) -> set[int]:
    """Return the notes of whom no browser could be told just now, but one may be later."""
    told = {message.row for message, outcome in outcomes if outcome is Outcome.DONE}
    later = {message.row for message, outcome in outcomes if outcome is Outcome.LATER}
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
    account_id = decrypt_inbox(row.box, purpose=PURPOSE)
    account = Account.objects.filter(pk=account_id or 0).first()
    if account is None or _told.get(account.pk, -1) >= row.due:
        return []
    preferences = preferences_of(inbox_of(account.pk))
    devices = devices_of_member(account) if preferences.push else []
    counts = unread_by_kind(account) if devices else {}
    with in_language(preferences.language):
        text = _text({kind: n for kind, n in counts.items() if kind in preferences.push and n})
    if not text:
        return []
    _remember(account.pk, row.due)
    return [_Message(row.pk, account.pk, device, text) for device in devices]


def _text(counts: dict[Kind, int]) -> str:
    if not counts:
        return ""
    named = {
        Kind.REPLY: _("댓글 %(count)d개"),
        Kind.MENTION: _("나를 부른 댓글 %(count)d개"),
        Kind.NEWS: _("새 소식 %(count)d개"),
        Kind.WATCH: _("새 글 %(count)d개"),
        Kind.MODERATOR: _("운영자 안내 %(count)d개"),
        Kind.MORE: _("그 밖의 호출 %(count)d개"),
    }
    said = " · ".join(named[kind] % {"count": counts[kind]} for kind in sorted(counts))
    return json.dumps({"title": community().name, "body": said}, ensure_ascii=False)


def _sent(message: _Message) -> Outcome:
    return send(message.device, message.text, topic=TOPIC)


def _remember(account_id: int, minute: int) -> None:
    _told[account_id] = minute
    while len(_told) > MAX_REMEMBERED:
        _told.popitem(last=False)


def _minute_now() -> int:
    return int(time.time()) // 60
