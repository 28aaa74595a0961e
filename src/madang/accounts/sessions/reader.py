"""Whose a session is, told from its cookie alone: without a request, and with two light reads."""

import hmac
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from madang.identity.keys import ring

from ..login.backend import FIELDS, account_row
from ..models import Account
from .store import live_box, opened

# What a row holds never changes: the few who read just now are not decrypted again and again.
_REMEMBERED = 1024


def account_of(session_key: str) -> Account | None:
    """Return the account that a session signs in, as `django.contrib.auth.get_user` would.

    None also where Django would have to write something, as where a password has changed since.
    """
    box, secret = live_box(session_key)
    held = _held(ring().site, box) if box else None
    if held is None or not hmac.compare_digest(held["secret"], secret):
        return None
    data = held["data"]
    if data.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    row = account_row(int(data[SESSION_KEY]))
    account, mark = _account(settings.SECRET_KEY, row) if row else (None, "")
    if account is None or not account.is_active:
        return None
    return account if hmac.compare_digest(data.get(HASH_SESSION_KEY, ""), mark) else None


@lru_cache(maxsize=_REMEMBERED)
def _held(_site_key: bytes, box: str) -> Mapping[str, Any] | None:
    return opened(box)


@lru_cache(maxsize=_REMEMBERED)
def _account(_secret_key: str, row: tuple[Any, ...]) -> tuple[Account, str]:
    """Return an account as it is read, to be read only, and what its sessions are known by."""
    account = Account.from_db("default", FIELDS, row)
    return account, account.get_session_auth_hash()
