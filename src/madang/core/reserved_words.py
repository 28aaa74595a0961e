"""First words of addresses that no board may be called."""

from functools import cache

from .apps import known_apps

# For what is to come, so that no board takes them first.
_TO_COME = frozenset(
    {"incidents", "desk", "help", "p", "api", "notices", "healthz", "readyz", "metrics"}
)


@cache
def reserved_words() -> frozenset[str]:
    """Return the words of every app, of those too that are switched off."""
    return _TO_COME.union(*(app.reserved_words for app in known_apps().values()))
