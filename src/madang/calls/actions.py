"""What a member does with calls."""

from dataclasses import replace

from madang.accounts.models import Account
from madang.identity.inboxes import inbox_of, put_again, read
from madang.sql import writing

from . import queries
from .lines import Call
from .watches import note_all_seen
from .wishes import note_all_read


def open_call(account: Account, *, epoch: int, number: int) -> Call | None:
    """Return one of an account's calls, and note that it is read."""
    inbox = inbox_of(account.pk)
    with writing():
        content = read(inbox, epoch=epoch, number=number)
        call = Call.unpack(content) if content else None
        if call is not None and not call.is_read:
            seen = replace(call, is_read=True)
            put_again(inbox, seen.pack(), epoch=epoch, number=number)
    return call


def mark_all_read(account: Account) -> None:
    """Note that an account has read every call, and every new post, that there is by now."""
    note_all_read(account, queries.ends(account))
    note_all_seen(account)
