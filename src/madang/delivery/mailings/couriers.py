"""Letters that are given one at a time, as to a mail server, which cannot say afterwards if it was.

Some are marked as unknown before they are given, and what became of each is written down after: a
crash leaves only those of one window unknown, and the operator has chosen what becomes of them.
"""

from collections.abc import Callable, Sequence
from itertools import islice

from ..models import Batch, BatchState, Message, MessageState
from .letters import Content, Letter, contents_of
from .providers import Courier, Outcome, TryLater
from .results import not_given, report

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
    if batch.state == BatchState.SENDING and batch.mailing.sends_unknown_again:
        left = Message.objects.filter(batch=batch, state=MessageState.UNKNOWN)
        not_given(batch, list(left.values_list("pk", flat=True)))
    content = contents_of(batch.mailing)[batch.channel]
    waiting = iter(letters_of(batch, content))
    with courier.connection() as give:
        while some := list(islice(waiting, courier.window)):
            # Whoever paused or stopped the mailing before this moment has stopped this window too.
            move(BatchState.SENDING)
            _give(batch, some, give)


def _give(batch: Batch, some: list[Letter], give: Callable[[Letter], Outcome]) -> None:
    report({letter.id: MessageState.UNKNOWN for letter in some})
    outcomes: dict[int, Outcome] = {}
    try:
        for letter in some:
            outcomes[letter.id] = give(letter)
            if outcomes[letter.id] is Outcome.LATER:
                raise TryLater("a mail server asks to try again")
    finally:
        left = [one.id for one in some if outcomes.get(one.id, Outcome.LATER) is Outcome.LATER]
        not_given(batch, left)
        known = {number: _STATES.get(outcome) for number, outcome in outcomes.items()}
        report({number: state for number, state in known.items() if state is not None})
