"""What a member has read: calls one by one, and up to where all calls and new posts are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.identity.account_rows import AccountRows
from madang.identity.inboxes import Inbox, Place, read_among, values_of

from .models import CallsRead


@dataclass(frozen=True, slots=True)
class UpTo:
    """Up to where all is read: how many calls of each month, and the newest post."""

    calls: dict[int, int] = field(default_factory=dict)
    post: int = 0

    def has(self, place: Place) -> bool:
        return place.number < self.calls.get(place.epoch, 0)


UP_TO = AccountRows(CallsRead, UpTo, "calls read", padded_to=1024)


def up_to(account: Account) -> UpTo:
    """Return up to where an account has read all. One query."""
    return UP_TO.find(account.pk) or UpTo()


def note_read_up_to(account: Account, calls: dict[int, int], post: int) -> None:
    """Let all calls and posts up to here be read; what was read before stays so."""
    with writing():
        before = up_to(account)
        months = before.calls.keys() | calls.keys()
        most = {each: max(before.calls.get(each, 0), calls.get(each, 0)) for each in months}
        UP_TO.save(account.pk, UpTo(most, max(before.post, post)))


def unread_among(places: Collection[Place]) -> set[Place]:
    """Return those of some calls that are unread. Two queries, none without any."""
    if not places:
        return set()
    all_read = values_of(UP_TO, _inboxes(places))
    return {
        place
        for place in set(places) - read_among(places)
        if place.inbox not in all_read or not all_read[place.inbox].has(place)
    }


def forget_reading(account_id: int) -> None:
    """Drop up to where an account has read all."""
    UP_TO.delete(account_id)


def _inboxes(places: Iterable[Place]) -> set[Inbox]:
    return {place.inbox for place in places}
