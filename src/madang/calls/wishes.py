"""What a member wants of calls: which kinds, and up to where all are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from madang.accounts.models import Account
from madang.identity.boxes import open_values, shut_values
from madang.identity.inboxes import Inbox, inbox_of
from madang.sql import writing

from .lines import Kind
from .models import CallWishes

PURPOSE = "call wishes"


@dataclass(frozen=True, slots=True)
class Wishes:
    """`unwanted` kinds are not called; `read` has how many lines of each month are all read."""

    unwanted: frozenset[Kind] = frozenset()
    read: dict[int, int] = field(default_factory=dict)

    def has_read(self, epoch: int, number: int) -> bool:
        return number < self.read.get(epoch, 0)


def wishes_of(inbox: Inbox) -> Wishes:
    """Return what the owner of an inbox wants. One query."""
    return wishes_of_all([inbox])[inbox]


def wishes_of_all(inboxes: Iterable[Inbox]) -> dict[Inbox, Wishes]:
    """Return what the owners of some inboxes want. One query."""
    keys = {inbox.keyed(PURPOSE): inbox for inbox in inboxes}
    rows = dict(CallWishes.objects.filter(pk__in=keys).values_list("pk", "box"))
    return {inbox: _read(rows.get(key, "")) for key, inbox in keys.items()}


def want(account: Account, kinds: Iterable[Kind]) -> None:
    """Be called for these kinds alone."""
    with writing():
        now = wishes_of(inbox_of(account.pk))
        _write(account, Wishes(frozenset(Kind) - frozenset(kinds), now.read))


def note_all_read(account: Account, read: dict[int, int]) -> None:
    """Remember up to where all calls are read, by month."""
    with writing():
        now = wishes_of(inbox_of(account.pk))
        _write(account, Wishes(now.unwanted, read))


def _read(box: str) -> Wishes:
    values = open_values(box, purpose=PURPOSE) if box else {}
    read = {int(epoch): count for epoch, count in values.get("read", {}).items()}
    return Wishes(frozenset(map(Kind, values.get("unwanted", []))), read)


def _write(account: Account, wishes: Wishes) -> None:
    values = {"unwanted": sorted(wishes.unwanted), "read": wishes.read}
    box = shut_values(values, purpose=PURPOSE)
    key = inbox_of(account.pk).keyed(PURPOSE)
    CallWishes.objects.update_or_create(pk=key, defaults={"box": box})


def forget_wishes(account_id: int) -> None:
    """Drop what an account wants of calls."""
    CallWishes.objects.filter(pk=inbox_of(account_id).keyed(PURPOSE)).delete()
