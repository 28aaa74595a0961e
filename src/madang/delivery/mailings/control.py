"""Pausing a mailing, going on with it, and stopping it for good."""

from madang.core.db.transactions import writing

from ..models import Batch, BatchState, Mailing


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
        Batch.objects.filter(mailing=mailing, state__in=left).update(state=BatchState.STOPPED)


def _set(mailing: Mailing, **columns: bool) -> None:
    Mailing.objects.filter(pk=mailing.pk).update(**columns)
    for name, value in columns.items():
        setattr(mailing, name, value)
