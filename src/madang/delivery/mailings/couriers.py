"""Letters that are given one at a time, as to a mail server, which cannot say afterwards if it was.

Some are marked as unknown before they are given, and what became of each is written down after: a
crash leaves only those of one window unknown, and the operator has chosen what becomes of them.
"""

from collections.abc import Callable, Sequence
from itertools import islice

from madang.core.db.transactions import writing

from ..models import Batch, BatchState, Message, MessageState
from .letters import Content, Letter, contents_of
from .providers import Courier, Outcome, TryLater
from .results import not_given, report, take

# So often a letter is offered that is to come later; then it has failed.
OFFERS = 6
_STATES = {
    Outcome.ACCEPTED: MessageState.ACCEPTED,
    Outcome.FAILED: MessageState.FAILED,
}


def carry(
    batch: Batch,
    courier: Courier,
    letters_of: Callable[[Batch, Content], Sequence[Letter]],
    move: Callable[[BatchState], None],
) -> None:
    """Give the letters of a batch, one after the other; raises TryLater and LostBatch."""
    if batch.state == BatchState.SENDING and (
        courier.may_repeat or batch.mailing.sends_unknown_again
    ):
        left = Message.objects.filter(batch=batch, state=MessageState.UNKNOWN)
        not_given(batch, list(left.values_list("pk", flat=True)))
    content = contents_of(batch.mailing)[batch.channel]
    waiting = iter(letters_of(batch, content))
    put_off = 0
    with courier.connection() as give:
        while some := list(islice(waiting, courier.window)):
            with writing():
                # Whoever paused or stopped the mailing, or took the batch on, before this moment
                # has stopped this window too; and nobody else gives what is marked here.
                move(BatchState.SENDING)
                mine = take(batch, [letter.id for letter in some])
            chosen = [letter for letter in some if letter.id in mine]
            put_off += _give(batch, chosen, give)
    if put_off:
        raise TryLater("a mail server asks to come later")


def _give(batch: Batch, some: list[Letter], give: Callable[[Letter], Outcome]) -> int:
    """Give some letters; return how many are to be offered again later."""
    outcomes: dict[int, Outcome] = {}
    is_last = batch.failures >= OFFERS - 1
    try:
        for letter in some:
            outcomes[letter.id] = give(letter)
            if is_last and outcomes[letter.id] is Outcome.LATER:
                outcomes[letter.id] = Outcome.FAILED
    finally:
        left = [one.id for one in some if outcomes.get(one.id, Outcome.LATER) is Outcome.LATER]
        not_given(batch, left)
        known = {number: _STATES.get(outcome) for number, outcome in outcomes.items()}
        report({number: state for number, state in known.items() if state is not None})
    return len(left)
