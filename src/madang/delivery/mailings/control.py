"""Pausing a mailing, going on with it, and stopping it for good."""

from django.db.models import Q

from madang.core.db.transactions import writing

from ..models import Batch, BatchState, Mailing
from .providers import courier_channels


def pause(mailing: Mailing) -> None:
    """Send nothing more for now; what a gateway has been told to send goes."""
    _set(mailing, is_paused=True)


def go_on(mailing: Mailing) -> None:
    """Go on where it was paused."""
    _set(mailing, is_paused=False)


def stop(mailing: Mailing) -> None:
    """Send nothing more, ever; what a gateway has been told to send goes."""
    with writing():
        _set(mailing, is_stopped=True)
        left = (BatchState.COLLECTING, BatchState.WAITING, BatchState.FILLING, BatchState.FILLED)
        batches = Batch.objects.filter(mailing=mailing)
        one_at_a_time = Q(state=BatchState.SENDING, channel__in=courier_channels())
        batches.filter(Q(state__in=left) | one_at_a_time).update(state=BatchState.STOPPED)


def _set(mailing: Mailing, **columns: bool) -> None:
    Mailing.objects.filter(pk=mailing.pk).update(**columns)
    for name, value in columns.items():
        setattr(mailing, name, value)
