"""What is done about keys when its time has come."""

from django.conf import settings
from django.utils import timezone

from madang.core.background.jobs import Job

from . import epochs
from .account_rows import drop_outdated_rows

# What of fewer people is outdated waits for the night.
FEW = 5


def destroy_old_keys() -> list[int]:
    """Destroy the keys whose time of keeping is over; return their epochs."""
    if not settings.KEY_MONTHS:
        return []
    old = epochs.outdated(settings.KEY_MONTHS, timezone.localdate())
    for epoch in old:
        epochs.destroy(epoch)
    return old


def drop_outdated_of_many() -> None:
    drop_outdated_rows(of_at_least=FEW)


JOBS = [
    Job("destroy old keys", "10 4 * * *", destroy_old_keys),
    Job("drop outdated rows", "5 4 * * *", drop_outdated_rows),
    Job("drop outdated rows of many", "35 * * * *", drop_outdated_of_many),
]
