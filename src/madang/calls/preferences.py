"""What a member wants of calls: which kinds, and how they are told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.core.languages import SITE_LANGUAGE, page_language
from madang.identity.account_rows import AccountRows
from madang.identity.inboxes import Inbox, inbox_of, values_of

from .codec import Kind
from .models import CallPreferences

# What nobody can leave out: a moderator's word, and what stands for too many calls.
ALWAYS = frozenset({Kind.MODERATOR, Kind.MORE})


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a member wants.

    `muted_kinds` are not called. `push` kinds are told to the account's browsers, but not from the
    first to the second of the `quiet` hours; `digest` kinds are counted in a daily e-mail. Both are
    in `language`; `digested` is the day of the last e-mail.
    """

    muted_kinds: frozenset[Kind] = frozenset()
    push: frozenset[Kind] = frozenset()
    quiet: tuple[int, int] | None = None
    digest: frozenset[Kind] = frozenset()
    digested: date | None = None
    language: str = SITE_LANGUAGE

    def due_minute(self, now: datetime) -> int:
        """Return the minute since 1970 in which one may be told of what is called now; 0: this."""
        if self.quiet is None or not _is_within(self.quiet, now.hour):
            return 0
        end = now.replace(hour=self.quiet[1], minute=0, second=0, microsecond=0)
        return int((end if end > now else end + timedelta(days=1)).timestamp()) // 60


PREFERENCES = AccountRows(CallPreferences, Preferences, "call preferences", padded_to=512)


def preferences_of(inbox: Inbox) -> Preferences:
    """Return what the owner of an inbox wants. One query."""
    return preferences_of_all([inbox])[inbox]


def preferences_of_all(inboxes: Iterable[Inbox]) -> dict[Inbox, Preferences]:
    """Return what the owners of some inboxes want. One query."""
    wanted = set(inboxes)
    found = values_of(PREFERENCES, wanted)
    return {inbox: found.get(inbox) or Preferences() for inbox in wanted}


def want(
    account: Account,
    kinds: Iterable[Kind],
    *,
    push: Iterable[Kind] = (),
    digest: Iterable[Kind] = (),
    quiet: tuple[int, int] | None = None,
) -> None:
    """Be called for these kinds alone, told of some of them at once and of some by e-mail.

    Both come in the page's language; nothing is told in the `quiet` hours.
    """
    wanted = frozenset(kinds) | ALWAYS
    with writing():
        now = preferences_of(inbox_of(account.pk))
        preferences = replace(
            now,
            muted_kinds=frozenset(Kind) - wanted,
            push=frozenset(push) & wanted,
            digest=frozenset(digest) & wanted,
            quiet=quiet if quiet and quiet[0] != quiet[1] else None,
            language=page_language.get(),
        )
        save_preferences(account, preferences)


def save_preferences(account: Account, preferences: Preferences) -> None:
    """Keep what an account wants; belongs in a transaction with what it was read for."""
    PREFERENCES.save(account.pk, preferences)


def _is_within(hours: tuple[int, int], hour: int) -> bool:
    first, end = hours
    return first <= hour < end if first < end else hour >= first or hour < end


def forget_preferences(account_id: int) -> None:
    """Drop what an account wants of calls."""
    PREFERENCES.delete(account_id)
