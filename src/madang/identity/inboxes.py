"""Inboxes: whom a call reaches is read from seals, and nobody outside learns who it is.

That a call is read is a row of its own, which says nothing else: its line is not written again. Two
lines written one after the other, as somebody reads, would be known to be one person's.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from madang.core.db.select import execute, fetch, statement

from .account_rows import AccountRows
from .boxes import decrypt, encrypt
from .journals import Journal, append_many, erase, mark_of, read_line, rewrite
from .journals import counts as journals_counts
from .journals import ends_of as journals_ends
from .keys import EpochDestroyed
from .models import InboxMark
from .seals import unseal
from .tags import keyed_places, thread_tag

KIND, READ = "calls", "read"
Value = TypeVar("Value")
_MARK = statement("INSERT INTO {InboxMark} ({id}) VALUES (%s) ON CONFLICT DO NOTHING", InboxMark)
_MARKED = statement("SELECT {id} FROM {InboxMark} WHERE {id} IN %s", InboxMark)
_UNMARK = statement("DELETE FROM {InboxMark} WHERE {id} IN %s", InboxMark)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Where somebody's calls are put; whose it is stays in here."""

    _account: int = field(repr=False)

    def tag(self, purpose: str, *, post_id: int, epoch: int) -> bytes:
        """Return its owner's tag in a thread for a purpose; raises EpochDestroyed."""
        return thread_tag(purpose, self._account, post_id=post_id, epoch=epoch)

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
    """Remove all calls of an account, and what of them was read."""
    journal = Journal(KIND, account_id)
    for epoch, count in journals_counts(journal).items():
        marks = [mark_of(journal, READ, epoch, number) for number in range(count)]
        for first in range(0, len(marks), 500):
            execute(_UNMARK, (marks[first : first + 500],))
    erase(journal)


def values_of(rows: AccountRows[Value], inboxes: Collection[Inbox]) -> dict[Inbox, Value]:
    """Return the values of the owners of some inboxes who have one. One query."""
    found = rows.find_all(inbox._account for inbox in inboxes)
    return {inbox: found[inbox._account] for inbox in inboxes if inbox._account in found}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call is: in whose inbox, and which line of which month."""

    inbox: Inbox
    epoch: int
    number: int


def note_read(place: Place) -> None:
    """Note that a call is read."""
    if (mark := _mark_of(place)) is not None:
        execute(_MARK, (mark,))


def read_among(places: Iterable[Place]) -> set[Place]:
    """Return those of some calls that were noted as read. One query."""
    by_mark = {mark: place for place in places if (mark := _mark_of(place)) is not None}
    found = fetch(_MARKED, (list(by_mark),)) if by_mark else []
    return {by_mark[mark] for (mark,) in found}


def _mark_of(place: Place) -> int | None:
    journal = Journal(KIND, place.inbox._account)
    try:
        return mark_of(journal, READ, place.epoch, place.number)
    except EpochDestroyed:
        return None


def read(inbox: Inbox, *, epoch: int, number: int) -> bytes | None:
    """Return what a call says; None if it is gone."""
    line = read_line(Journal(KIND, inbox._account), epoch=epoch, number=number)
    return line.content if line else None


def put_again(inbox: Inbox, content: bytes, *, epoch: int, number: int) -> None:
    """Let a call say something else."""
    rewrite(Journal(KIND, inbox._account), content, epoch=epoch, number=number)
