"""What is done about keys when its time has come."""

from django.conf import settings
from django.utils import timezone

from madang.core.background.jobs import Job

from . import epochs


def destroy_old_keys() -> list[int]:
    """Destroy the keys whose time of keeping is over; return their epochs."""
    if not settings.KEY_MONTHS:
        return []
    old = epochs.outdated(settings.KEY_MONTHS, timezone.localdate())
    for epoch in old:
        epochs.destroy(epoch)
    return old


JOBS = [Job("destroy old keys", "10 4 * * *", destroy_old_keys)]
