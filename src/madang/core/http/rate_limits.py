"""How often somebody may do something: one limiter for everything, in memory or in Redis.

`MADANG_REDIS_URL` makes all processes and machines count together. A reader is counted as a hash
under a salt of the day: a random one in memory, one derived from the site's key for Redis.
"""

import hmac
import logging
import secrets
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from limits import parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

log = logging.getLogger(__name__)
T = TypeVar("T")
# So long a page waits for Redis, and not longer.
REDIS_SECONDS = 0.5


def allow(action: str, key: str, *, limit: str) -> bool:
    """Count one more act of somebody (`key`); tell whether it is within a limit like "5/hour"."""
    return _ask(lambda window, salt: window.hit(parse(limit), action, _hashed(key, salt)))


def is_allowed(action: str, key: str, *, limit: str) -> bool:
    """Tell whether one more act would be within a limit, without counting it."""
    return _ask(lambda window, salt: window.test(parse(limit), action, _hashed(key, salt)))


def clear(action: str, key: str, *, limit: str) -> None:
    """Forget what somebody did, as after a success."""
    _ask(lambda window, salt: window.clear(parse(limit), action, _hashed(key, salt)))


def too_many(request: HttpRequest) -> HttpResponse:
    """Return the page that says that it was too often; status 429."""
    return render(request, "429.html", status=429)


def forget() -> None:
    """Forget all that was counted; between tests."""
    _in_memory().storage.reset()
    if settings.REDIS_URL:
        _in_redis().storage.reset()


def _ask(question: Callable[[MovingWindowRateLimiter, bytes], T]) -> T:
    """Ask the limiter; that of this process while Redis does not answer."""
    day = timezone.localdate().isoformat()
    if settings.REDIS_URL:
        # Some megabytes that a site without Redis does without.
        from redis.exceptions import RedisError

        try:
            return question(_in_redis(), _shared_salt(day))
        except (StorageError, RedisError):
            log.error("Redis does not answer: limits are counted in each process meanwhile")
    return question(_in_memory(), _own_salt(day))


@cache
def _in_memory() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


@cache
def _in_redis() -> MovingWindowRateLimiter:
    storage = RedisStorage(
        settings.REDIS_URL,
        wrap_exceptions=True,
        socket_timeout=REDIS_SECONDS,
        socket_connect_timeout=REDIS_SECONDS,
    )
    return MovingWindowRateLimiter(storage)


def _hashed(key: str, salt: bytes) -> str:
    return hmac.digest(salt, key.encode(), "sha256")[:16].hex()


@cache
def _own_salt(day: str) -> bytes:
    return secrets.token_bytes()


@cache
def _shared_salt(day: str) -> bytes:
    # The same in all processes, and nowhere where what is counted is: a thief of Redis has it not.
    return hmac.digest(settings.SECRET_KEY.encode(), f"rate limits of {day}".encode(), "sha256")
