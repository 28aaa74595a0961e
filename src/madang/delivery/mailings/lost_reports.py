"""Reports that were lost: gateways call a web hook five times and no more, so they are asked."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from ..models import Batch, BatchState
from .providers import Refused, TryLater, registry
from .results import report

# After so long since the hand-over what was not reported is asked for, and again at these pauses.
PAUSES = (timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=3), timedelta(hours=24))
AT_ONCE = 100


def ask() -> int:
    """Ask for what was not reported of some batches; return how many letters changed."""
    now = timezone.now()
    due = Q(not_before__lte=now) | Q(not_before=None, handed_over__lte=now - PAUSES[0])
    open_ones = Batch.objects.filter(
        due,
        state=BatchState.HANDED_OVER,
        failures__lt=len(PAUSES),
        letters__gt=F("delivered") + F("failed"),
    )
    return sum(map(_ask_of, open_ones.order_by("pk")[:AT_ONCE]))


def _ask_of(batch: Batch) -> int:
    following = PAUSES[min(batch.failures + 1, len(PAUSES) - 1)]
    Batch.objects.filter(pk=batch.pk).update(
        failures=F("failures") + 1, not_before=timezone.now() + following
    )
    provider = registry.named(batch.channel, batch.provider)
    results = getattr(provider, "results", None)
    if results is None:
        return 0
    try:
        return report(results(batch.group))
    except (TryLater, Refused):
        return 0
