"""What a member does with calls."""

import re
from dataclasses import dataclass

from madang.accounts.models import Account
from madang.boards.api import highest_post_id
from madang.core.db.transactions import writing
from madang.identity.inboxes import Place, inbox_of, note_read, read

from . import queries
from .codec import Call
from .reading import note_read_up_to, unread_among

_UPTO = re.compile(r"\d{1,18}( \d{1,6}:\d{1,9}){0,200}", re.ASCII)


def open_call(account: Account, *, epoch: int, number: int) -> Call | None:
    """Return one of an account's calls, and note that it is read."""
    inbox = inbox_of(account.pk)
    with writing():
        content = read(inbox, epoch=epoch, number=number)
        call = Call.unpack(content) if content else None
        place = Place(inbox, epoch, number)
        if call is not None and place in unread_among([place]):
            note_read(place)
    return call


@dataclass(frozen=True, slots=True)
class Upto:
    """Up to where somebody has seen: how many calls of each month, and the newest post."""

    calls: dict[int, int]
    post: int

    @classmethod
    def now(cls, account: Account) -> "Upto":
        """Return where all that there is by now ends."""
        return cls(queries.ends(account), highest_post_id())

    @classmethod
    def read(cls, text: str) -> "Upto | None":
        """Return what a page's form brings back; None for what no page wrote."""
        if not _UPTO.fullmatch(text):
            return None
        post, *months = text.split()
        pairs = (month.split(":") for month in months)
        return cls({int(epoch): int(count) for epoch, count in pairs}, int(post))

    def __str__(self) -> str:
        months = (f"{epoch}:{count}" for epoch, count in self.calls.items())
        return " ".join([str(self.post), *months])


def mark_read(account: Account, upto: Upto) -> None:
    """Note that an account has read the calls and new posts that it was shown, not later ones."""
    now = Upto.now(account)
    read = {epoch: min(count, now.calls.get(epoch, 0)) for epoch, count in upto.calls.items()}
    note_read_up_to(account, read, min(upto.post, now.post))
