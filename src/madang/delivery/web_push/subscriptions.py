"""Browsers that a member has asked to be told by (Web Push): a few each, in boxes."""

import base64
import binascii
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.identity.account_rows import AccountRows
from madang.identity.push_keys import is_browsers_key

from ..models import PushDevice

MAX_DEVICES = 5
MAX_ENDPOINT_LENGTH = 1000
# An uncompressed point of P-256, and the secret shared with the browser (RFC 8291).
KEY_BYTES, SECRET_BYTES = 65, 16
_ADDRESS = re.compile(
    r"(?P<origin>(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]+)(?::(?P<port>[0-9]{1,5}))?)"
    r"/[A-Za-z0-9._~:/?#!$&'()*+,;=%@-]*"
)


class DeviceRefused(Exception):
    """What the browser gave cannot be used; the message says so, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Device:
    """Where a browser is told, as it said itself (PushSubscription), and while which session."""

    endpoint: str
    key: str
    secret: str
    session: str = ""


# All browsers of an account together, the first one first.
DEVICES = AccountRows(PushDevice, tuple[Device, ...], "push device", padded_to=4096)


def device_of(values: Any) -> Device:
    """Return the device that a browser describes. Raises DeviceRefused.

    Only the services of browsers' makers are told: anyone who could name any server would have this
    one send to it.
    """
    try:
        endpoint, keys = str(values["endpoint"]), values["keys"]
        key, secret = str(keys["p256dh"]), str(keys["auth"])
        point = _bytes(key)
        is_fit = (len(point), len(_bytes(secret))) == (KEY_BYTES, SECRET_BYTES)
        is_fit = is_fit and is_browsers_key(point)
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise DeviceRefused(_("브라우저가 알림 주소를 알려 주지 않았어요.")) from None
    if not is_fit or len(endpoint) > MAX_ENDPOINT_LENGTH or push_service_of(endpoint) is None:
        raise DeviceRefused(_("이 브라우저의 알림 서비스는 쓸 수 없어요."))
    return Device(endpoint, key, secret)


def push_service_of(endpoint: str) -> str | None:
    """Return the origin of an address that belongs to a push service the operator allows.

    Only the plainest form of an address is taken: where two programs could read two hosts in it,
    one would be looked at here and the other sent to.
    """
    found = _ADDRESS.fullmatch(endpoint)
    if found is None:
        return None
    origin, scheme, host, port = found.group("origin", "scheme", "host", "port")
    if any(_is_of(service, scheme, host.lower(), port) for service in settings.PUSH_SERVICES):
        return origin
    return None


def _is_of(service: str, scheme: str, host: str, port: str | None) -> bool:
    if ":" in service:
        return f"{host}:{port}" == service
    named = host.endswith(service) if service.startswith(".") else host == service
    return named and scheme == "https" and port in (None, "443")


def add_device(account_id: int, device: Device, session: str) -> None:
    """Tell this browser too, while it is signed in; of too many the first one makes room."""
    with writing():
        others = [one for one in devices_of(account_id) if one.endpoint != device.endpoint]
        kept = others[-(MAX_DEVICES - 1) :]
        DEVICES.save(account_id, (*kept, replace(device, session=session)))


def live_devices(account_id: int, sessions: Callable[[], Collection[str]]) -> list[Device]:
    """Return the browsers that may be told: those whose session has ended are dropped.

    One query, and what `sessions` takes, which is asked only where there are any.
    """
    own = devices_of(account_id)
    live = set(sessions()) if own else set()
    for device in own:
        if device.session not in live:
            drop_device(account_id, device.endpoint)
    return [device for device in own if device.session in live]


def devices_of(account_id: int) -> list[Device]:
    """Return the browsers by which an account is told. One query."""
    return list(DEVICES.find(account_id) or ())


def drop_device(account_id: int, endpoint: str) -> None:
    """Tell one browser no more."""
    with writing():
        kept = tuple(one for one in devices_of(account_id) if one.endpoint != endpoint)
        DEVICES.save(account_id, kept)


def drop_all_devices(account_id: int) -> None:
    """Tell no browser any more."""
    DEVICES.save(account_id, ())


def forget_devices(account_id: int) -> None:
    """Delete all that there is about an account's browsers."""
    DEVICES.delete(account_id)


def _bytes(text: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,200}={0,2}", text):
        raise ValueError(text)
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
