"""Inboxes: whom a call reaches is read from seals, and nobody outside learns who it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .boxes import decrypt, encrypt
from .journals import Journal, append_many, erase, read_line, rewrite
from .journals import ends_of as journals_ends
from .seals import unseal
from .tags import keyed, keyed_places, thread_tag

KIND = "calls"


@dataclass(frozen=True, slots=True)
class Inbox:
    """Where somebody's calls are put; whose it is stays in here."""

    _account: int = field(repr=False)

    def tag(self, purpose: str, *, post_id: int, epoch: int) -> bytes:
        """Return its owner's tag in a thread for a purpose; raises EpochDestroyed."""
        return thread_tag(purpose, self._account, post_id=post_id, epoch=epoch)

    def keyed(self, purpose: str) -> int:
        """Return the number under which its owner's one row for a purpose is found."""
        return keyed(purpose, self._account)

    def keyed_places(self, purpose: str, text: str, count: int) -> list[int]:
        """Return the numbers under which its owner's few rows for something are found."""
        return keyed_places(purpose, text, self._account, count)


def inbox_of(account_id: int) -> Inbox:
    """Return an account's own inbox."""
    return Inbox(account_id)


def encrypt_inbox(inbox: Inbox, *, purpose: str) -> str:
    """Return an inbox in a box, for what is done about it later."""
    return encrypt(str(inbox._account), purpose=purpose)


def decrypt_inbox(box: str, *, purpose: str) -> int | None:
    """Return the account of an inbox that was shut in a box."""
    text = decrypt(box, purpose=purpose)
    return int(text) if text else None


def inboxes_of(seals: Iterable[tuple[bytes, str]]) -> list[Inbox | None]:
    """Return the inbox of the account that each (seal, row) names; None where that is lost."""
    return [
        None if account is None else Inbox(account)
        for account in (unseal(sealed, row=row) for sealed, row in seals)
    ]


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the next calls of some inboxes go in a month."""

    epoch: int
    _counts: dict[Journal, int] = field(repr=False)


def ends_of(inboxes: Iterable[Inbox], *, epoch: int) -> Ends:
    """Return where the next calls of some inboxes go. A dozen queries for all."""
    journals = {Journal(KIND, inbox._account) for inbox in inboxes}
    return Ends(epoch, journals_ends(journals, epoch=epoch))


def put(calls: Sequence[tuple[Inbox, bytes]], ends: Ends) -> list[int]:
    """Put one call each into inboxes; return the numbers of the lines.

    Belongs in the transaction of what caused the calls, while `ends` may be from before it. A call
    is at most 31 bytes.
    """
    notes = [(Journal(KIND, inbox._account), content) for inbox, content in calls]
    return append_many(notes, ends._counts, epoch=ends.epoch)


def forget_calls(account_id: int) -> None:
    """Remove all calls of an account."""
    erase(Journal(KIND, account_id))


def read(inbox: Inbox, *, epoch: int, number: int) -> bytes | None:
    """Return what a call says; None if it is gone."""
    line = read_line(Journal(KIND, inbox._account), epoch=epoch, number=number)
    return line.content if line else None


def put_again(inbox: Inbox, content: bytes, *, epoch: int, number: int) -> None:
    """Let a call say something else."""
    rewrite(Journal(KIND, inbox._account), content, epoch=epoch, number=number)
