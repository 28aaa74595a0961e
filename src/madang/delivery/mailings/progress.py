"""How far a mailing has come: from its batches' counters, never by counting letters."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from ..models import Batch, BatchState, Mailing


@dataclass(slots=True)
class ChannelProgress:
    """What became of the letters of one channel."""

    channel: str
    letters: int = 0
    waiting: int = 0
    handed_over: int = 0
    accepted: int = 0
    delivered: int = 0
    failed: int = 0
    unknown: int = 0
    stopped: int = 0
    people: int = 0
    told_people: int = 0


@dataclass(slots=True)
class MailingProgress:
    """The same of a whole mailing, and of each channel; handed over by the minute, for the plot."""

    channels: list[ChannelProgress]
    minutes: dict[datetime, int] = field(default_factory=dict)
    errors: tuple[str, ...] = ()
    is_settled: bool = False

    def __getattr__(self, name: str) -> int:
        if name.startswith("_"):
            raise AttributeError(name)
        return sum(getattr(channel, name) for channel in self.channels)


def progress_of(mailing: Mailing) -> MailingProgress:
    """Return how far a mailing has come. One query, over its batches."""
    by_channel: dict[str, ChannelProgress] = {}
    minutes: dict[datetime, int] = defaultdict(int)
    errors: dict[str, None] = {}
    open_ones = 0
    for batch in Batch.objects.filter(mailing=mailing).order_by("pk"):
        _add(by_channel.setdefault(batch.channel, ChannelProgress(batch.channel)), batch)
        open_ones += batch.state < BatchState.HANDED_OVER
        if batch.handed_over is not None:
            minutes[batch.handed_over.replace(second=0, microsecond=0)] += batch.letters
        if batch.error:
            errors[batch.error] = None
    settled = mailing.is_complete and not open_ones
    return MailingProgress(list(by_channel.values()), dict(minutes), tuple(errors), settled)


def _add(shown: ChannelProgress, batch: Batch) -> None:
    shown.letters += batch.letters
    shown.people += batch.people
    shown.accepted += batch.accepted
    shown.delivered += batch.delivered
    shown.failed += batch.failed
    shown.unknown += batch.unknown
    rest = batch.letters - batch.accepted - batch.delivered - batch.failed - batch.unknown
    if batch.state == BatchState.HANDED_OVER:
        shown.handed_over += rest
        shown.told_people += batch.people - batch.failed_people
    elif batch.state == BatchState.STOPPED:
        shown.stopped += rest
    else:
        shown.waiting += rest
