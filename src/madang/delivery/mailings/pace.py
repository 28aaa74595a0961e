"""The pace of each provider: as many letters a minute as it takes, and readers can spare.

One that has had its share rests; meanwhile the others go on.
"""

import time
from collections.abc import Iterable

from django.conf import settings

from .providers import Provider, registry

# Until when each provider rests, by its name: one account may serve two channels.
_until: dict[str, float] = {}


def note(provider: str, letters: int, begun: float) -> None:
    """Let a provider rest for as long as letters take that it was given from a moment on."""
    rates = settings.MESSAGES_A_MINUTE
    _until[provider] = begun + letters * 60 / rates.get(provider, rates[""])


def awake(providers: Iterable[Provider]) -> list[Provider]:
    """Return those of some providers that do not rest."""
    now = time.monotonic()
    return [provider for provider in providers if _until.get(provider.name, 0.0) <= now]


def resting() -> dict[str, float]:
    """Return the channels all of whose providers rest, each with the seconds until one does not."""
    now, left = time.monotonic(), dict[str, float]()
    for provider in registry.all():
        seconds = max(_until.get(provider.name, 0.0) - now, 0.0)
        left[provider.channel] = min(seconds, left.get(provider.channel, seconds))
    return {channel: seconds for channel, seconds in left.items() if seconds}


def forget() -> None:
    """Let every provider be awake; between tests."""
    _until.clear()
