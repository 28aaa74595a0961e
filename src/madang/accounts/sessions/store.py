"""Sessions in the database: shut away, with expiry dates rounded to a day."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.http import HttpRequest
from django.utils import timezone

from madang.core.db.select import fetch, statement
from madang.identity.boxes import decrypt, encrypt
from madang.identity.tags import lookup_tag

from ..models import Account, Session, today
from .devices import device_of

PURPOSE = "session"
DEVICE, SINCE = "device", "since"
_STORED = statement(
    "SELECT {session_data} FROM {Session} WHERE {session_key} = %s AND {expire_date} > %s", Session
)


class SessionStore(DatabaseStore):
    """Django's database sessions, telling a thief neither who signed in nor when.

    Django signs what a session holds (the account's id, the moment of signing in) but leaves it
    readable; here it is encrypted. Django stores the session's key as the cookie has it, so that
    anyone who reads the database could sign in as anybody; here it is stored as a keyed hash.
    """

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        """Read the session; every page of a member does, so it is a light read."""
        rows = fetch(_STORED, (_stored_key(self.session_key or ""), timezone.now()))
        if not rows:
            self._session_key = None
            return {}
        return self.decode(rows[0][0])

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(_stored_key(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        made = super().create_model_instance(data)
        made.session_key = _stored_key(made.session_key)
        assert isinstance(made, Session)
        made.owner = owner_of(data[SESSION_KEY]) if SESSION_KEY in data else ""
        return made

    def delete(self, session_key: str | None = None) -> None:
        gone = session_key or self.session_key
        if gone:
            super().delete(_stored_key(gone))

    def encode(self, session_dict: dict[str, Any]) -> str:
        return encrypt(json.dumps(session_dict), purpose=PURPOSE)

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        text = decrypt(str(session_data), purpose=PURPOSE)
        return json.loads(text) if text else {}

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        exact = super().get_expiry_date(**kwargs)
        day = timezone.localtime(exact).date() + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, time.min))


def _stored_key(session_key: str) -> str:
    return lookup_tag(PURPOSE, session_key)


def session_named(request: HttpRequest) -> str:
    """Return what stands for a request's session in the database; it cannot be presented."""
    return _stored_key(request.session.session_key or "")


def owner_of(account_id: object) -> str:
    return lookup_tag("session owner", str(account_id))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A device that is signed in: what it looks like, since which day, whether it is this one."""

    key: str
    device: str
    since: date | None
    is_this: bool


def sessions_of(account: Account, present: str | None) -> list[SignedIn]:
    """Return the sessions of an account, this one (`present` is its key) first. One query.

    Those that a new password has ended are left out.
    """
    this, mark = _stored_key(present or ""), account.get_session_auth_hash()
    store = SessionStore()
    found = []
    for row in Session.objects.filter(owner=owner_of(account.pk), expire_date__gt=timezone.now()):
        data = store.decode(row.session_data)
        if data.get(HASH_SESSION_KEY) != mark:
            continue
        since = date.fromisoformat(data[SINCE]) if SINCE in data else None
        key = row.session_key
        found.append(SignedIn(key, data.get(DEVICE, ""), since, key == this))
    return sorted(found, key=lambda one: (not one.is_this, one.device))


def end_session(account: Account, key: str) -> bool:
    """Sign one device of an account out; tell whether there was one."""
    gone, _ = Session.objects.filter(owner=owner_of(account.pk), session_key=key).delete()
    return gone > 0


def end_other_sessions(account: Account, present: str | None) -> None:
    """Sign out everywhere but here; the caller renews its own session's mark."""
    account.end_sessions()
    others = Session.objects.filter(owner=owner_of(account.pk))
    others.exclude(session_key=_stored_key(present or "")).delete()


def clear_expired_sessions() -> None:
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def note_device() -> None:
    """Make every signing in note the device, in the session alone; called once at start."""
    user_logged_in.connect(_note, dispatch_uid="madang.accounts.sessions.store")


def _note(request: HttpRequest, **_kwargs: object) -> None:
    request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
    request.session[SINCE] = today().isoformat()
