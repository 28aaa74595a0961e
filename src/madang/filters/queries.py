"""Reads of one's filters, and of what a filter would have caught."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.access import may_enter
from madang.boards.queries import LatestRow, Row, latest_of_all
from madang.boards.structure import site
from madang.identity.boxes import open_values
from madang.identity.tags import keyed
from madang.words import first_of

from .models import Filters
from .rules import Preferences, Rule, RuleRefused, from_values
from .sieve import Sieve, catches

PURPOSE = "filters"
LOOKED_AT, SHOWN = 10_000, 50
# The tester's posts are read once for everybody who tries a filter within these seconds.
FRESH_SECONDS = 20.0

_known: tuple[float, list[LatestRow]] | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a filter would have caught: how many of how many posts, and the newest of them."""

    caught: int
    among: int
    rows: list[LatestRow]


def preferences_of(account: Account) -> Preferences:
    """Return what an account filters. One query."""
    row = Filters.objects.filter(pk=keyed(PURPOSE, account.pk)).first()
    values = open_values(row.box, purpose=PURPOSE) if row else {}
    try:
        return from_values(values) if values else Preferences()
    except RuleRefused:
        return Preferences()


def sieve_of(account: Account) -> Sieve | None:
    """Return the sieve of an account; None if it filters nothing. One query."""
    preferences = preferences_of(account)
    if not preferences.rules and not preferences.hidden:
        return None
    return Sieve(preferences, today())


def try_rule(rule: Rule, account: Account | None) -> Trial:
    """Return which of the last posts a filter would have caught.

    One query at most, and one for each board for members.
    """
    return _trial(catches(rule), account)


def try_words(words: Collection[str], initials: bool, account: Account) -> Trial:
    """Return which of the last posts a list of words would have refused. As many queries."""
    return _trial(
        lambda row, _board: first_of(words, row.title, initials=initials) is not None, account
    )


def _trial(catches: Callable[[Row, int], bool], account: Account | None) -> Trial:
    mine = {board.id for board in site().boards if may_enter(board, account)}
    posts = [row for row in _latest() if row.board_id in mine]
    caught = [row for row in posts if catches(row.row, row.board_id)]
    return Trial(len(caught), len(posts), caught[:SHOWN])


def forget() -> None:
    """Read the last posts anew at the next trial."""
    global _known
    _known = None


def today() -> date:
    return timezone.localdate()


def _latest() -> list[LatestRow]:
    global _known
    known = _known
    if known is None or time.monotonic() - known[0] > FRESH_SECONDS:
        known = _known = (time.monotonic(), latest_of_all(LOOKED_AT))
    return known[1]
