"""Sessions in the database: shut away, with expiry dates rounded to a day."""

import json
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from madang.identity.boxes import open_box, shut

PURPOSE = "session"


class SessionStore(DatabaseStore):
    """Django's database sessions, telling a thief neither who signed in nor when.

    Django signs what a session holds (the account's id, the moment of signing in) but leaves it
    readable; here it is encrypted.
    """

    def encode(self, session_dict: dict[str, Any]) -> str:
        return shut(json.dumps(session_dict), purpose=PURPOSE)

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        text = open_box(str(session_data), purpose=PURPOSE)
        return json.loads(text) if text else {}

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        exact = super().get_expiry_date(**kwargs)
        day = timezone.localtime(exact).date() + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, time.min))
