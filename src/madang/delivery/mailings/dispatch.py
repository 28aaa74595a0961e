"""Dispatching: each batch is carried through its steps, and gone on with wherever it broke off.

Each step is committed before the next begins, under the number of the attempt: whoever took a batch
on earlier, and slept, changes nothing any more. Of the groups that a batch was ever filled into
exactly one is sent, the one whose name is committed with SENDING; sending it again is refused by
the gateway. So a crash at any point doubles nobody and misses nobody.
"""

import logging
import time
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from madang.core.db.select import fetch, statement
from madang.core.db.transactions import writing
from madang.identity.keys import KeyDestroyed

from ..models import Batch, BatchState, Mailing, Message, MessageState
from . import couriers, health, pace
from .letters import Content, Letter, MailingKeys, contents_of, letter
from .providers import (
    Courier,
    Gateway,
    GroupState,
    Provider,
    Refused,
    TryLater,
    courier_channels,
    fits,
    registry,
)
from .results import all_unknown, report

log = logging.getLogger(__name__)
COLLECTING_SECONDS = 3
# So long at most it waits for a provider that rests, and looks for other letters then.
MAX_WAIT = 0.5
# Pauses after a batch failed, the last one again and again.
PAUSES = (2, 5, 15, 60, 300)
# Channels that one thread goes through: a slow mail server holds up no text message.
LANES = {"gateways": ("alimtalk", "sms"), "e-mail": ("email",), "members": ("page", "push")}
CHANNELS = tuple(channel for channels in LANES.values() for channel in channels)
_OPEN = (BatchState.WAITING, BatchState.FILLING, BatchState.FILLED, BatchState.SENDING)
_LETTERS = statement(
    "SELECT {id}, {box} FROM {Message} WHERE {batch} = %s AND {state} = %s ORDER BY {id}", Message
)


class LostBatch(Exception):
    """Somebody else has taken the batch on, or it was paused or stopped: this attempt is over."""


def step(channels: Collection[str] = CHANNELS) -> bool:
    """Carry one batch as far as it goes; tell whether there may be more to do at once."""
    _gather()
    resting = {name: seconds for name, seconds in pace.resting().items() if name in channels}
    batch = _next(set(channels) - resting.keys())
    if batch is None:
        return _waited_for_the_first(resting)
    begun = time.monotonic()
    try:
        _take(batch)
        _carry(batch)
        pace.note(batch.provider, batch.letters, begun)
    except LostBatch:
        return True
    except TryLater as error:
        _put_off(batch, error)
    except Refused as error:
        _refused(batch, error)
    except KeyDestroyed:
        _stop(batch)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # One batch that cannot be carried holds up no other.
        log.exception("batch %s could not be carried", batch.pk)
        _put_off(batch, TryLater(type(error).__name__))
    return True


def _waited_for_the_first(resting: dict[str, float]) -> bool:
    """Wait until a provider rests no longer, if one's letters do; tell whether one did."""
    if not resting:
        return False
    time.sleep(min(min(resting.values()), MAX_WAIT))
    return True


def _gather() -> None:
    """Let batches go that have collected long enough what another channel could not deliver."""
    since = timezone.now() - timedelta(seconds=COLLECTING_SECONDS)
    old = Batch.objects.filter(state=BatchState.COLLECTING, created__lt=since)
    if old.exists():
        old.update(state=BatchState.WAITING)


def _next(channels: Collection[str]) -> Batch | None:
    """Return the batch of some channels that is furthest among those that may go on. One query.

    A group that is being sent has to be followed up though the mailing was paused or stopped
    meanwhile; letters that are given one at a time have not.
    """
    goes_on = Q(mailing__is_paused=False, mailing__is_stopped=False)
    followed = Q(state=BatchState.SENDING) & ~Q(channel__in=courier_channels())
    due = Q(not_before=None) | Q(not_before__lte=timezone.now())
    open_ones = Batch.objects.filter(due & (followed | goes_on))
    found = open_ones.filter(state__in=_OPEN, channel__in=channels).select_related("mailing")
    return found.order_by("-state", "pk").first()


def _take(batch: Batch) -> None:
    """Take a batch on; raises LostBatch where somebody else just did."""
    mine = Batch.objects.filter(pk=batch.pk, attempt=batch.attempt, state=batch.state)
    if not mine.update(attempt=F("attempt") + 1):
        raise LostBatch
    batch.attempt += 1


def _carry(batch: Batch) -> None:
    provider = _provider(batch)
    if isinstance(provider, Courier):
        _give(batch, provider)
        return
    if batch.state in (BatchState.WAITING, BatchState.FILLING):
        _fill(batch, provider)
    if batch.state == BatchState.FILLED:
        # Committed before the gateway is asked: whoever goes on knows which group it may be.
        _move(batch, BatchState.SENDING)
        _send(batch, provider)
    else:
        _send_once(batch, provider)
    _move(batch, BatchState.HANDED_OVER, handed_over=timezone.now(), error="")


def _give(batch: Batch, courier: Courier) -> None:
    """Give the batch's letters to a courier, as far as nobody stops it."""

    def move(state: BatchState) -> None:
        _move(batch, state, provider=courier.name)

    couriers.carry(batch, courier, _letters, move)
    _move(batch, BatchState.HANDED_OVER, handed_over=timezone.now(), error="")


def _fill(batch: Batch, provider: Gateway) -> None:
    """Fill the batch into a new group; one that was being filled before is left, and never sent."""
    content = contents_of(batch.mailing)[batch.channel]
    letters = _letters(batch, content)
    with health.measured(provider, len(letters)):
        group = provider.open_group()
        _move(batch, BatchState.FILLING, group=group, provider=provider.name)
        refused = provider.fill(group, letters, content) if letters else {}
    with transaction.atomic():
        report(dict.fromkeys(refused, MessageState.FAILED))
        _move(batch, BatchState.FILLED)


def _send(batch: Batch, provider: Gateway) -> None:
    content = contents_of(batch.mailing)[batch.channel]
    with health.measured(provider, batch.letters):
        refused = provider.send(batch.group, lambda: _letters(batch, content), content)
    report(dict.fromkeys(refused, MessageState.FAILED))


def _send_once(batch: Batch, provider: Gateway) -> None:
    """Go on with a group that may have been sent: the gateway knows, and sends none twice."""
    state = provider.state(batch.group)
    if state is GroupState.PENDING:
        _send(batch, provider)
    elif state is GroupState.UNKNOWN:
        log.error("a gateway does not know a group that was to be sent")
        all_unknown(batch)


def _provider(batch: Batch) -> Provider:
    """Return the provider of a batch: the one that has its group, else the one to be chosen."""
    if batch.state in (BatchState.FILLED, BatchState.SENDING):
        found = registry.named(batch.channel, batch.provider)
    else:
        content = contents_of(batch.mailing)[batch.channel]
        fit = [one for one in registry.of_channel(batch.channel) if fits(one, content)]
        found = health.chosen(pace.awake(fit) or fit)
    if found is None:
        raise TryLater(f"no provider for {batch.channel}", PAUSES[-1])
    return found


def _letters(batch: Batch, content: Content) -> Sequence[Letter]:
    """Return the letters of a batch that were not refused or sent. One query."""
    keys = MailingKeys(batch.mailing)
    rows = fetch(_LETTERS, (batch.pk, MessageState.CREATED.value))
    opened = ((number, keys.open(number, box)) for number, box in rows)
    return [letter(number, who, content) for number, who in opened if who is not None]


def _move(batch: Batch, state: BatchState, **columns: object) -> None:
    """Commit a step of this attempt; raises LostBatch where it is not this one's any more."""
    mine = Batch.objects.filter(pk=batch.pk, attempt=batch.attempt)
    if state is BatchState.SENDING:
        # Whoever paused or stopped it before this moment has stopped this batch too.
        mine = mine.filter(
            mailing__in=Mailing.objects.filter(is_paused=False, is_stopped=False).values("pk")
        )
    if state in (BatchState.FILLED, BatchState.HANDED_OVER):
        columns["failures"] = 0
    with writing():
        if not mine.update(state=state, not_before=None, **columns):
            raise LostBatch
    batch.state = state
    for name, value in columns.items():
        setattr(batch, name, value)


def _refused(batch: Batch, error: Refused) -> None:
    """Offer a batch that a gateway will not take anew, also to another; what is wrong is shown.

    A group that is pending goes nowhere. Nobody's letter fails for it: a key may have run out.
    """
    if batch.state == BatchState.SENDING and not _is_pending(batch):
        _put_off(batch, error)
        return
    Batch.objects.filter(pk=batch.pk, attempt=batch.attempt).update(state=BatchState.WAITING)
    _put_off(batch, error)


def _is_pending(batch: Batch) -> bool:
    provider = registry.named(batch.channel, batch.provider)
    if provider is None or isinstance(provider, Courier):
        return False
    try:
        return provider.state(batch.group) is GroupState.PENDING
    except (TryLater, Refused):
        return False


def _put_off(batch: Batch, error: TryLater | Refused) -> None:
    """Try a batch again later, at growing pauses; what was wrong is shown."""
    asked = error.seconds if isinstance(error, TryLater) else 0.0
    pause = max(asked, PAUSES[min(batch.failures, len(PAUSES) - 1)])
    again: datetime = timezone.now() + timedelta(seconds=pause)
    Batch.objects.filter(pk=batch.pk, attempt=batch.attempt).update(
        not_before=again, failures=F("failures") + 1, error=str(error)[:200]
    )


def _stop(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.STOPPED, error="key destroyed")
