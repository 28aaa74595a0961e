"""The page of a member's own, as the dispatcher sees it.

A letter is there as soon as its row is: nothing is sent, nothing can be lost or doubled, and only
whoever is signed in finds it, under a keyed number that nobody else can make.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager

from madang.core.db.select import fetch, statement

from ..extensions import members
from ..mailings.letters import Letter, MailingKeys, Recipient
from ..mailings.providers import Outcome, Provider
from ..models import Mailing, Message, MessageState

CHANNEL = "page"
_SHOWN = statement(
    "SELECT {id} FROM {Message} WHERE {id} IN %s AND {state} <> {failed}",
    Message,
    failed=MessageState.FAILED,
)


class OwnPage:
    """The site itself."""

    name = CHANNEL
    channel = CHANNEL
    max_letters = 500
    window = 500
    may_repeat = True

    @contextmanager
    def connection(self) -> Iterator[Callable[[Letter], Outcome]]:
        yield _give


def _give(letter: Letter) -> Outcome:
    is_there = members.provider.live_sessions(int(letter.to)) is not None
    return Outcome.ACCEPTED if is_there else Outcome.FAILED


def told_of(account_id: int, mailings: Collection[Mailing]) -> set[str]:
    """Return what of some mailings, by what they are about, an account is told. One query."""
    me = Recipient(CHANNEL, str(account_id))
    abouts = {MailingKeys(mailing).number(me): mailing.about for mailing in mailings}
    rows = fetch(_SHOWN, (list(abouts),)) if abouts else []
    return {abouts[number] for (number,) in rows}


def providers() -> Iterable[Provider]:
    """Return what is set up of it: all that it needs is here."""
    yield OwnPage()
