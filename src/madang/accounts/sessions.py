"""Sessions in the database: shut away, with expiry dates rounded to a day."""

import json
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from madang.identity.boxes import open_box, shut
from madang.identity.tags import lookup_tag
from madang.sql import fetch

PURPOSE = "session"
_STORED = (
    f"SELECT session_data FROM {Session._meta.db_table} "  # noqa: S608
    "WHERE session_key = %s AND expire_date > %s"
)


class SessionStore(DatabaseStore):
    """Django's database sessions, telling a thief neither who signed in nor when.

    Django signs what a session holds (the account's id, the moment of signing in) but leaves it
    readable; here it is encrypted. Django stores the session's key as the cookie has it, so that
    whoever reads the database could sign in as anybody; here it is stored as a keyed hash.
    """

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
        return made

    def delete(self, session_key: str | None = None) -> None:
        gone = session_key or self.session_key
        if gone:
            super().delete(_stored_key(gone))

    def encode(self, session_dict: dict[str, Any]) -> str:
        return shut(json.dumps(session_dict), purpose=PURPOSE)

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        text = open_box(str(session_data), purpose=PURPOSE)
        return json.loads(text) if text else {}

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        exact = super().get_expiry_date(**kwargs)
        day = timezone.localtime(exact).date() + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, time.min))


def _stored_key(session_key: str) -> str:
    return lookup_tag(PURPOSE, session_key)
