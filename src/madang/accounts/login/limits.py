"""allauth's limits of signing in and up, counted by the site's one limiter.

Its own limiter counts in a cache of each process. Two of its names that are no public interface are
replaced here; a test names them, so that an upgrade which drops one is noticed.
"""

from typing import Any

from allauth.core.exceptions import RateLimited
from allauth.core.internal import ratelimit
from django.http import HttpRequest

from madang.core.http import rate_limits

# Wrong passwords from one address or network, and for one login name.
FAILURES_PER_READER, FAILURES_PER_NAME = "10/minute", "5/5 minute"


class _Usage:
    """What allauth takes for one counted act; wrong passwords are given back by the adapter."""

    def rollback(self) -> None:
        """Do nothing: what is counted stays so."""


def count_with_ours() -> None:
    """Let allauth ask the site's limiter; called once at start."""
    ratelimit._consume_single_rate = _consume
    ratelimit.clear = _clear


def may_try(reader: str, name: str) -> bool:
    """Tell whether somebody may try another password, without counting it."""
    by_reader = rate_limits.is_allowed("failed login", reader, limit=FAILURES_PER_READER)
    return by_reader and rate_limits.is_allowed("failed name", name, limit=FAILURES_PER_NAME)


def note_failure(reader: str, name: str) -> None:
    """Count a wrong password."""
    rate_limits.allow("failed login", reader, limit=FAILURES_PER_READER)
    rate_limits.allow("failed name", name, limit=FAILURES_PER_NAME)


def _consume(
    request: HttpRequest,
    *,
    dry_run: bool = False,
    raise_exception: bool = False,
    **what: Any,
) -> _Usage | None:
    count = rate_limits.is_allowed if dry_run else rate_limits.allow
    if count(what["action"], _key(request, **what), limit=_limit(what["rate"])):
        return _Usage()
    if raise_exception:
        raise RateLimited
    return None


def _clear(request: HttpRequest, *, app: str, action: str, **what: Any) -> None:
    for rate in ratelimit.get_rates(app=app, action=action, config=what.pop("config", None)):
        key = _key(request, app=app, action=action, rate=rate, **what)
        rate_limits.clear(action, key, limit=_limit(rate))


def _key(request: HttpRequest, **what: Any) -> str:
    return str(ratelimit.get_cache_key(request, **what))


def _limit(rate: ratelimit.Rate) -> str:
    return f"{rate.amount}/{int(rate.duration)} second"
