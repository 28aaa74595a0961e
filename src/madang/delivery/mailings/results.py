"""What became of letters: reports raise their states, whenever and however often they come.

Counters are kept in the same transaction, and whoever was not reached is added to the next channel
in it too.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from madang.core.db.select import execute, fetch, statement
from madang.core.db.transactions import writing
from madang.identity.keys import KeyDestroyed

from ..models import Batch, BatchState, Mailing, Message, MessageState
from .adding import add_to_next_channel
from .letters import MailingKeys, Recipient

AT_ONCE = 500
LATE_AFTER = timedelta(minutes=5)
# Which column of a batch counts a state, and which counts its people.
_COUNTED = {
    MessageState.ACCEPTED: ("accepted", ""),
    MessageState.UNKNOWN: ("unknown", ""),
    MessageState.FAILED: ("failed", "failed_people"),
    MessageState.DELIVERED: ("delivered", "delivered_people"),
}
_BATCHES = statement(
    "SELECT DISTINCT {batch} FROM {Message} WHERE {id} IN %s ORDER BY {batch}", Message
)
_ROWS = statement("SELECT {id}, {batch}, {state}, {box} FROM {Message} WHERE {id} IN %s", Message)
_GOT = statement(
    "SELECT {Message.id}, {box} FROM {Message} JOIN {Batch} ON {Batch.id} = {Message.batch} "
    "WHERE {Message.id} > %s AND {Batch.mailing} = %s "
    "AND ({Message.state} IN ({unknown}, {accepted}, {delivered}) "
    "OR {Message.state} = {created} AND {Batch.state} = {handed_over}) "
    "ORDER BY {Message.id} LIMIT %s",
    Message,
    Batch,
    handed_over=BatchState.HANDED_OVER,
    **{state.name.lower(): state for state in MessageState},
)
_RAISE = statement("UPDATE {Message} SET {state} = %s WHERE {id} IN %s", Message)


@dataclass(slots=True)
class _Changes:
    """What some reports change: states by letters, counters by batches, who is tried elsewhere."""

    raised: dict[MessageState, list[int]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[int, dict[str, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    elsewhere: dict[int, list[Recipient]] = field(default_factory=lambda: defaultdict(list))


def report(states: Mapping[int, MessageState]) -> int:
    """Take what became of some letters; return how many of them are known and changed."""
    numbers, changed = list(states), 0
    for start in range(0, len(numbers), AT_ONCE):
        some = {number: states[number] for number in numbers[start : start + AT_ONCE]}
        with writing():
            changed += _report(some)
    return changed


def _report(states: Mapping[int, MessageState]) -> int:
    # Batches are locked before their letters, in one order, so that no two reports wait in a ring.
    batches = [number for (number,) in fetch(_BATCHES, (list(states),))]
    if not batches:
        return 0
    locked = list(Batch.objects.select_for_update().filter(pk__in=batches).order_by("pk"))
    mailings = {batch.pk: batch.mailing_id for batch in locked}
    known = {one.pk: one for one in Mailing.objects.filter(pk__in=set(mailings.values()))}
    keys = {number: _keys_of(mailing) for number, mailing in known.items()}
    changes = _Changes()
    late = {batch.pk for batch in locked if _is_late(batch)}
    for number, batch, present, box in fetch(_ROWS, (list(states),)):
        if states[number] > present:
            if states[number] is MessageState.DELIVERED and batch in late:
                changes.counts[batch]["slow"] += 1
            mailing = mailings[batch]
            opened = keys[mailing]
            recipient = opened.open(number, box) if opened else None
            _note(changes, number, batch, MessageState(present), states[number], recipient)
            if states[number] is MessageState.FAILED and recipient is not None:
                changes.elsewhere[mailing] += recipient.otherwise
    _write(changes, known)
    return sum(map(len, changes.raised.values()))


def _keys_of(mailing: Mailing) -> MailingKeys | None:
    """Return how a mailing's letters are opened; None once its key is destroyed."""
    try:
        return MailingKeys(mailing)
    except KeyDestroyed:
        return None


def _is_late(batch: Batch) -> bool:
    """Tell whether what is delivered now was handed over a good while ago."""
    return batch.handed_over is not None and timezone.now() - batch.handed_over > LATE_AFTER


def _note(
    changes: _Changes,
    number: int,
    batch: int,
    before: MessageState,
    after: MessageState,
    recipient: Recipient | None,
) -> None:
    people = recipient.people if recipient else 1
    changes.raised[after].append(number)
    for state, step in ((before, -1), (after, 1)):
        letters, persons = _COUNTED.get(state, ("", ""))
        if letters:
            changes.counts[batch][letters] += step
        if persons:
            changes.counts[batch][persons] += step * people


def _write(changes: _Changes, mailings: Mapping[int, Mailing]) -> None:
    for state, numbers in changes.raised.items():
        execute(_RAISE, (state.value, numbers))
    for batch, counts in sorted(changes.counts.items()):
        steps = {name: F(name) + step for name, step in counts.items() if step}
        Batch.objects.filter(pk=batch).update(**steps)
    for number, recipients in sorted(changes.elsewhere.items()):
        mailing = mailings[number]
        if recipients and not mailing.is_stopped:
            add_to_next_channel(mailing, recipients)


def take(batch: Batch, numbers: list[int]) -> set[int]:
    """Mark letters as unknown before they are given; return those that nobody marked before.

    Belongs in the transaction in which the batch is this attempt's.
    """
    Batch.objects.select_for_update().get(pk=batch.pk)
    created = Message.objects.filter(batch=batch, pk__in=numbers, state=MessageState.CREATED)
    mine = set(created.values_list("pk", flat=True))
    Message.objects.filter(pk__in=mine).update(state=MessageState.UNKNOWN)
    Batch.objects.filter(pk=batch.pk).update(unknown=F("unknown") + len(mine))
    return mine


def not_given(batch: Batch, numbers: list[int]) -> None:
    """Take back that nobody knows of some letters: they were not given to anybody."""
    with writing():
        Batch.objects.select_for_update().get(pk=batch.pk)
        mine = Message.objects.filter(batch=batch, pk__in=numbers, state=MessageState.UNKNOWN)
        count = mine.update(state=MessageState.CREATED)
        Batch.objects.filter(pk=batch.pk).update(unknown=F("unknown") - count)


def got(mailing: Mailing, after: int, most: int) -> list[tuple[int, Recipient]]:
    """Return some of those who got a mailing, by their letters' numbers from one on.

    They got it who were handed over and are not known to have failed; nobody knows of some.
    """
    keys = MailingKeys(mailing)
    rows = fetch(_GOT, (after, mailing.pk, most))
    opened = ((number, keys.open(number, box)) for number, box in rows)
    return [(number, recipient) for number, recipient in opened if recipient is not None]


def all_unknown(batch: Batch) -> None:
    """Say of all letters of a batch that nobody knows whether they arrived."""
    numbers = Message.objects.filter(batch=batch).values_list("pk", flat=True)
    report(dict.fromkeys(numbers, MessageState.UNKNOWN))
