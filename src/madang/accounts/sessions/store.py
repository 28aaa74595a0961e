"""Sessions in the database: each in a box, under a number that leads to nobody.

A row's number is one of its account's keyed ones, as mutes have them, so that an account finds its
own sessions, and nothing that could be read ties two of them, or one and a name, together. A
session that ends is not deleted at that click, which would say when one person came and went: a
second row, under a keyed number of the first, says so until both go at night with everybody's.
"""

import hmac
import json
import re
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.http import HttpRequest
from django.utils import timezone

from madang.core.db.select import execute, fetch, statement
from madang.core.db.transactions import writing
from madang.identity.boxes import decrypt, encrypt
from madang.identity.tags import keyed, keyed_places

from ..models import Account, Session, today
from .devices import device_of

PURPOSE = "session"
DEVICE, SINCE = "device", "since"
# So many browsers of an account may be signed in at once; of more the first one is signed out.
PLACES = 32
# What a session holds differs by what somebody was just doing.
PADDED_TO = 512
_ID_DIGITS, _SECRET_BYTES = 16, 16
_KEY = re.compile(rf"[0-9a-f]{{{_ID_DIGITS + 2 * _SECRET_BYTES}}}")
_BOXES = statement(
    "SELECT {id}, {box}, {last_day} FROM {Session} WHERE {id} IN %s AND {last_day} >= %s", Session
)
_TWO_BOXES = _BOXES.replace("%s", "(%s, %s)", 1)
_INSERT = statement(
    "INSERT INTO {Session} ({id}, {box}, {last_day}) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
    Session,
)
_UPDATE = statement("UPDATE {Session} SET {box} = %s, {last_day} = %s WHERE {id} = %s", Session)
_DELETE = statement("DELETE FROM {Session} WHERE {id} IN %s", Session)


class SessionStore(SessionBase):
    """A session as Django uses it. Its key, the cookie, is the row's number and a secret.

    The secret is in the box: whoever reads the table cannot sign in with what it says.
    """

    def load(self) -> dict[str, Any]:
        """Read the session; every page of a member does, so it is one light query."""
        box, secret = live_box(self.session_key)
        held = opened(box) if box else None
        if held is None or not hmac.compare_digest(held["secret"], secret):
            self._session_key = None
            return {}
        data: dict[str, Any] = held["data"]
        return data

    def exists(self, session_key: str) -> bool:
        number, _secret = _parted(session_key)
        return Session.objects.filter(pk=number).exists()

    def create(self) -> None:
        data = dict(self.items())
        account = data.get(SESSION_KEY)
        number = _free_number(int(account)) if account else secrets.randbits(60)
        secret = secrets.token_hex(_SECRET_BYTES)
        self._session_key = f"{number:0{_ID_DIGITS}x}{secret}"
        # Another process may take the same number; then the caller is told.
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        number, secret = _parted(self.session_key)
        held = {"secret": secret, "data": dict(self.items())}
        box = encrypt(json.dumps(held), purpose=PURPOSE, padded_to=PADDED_TO)
        last_day = today() + timedelta(seconds=self.get_expiry_age()) + timedelta(days=1)
        if must_create:
            if not execute(_INSERT, (number, box, last_day)):
                raise CreateError
        elif not _live([number]) or not execute(_UPDATE, (box, last_day, number)):
            raise UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        number, secret = _parted(session_key or self.session_key)
        if secret:
            _end([number])

    def cycle_key(self) -> None:
        """Go on under another key, made when it is saved: by then it is known whose it is."""
        data, key = dict(self.items()), self.session_key
        if key:
            self.delete(key)
        self._session_key, self._session_cache = None, data
        self.modified = True

    @classmethod
    def clear_expired(cls) -> None:
        """Delete the sessions that have ended, everybody's together."""
        clear_ended_sessions()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A device that is signed in: what it looks like, since which day, whether it is this one."""

    key: str
    device: str
    since: date | None
    is_this: bool


def live_box(session_key: str | None) -> tuple[str, str]:
    """Return the box of a session that has not ended, and the secret that its cookie presents.

    Both empty where there is none. One query, the lightest.
    """
    number, secret = _parted(session_key)
    rows = fetch(_TWO_BOXES, (number, _ended(number), today())) if secret else []
    return (rows[0][1], secret) if len(rows) == 1 and rows[0][0] == number else ("", "")


def session_named(request: HttpRequest) -> str:
    """Return what stands for a request's session in the database; it cannot be presented."""
    return str(_parted(request.session.session_key)[0])


def sessions_of(account: Account, present: str | None) -> list[SignedIn]:
    """Return the sessions of an account, this one (`present` is its key) first. One query.

    Those that a new password has ended are left out.
    """
    this, mark = _parted(present)[0], account.get_session_auth_hash()
    found = []
    for number, held in _live(_places(account.pk)).items():
        data = held["data"]
        if data.get(HASH_SESSION_KEY) != mark:
            continue
        since = date.fromisoformat(data[SINCE]) if SINCE in data else None
        found.append(SignedIn(str(number), data.get(DEVICE, ""), since, number == this))
    return sorted(found, key=lambda one: (not one.is_this, one.device))


def end_session(account: Account, key: str) -> bool:
    """Sign one device of an account out; tell whether there was one."""
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 20 else -1
    return number in _places(account.pk) and _end([number]) > 0


def end_other_sessions(account: Account) -> None:
    """Sign out everywhere but here; the caller renews its own session's mark.

    The other rows stay until the night: that they go together would tell whose they are.
    """
    account.end_sessions()


def end_all(account_id: int) -> None:
    """Sign an account out everywhere, here too."""
    _end(_places(account_id))


def forget_sessions(account_id: int) -> None:
    """Delete all that there is about an account's sessions."""
    places = _places(account_id)
    execute(_DELETE, ([*places, *map(_ended, places)],))


def clear_ended_sessions() -> None:
    """Delete the sessions whose day is over or whose account ended them, everybody's together."""
    rows = list(Session.objects.values_list("pk", "box", "last_day"))
    # After the sessions, so that none has a mark newer than these.
    marks = {account.pk: account.get_session_auth_hash() for account in Account.objects.all()}
    there = {pk for pk, _box, _day in rows}
    said = {says: pk for pk in there if (says := _ended(pk)) in there}
    over = {pk for pk, box, day in rows if day < today() or _is_ended(box, marks)}
    # What says of a session that it ended goes with it.
    ended = list(over | said.keys() | set(said.values()))
    secrets.SystemRandom().shuffle(ended)
    with writing():
        for first in range(0, len(ended), 500):
            execute(_DELETE, (ended[first : first + 500],))


def note_device() -> None:
    """Make every signing in note the device, in the session alone; called once at start."""
    user_logged_in.connect(_note, dispatch_uid="madang.accounts.sessions.store")


def _note(request: HttpRequest, **_kwargs: object) -> None:
    request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
    request.session[SINCE] = timezone.localdate().isoformat()


def _is_ended(box: str, marks: dict[int, str]) -> bool:
    held = opened(box)
    if held is None:
        return True
    account = held["data"].get(SESSION_KEY)
    return account is not None and marks.get(int(account)) != held["data"].get(HASH_SESSION_KEY)


def _parted(session_key: str | None) -> tuple[int, str]:
    """Return the number and the secret of a key; an empty secret for what is none."""
    if not session_key or not _KEY.fullmatch(session_key):
        return -1, ""
    number = int(session_key[:_ID_DIGITS], 16)
    return (number, session_key[_ID_DIGITS:]) if number < 2**63 else (-1, "")


def opened(box: str) -> dict[str, Any] | None:
    """Return what a session's box holds; None for what says of another that it ended."""
    text = decrypt(box, purpose=PURPOSE)
    return (json.loads(text) or None) if text else None


def _places(account_id: int) -> list[int]:
    return keyed_places(PURPOSE, "", account_id, PLACES)


def _live(numbers: list[int]) -> dict[int, dict[str, Any]]:
    """Return what the sessions hold that have not ended, by their numbers. One query."""
    ended = {_ended(number): number for number in numbers}
    rows = fetch(_BOXES, ([*numbers, *ended], today()))
    over = {ended[number] for number, _box, _day in rows if number in ended}
    live = {
        number: opened(box)
        for number, box, _day in rows
        if number not in ended and number not in over
    }
    return {number: held for number, held in live.items() if held is not None}


def _end(numbers: list[int]) -> int:
    """Note of some sessions that they ended, those of nobody's are deleted; return how many."""
    live = _live(numbers)
    nobodys = [number for number, held in live.items() if SESSION_KEY not in held["data"]]
    if nobodys:
        execute(_DELETE, (nobodys,))
    for number in live.keys() - set(nobodys):
        # A row like any other's.
        box = encrypt(json.dumps({}), purpose=PURPOSE, padded_to=PADDED_TO)
        last_day = today() + timedelta(days=settings.SESSION_COOKIE_AGE // 86400 + 1)
        execute(_INSERT, (_ended(number), box, last_day))
    return len(live)


def _ended(number: int) -> int:
    """Return the number of the row that says of a session that it ended."""
    return keyed("session ended", number)


def _free_number(account_id: int) -> int:
    """Return a number of an account's that no session has; of too many an old one ends.

    One that ended anyway, or one of the first day: which of that day is left to chance, or each
    that is new would take the place of the one before.
    """
    places = _places(account_id)
    taken = {number: day for number, _box, day in fetch(_BOXES, (places, date.min))}
    free = [number for number in places if number not in taken]
    if free:
        return secrets.choice(free)
    marks = {_ended(number): number for number in taken}
    ended = Session.objects.filter(pk__in=marks).values_list("pk", flat=True)
    oldest = [number for number, day in taken.items() if day == min(taken.values())]
    place = secrets.choice([marks[mark] for mark in ended] or oldest)
    execute(_DELETE, ([place, _ended(place)],))
    return place
