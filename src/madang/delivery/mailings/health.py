"""How well providers do, and which of several is given the next batch.

A provider that fails for fifty letters in a minute, or of whose letters 15 % arrive later than
five minutes after they were handed over (unless all are slow), is given no more; a quarter of an
hour after its last trouble it gets a part of its weight back, and more with each further one
(the figures are GOV.UK Notify's).
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from ..models import Batch, BatchState
from .providers import Provider, Refused, TryLater

ERRORS, ERROR_SECONDS = 50, 60.0
SLOW_SHARE, SLOW_AFTER, SLOW_WITHIN = 0.15, timedelta(minutes=5), timedelta(minutes=15)
QUIET_SECONDS, STEP, FULL = 15 * 60.0, 25, 100
LOOK_SECONDS = 30.0


@dataclass(slots=True)
class Health:
    """One provider: its weight, its last errors (moment, letters), and what it is owed."""

    weight: int = FULL
    errors: deque[tuple[float, int]] = field(default_factory=deque)
    troubled: float = 0.0
    owed: int = 0

    def note_error(self, letters: int, now: float) -> None:
        """Count letters that a provider did not take; give it none for a while where many."""
        self.errors.append((now, max(letters, 1)))
        while self.errors and self.errors[0][0] < now - ERROR_SECONDS:
            self.errors.popleft()
        if sum(count for _at, count in self.errors) >= ERRORS:
            self.trouble(now)

    def trouble(self, now: float) -> None:
        """Give it nothing more, until it was quiet for a while."""
        self.weight, self.troubled = 0, now

    def recover(self, now: float) -> None:
        """Give back a part of its weight for each quiet quarter of an hour."""
        while self.weight < FULL and now - self.troubled >= QUIET_SECONDS:
            self.weight = min(self.weight + STEP, FULL)
            self.troubled += QUIET_SECONDS


@dataclass(slots=True)
class Providers:
    """The health of all providers, in the process that dispatches."""

    clock: Callable[[], float] = time.monotonic
    known: dict[str, Health] = field(default_factory=dict)
    looked: float = float("-inf")

    def of(self, provider: Provider) -> Health:
        return self.known.setdefault(f"{provider.channel}:{provider.name}", Health())

    def choose(self, providers: Sequence[Provider]) -> Provider | None:
        """Return the provider whose turn it is by the weights.

        If all are in trouble: the one whose trouble is oldest.
        """
        if len(providers) < 2:
            return next(iter(providers), None)
        now = self.clock()
        if now - self.looked >= LOOK_SECONDS:
            self.looked = now
            self._look_for_slow(providers, now)
        healths = [self.of(provider) for provider in providers]
        for health in healths:
            health.recover(now)
        if not any(health.weight for health in healths):
            return min(providers, key=lambda provider: self.of(provider).troubled)
        # Each is owed its weight, and whoever is owed most has its turn.
        for health in healths:
            health.owed = health.owed + health.weight if health.weight else 0
        fit = [provider for provider in providers if self.of(provider).weight]
        chosen = max(fit, key=lambda provider: self.of(provider).owed)
        self.of(chosen).owed -= sum(health.weight for health in healths)
        return chosen

    def _look_for_slow(self, providers: Sequence[Provider], now: float) -> None:
        slow = [provider for provider in providers if slow_share(provider) >= SLOW_SHARE]
        if len(slow) < len(providers):
            for provider in slow:
                self.of(provider).trouble(now)


def slow_share(provider: Provider) -> float:
    """Return which part of a provider's letters came late, or has not come yet. One query."""
    now = timezone.now()
    batches = Batch.objects.filter(
        provider=provider.name,
        channel=provider.channel,
        state=BatchState.HANDED_OVER,
        handed_over__gte=now - SLOW_WITHIN,
        handed_over__lte=now - SLOW_AFTER,
    )
    sums = batches.aggregate(
        letters=Sum("letters"), failed=Sum("failed"), delivered=Sum("delivered"), slow=Sum("slow")
    )
    counted = (sums["letters"] or 0) - (sums["failed"] or 0)
    in_time = (sums["delivered"] or 0) - (sums["slow"] or 0)
    return 1 - in_time / counted if counted > 0 else 0.0


providers_health = Providers()


@contextmanager
def measured(provider: Provider, letters: int = 1) -> Iterator[None]:
    """Note where a provider did not take so many letters."""
    try:
        yield
    except (TryLater, Refused):
        health = providers_health.of(provider)
        health.note_error(letters, providers_health.clock())
        raise


def chosen(providers: Sequence[Provider]) -> Provider | None:
    """Return the provider for the next batch; None if there is none."""
    return providers_health.choose(providers)
