"""The desk's clock: the time, or in a rehearsal a day that passes in minutes."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from .limits import Pace


def now() -> datetime:
    """Return the moment that shifts, breaks and clocks of the desk count by."""
    moment = timezone.now()
    pace: Pace | None = settings.DESK_REHEARSAL
    return moment if pace is None else pace.since + (moment - pace.since) * pace.times
