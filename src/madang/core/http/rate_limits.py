"""How often somebody may do something: one limiter for everything, in memory or in Redis.

`MADANG_REDIS_URL` makes all processes and machines count together. What stands for a reader is a
hash under a salt that lives a day, in memory or in Redis, and is written nowhere else.
"""

import hmac
import secrets
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from limits import parse
from limits.storage import Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

SALT_SECONDS = 2 * 24 * 60 * 60


class _Limiter(NamedTuple):
    storage: Storage
    window: MovingWindowRateLimiter


def allow(action: str, key: str, *, limit: str) -> bool:
    """Count one more act of somebody (`key`); tell whether it is within a limit like "5/hour"."""
    return _limiter().window.hit(parse(limit), action, _hashed(key))


def is_allowed(action: str, key: str, *, limit: str) -> bool:
    """Tell whether one more act would be within a limit, without counting it."""
    return _limiter().window.test(parse(limit), action, _hashed(key))


def clear(action: str, key: str, *, limit: str) -> None:
    """Forget what somebody did, as after a success."""
    _limiter().window.clear(parse(limit), action, _hashed(key))


def too_many(request: HttpRequest) -> HttpResponse:
    """Return the page that says that it was too often; status 429."""
    return render(request, "429.html", status=429)


def forget() -> None:
    """Forget all that was counted here; between tests."""
    _limiter().storage.reset()


@cache
def _limiter() -> _Limiter:
    storage = storage_from_string(settings.REDIS_URL or "memory://")
    assert isinstance(storage, Storage)
    return _Limiter(storage, MovingWindowRateLimiter(storage))


def _hashed(key: str) -> str:
    return hmac.digest(_salt(timezone.localdate().isoformat()), key.encode(), "sha256")[:16].hex()


@cache
def _salt(day: str) -> bytes:
    if not settings.REDIS_URL:
        return secrets.token_bytes()
    redis = _limiter().storage.storage  # type: ignore[attr-defined]
    name = f"madang:salt:{day}"
    redis.set(name, secrets.token_bytes(), nx=True, ex=SALT_SECONDS)
    return bytes(redis.get(name))
