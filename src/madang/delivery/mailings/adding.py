"""Adding people to a mailing: sealed, in batches, each contact once however often it comes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from django.db.models import F

from madang.core.db.many import insert_rows
from madang.core.db.select import fetch, statement
from madang.core.db.transactions import writing

from ..models import Batch, BatchState, Mailing, Message, MessageState
from .letters import Content, MailingKeys, Recipient, as_json
from .providers import registry

# Of one batch, and so of one transaction: whoever comments meanwhile waits no longer.
BATCH_LETTERS = 1000
_THERE = statement("SELECT {id} FROM {Message} WHERE {id} IN %s", Message)


def begin(
    about: str, contents: dict[str, Content], *, key_name: str, sends_unknown_again: bool = False
) -> Mailing:
    """Return a new mailing, or the one that there is already about this."""
    defaults = {
        "key_name": key_name,
        "contents": as_json(contents),
        "sends_unknown_again": sends_unknown_again,
    }
    mailing, _is_new = Mailing.objects.get_or_create(about=about, defaults=defaults)
    return mailing


def add(mailing: Mailing, recipients: Sequence[Recipient], *, cursor: int) -> None:
    """Add people, and note how far whoever adds has come, in one transaction."""
    keys = MailingKeys(mailing)
    sealed = _sealed(keys, recipients)
    with writing():
        _insert_in_batches(mailing, sealed, BatchState.WAITING)
        Mailing.objects.filter(pk=mailing.pk).update(cursor=cursor)
    mailing.cursor = cursor


def next_wave(mailing: Mailing) -> None:
    """Go through those who are told once more, from the beginning: nobody is added twice."""
    Mailing.objects.filter(pk=mailing.pk).update(wave=F("wave") + 1, cursor=-1)
    mailing.refresh_from_db(fields=["wave", "cursor"])


def complete(mailing: Mailing) -> None:
    """Say that everybody was added."""
    Mailing.objects.filter(pk=mailing.pk).update(is_complete=True)
    mailing.is_complete = True


def add_to_next_channel(mailing: Mailing, recipients: Sequence[Recipient]) -> None:
    """Add people whom another channel did not reach; belongs in the transaction that says so.

    They wait a moment for others, so that they go in few groups.
    """
    keys = MailingKeys(mailing)
    left: Sequence[Recipient] = recipients
    while left:
        by_channel = _sealed(keys, left)
        left = [
            further
            for letters in by_channel.values()
            for number, recipient, _box in letters
            for further in _join(keys, number, recipient)
        ]
        _insert_in_batches(mailing, by_channel, BatchState.COLLECTING)


def _join(keys: MailingKeys, number: int, recipient: Recipient) -> tuple[Recipient, ...]:
    """Add whoever comes to a contact that has a letter already to it; return their further ways.

    Those are gone at once where the letter has failed, else if it does.
    """
    there = Message.objects.select_for_update().filter(pk=number).first()
    if there is None:
        return ()
    if there.state == MessageState.FAILED:
        return recipient.otherwise
    before = keys.open(number, bytes(there.box))
    if before is not None:
        there.box = keys.seal(number, _together(before, recipient))
        there.save(update_fields=["box"])
        people = {"people": F("people") + recipient.people}
        if there.state == MessageState.DELIVERED:
            people["delivered_people"] = F("delivered_people") + recipient.people
        Batch.objects.filter(pk=there.batch_id).update(**people)
    return ()


# A letter before it is in a batch: its number, who gets it, its box.
_Sealed = tuple[int, Recipient, bytes]


def _sealed(keys: MailingKeys, recipients: Iterable[Recipient]) -> dict[str, list[_Sealed]]:
    """Return letters by their channels, each once."""
    found: dict[str, dict[int, Recipient]] = defaultdict(dict)
    for recipient in recipients:
        of_channel, number = found[recipient.channel], keys.number(recipient)
        before = of_channel.get(number)
        of_channel[number] = _together(before, recipient) if before else recipient
    return {
        channel: [(number, one, keys.seal(number, one)) for number, one in letters.items()]
        for channel, letters in found.items()
    }


def _together(one: Recipient, other: Recipient) -> Recipient:
    """Return one letter for those whom one contact reaches, and all further ways of each."""
    new = (way for way in other.otherwise if way not in one.otherwise)
    otherwise = (*one.otherwise, *new)
    return Recipient(one.channel, one.to, one.people + other.people, otherwise, one.variables)


def _insert_in_batches(
    mailing: Mailing, by_channel: dict[str, list[_Sealed]], state: BatchState
) -> None:
    for channel, letters in by_channel.items():
        there = {number for (number,) in fetch(_THERE, ([number for number, *_ in letters],))}
        new = iter(letter for letter in letters if letter[0] not in there)
        while some := list(islice(new, batch_letters(channel))):
            _insert(_batch(mailing, channel, state, len(some)), some)


def batch_letters(channel: str) -> int:
    """Return how many letters of a channel go together."""
    limits = [provider.max_letters for provider in registry.of_channel(channel)]
    return min([BATCH_LETTERS, *limits])


def _batch(mailing: Mailing, channel: str, state: BatchState, letters: int) -> Batch:
    """Return a new batch, or one that collects and has room, locked until it is written."""
    if state is BatchState.COLLECTING:
        open_ones = Batch.objects.select_for_update().filter(
            mailing=mailing,
            channel=channel,
            state=state,
            letters__lte=batch_letters(channel) - letters,
        )
        if (found := open_ones.first()) is not None:
            return found
    return Batch.objects.create(mailing=mailing, channel=channel, state=state)


def _insert(batch: Batch, letters: list[_Sealed]) -> None:
    rows = sorted((number, batch.pk, 0, box) for number, _recipient, box in letters)
    insert_rows(Message, ("id", "batch", "state", "box"), rows)
    batch.letters += len(letters)
    batch.people += sum(recipient.people for _number, recipient, _box in letters)
    batch.save(update_fields=["letters", "people"])
