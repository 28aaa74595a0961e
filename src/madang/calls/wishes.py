"""What a member wants of calls: which kinds, and up to where all are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from madang.accounts.models import Account
from madang.identity.boxes import open_values, shut_values
from madang.identity.inboxes import Inbox, inbox_of
from madang.languages import SITE_LANGUAGE, page_language
from madang.sql import writing

from .lines import Kind
from .models import CallWishes

PURPOSE = "call wishes"


@dataclass(frozen=True, slots=True)
class Wishes:
    """`unwanted` kinds are not called; `read` has how many lines of each month are all read.

    `digest`: a daily letter, in `language`; `digested` is the day of the last one.
    """

    unwanted: frozenset[Kind] = frozenset()
    read: dict[int, int] = field(default_factory=dict)
    digest: bool = False
    digested: date | None = None
    language: str = SITE_LANGUAGE

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


def want(account: Account, kinds: Iterable[Kind], *, digest: bool = False) -> None:
    """Be called for these kinds alone, and have a daily letter or none, in the page's language."""
    unwanted = frozenset(Kind) - frozenset(kinds)
    with writing():
        now = wishes_of(inbox_of(account.pk))
        language = page_language.get()
        save_wishes(account, replace(now, unwanted=unwanted, digest=digest, language=language))


def note_all_read(account: Account, read: dict[int, int]) -> None:
    """Remember up to where all calls are read, by month."""
    with writing():
        now = wishes_of(inbox_of(account.pk))
        save_wishes(account, replace(now, read=read))


def _read(box: str) -> Wishes:
    values = open_values(box, purpose=PURPOSE) if box else {}
    read = {int(epoch): count for epoch, count in values.get("read", {}).items()}
    digested = values.get("digested")
    return Wishes(
        unwanted=frozenset(map(Kind, values.get("unwanted", []))),
        read=read,
        digest=values.get("digest", False),
        digested=date.fromisoformat(digested) if digested else None,
        language=values.get("language", SITE_LANGUAGE),
    )


def save_wishes(account: Account, wishes: Wishes) -> None:
    """Keep what an account wants; belongs in a transaction with what it was read for."""
    values = {
        "unwanted": sorted(wishes.unwanted),
        "read": wishes.read,
        "digest": wishes.digest,
        "digested": wishes.digested.isoformat() if wishes.digested else "",
        "language": wishes.language,
    }
    box = shut_values(values, purpose=PURPOSE)
    key = inbox_of(account.pk).keyed(PURPOSE)
    CallWishes.objects.update_or_create(pk=key, defaults={"box": box})


def forget_wishes(account_id: int) -> None:
    """Drop what an account wants of calls."""
    CallWishes.objects.filter(pk=inbox_of(account_id).keyed(PURPOSE)).delete()
