"""Reads of one's filters, and of what a filter would have caught."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.access import closed_to
from madang.boards.models import State
from madang.boards.my_pages import MyPost, posts_by_id
from madang.boards.queries import LatestRow, latest_of_all, latest_texts
from madang.boards.text import words_of
from madang.identity.boxes import open_values
from madang.identity.tags import keyed

from .models import Filters
from .rules import Preferences, Rule, RuleRefused, from_values
from .sieve import Sieve, catches

PURPOSE = "filters"
LOOKED_AT, SHOWN = 10_000, 50
# So many sets of boards have their last posts kept, a few megabytes each.
KEPT = 4
# The tester's posts are read once for everybody who tries a filter within these seconds.
FRESH_SECONDS = 20.0

# By the boards that are left out.
_known: dict[frozenset[int], tuple[float, list[LatestRow]]] = {}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a filter would have caught: how many of how many posts, and the newest of them."""

    caught: int
    among: int
    rows: list[MyPost]


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
    """Return which of the last posts a filter would have caught, by their titles.

    Two queries at most, and one for each board for members.
    """
    posts, catching = _latest(closed_to(account)), catches(rule)
    caught = [row.row.id for row in posts if catching(row.row, row.board_id)]
    return _trial(caught, len(posts), account)


def try_words(is_caught: Callable[[str], bool], account: Account) -> Trial:
    """Return which of the last posts some words would have refused, all that is in them read.

    A query for each thousand posts, one more, and one for each board for members.
    """
    among, caught = 0, []
    for post in latest_texts(LOOKED_AT, closed_to(account)):
        among += 1
        if is_caught(f"{post.title}\n{words_of(post.html)}\n{post.source}"):
            caught.append(post.id)
    return _trial(caught, among, account)


def _trial(caught: list[int], among: int, account: Account | None) -> Trial:
    # Read again: since the last posts were read one may have been deleted, moved or given another
    # title.
    posts, mine = posts_by_id(set(caught[:SHOWN])), closed_to(account)
    shown = [posts[number] for number in caught[:SHOWN] if number in posts]
    return Trial(
        len(caught),
        among,
        [post for post in shown if post.state == State.LIVE and post.board_id not in mine],
    )


def forget() -> None:
    """Read the last posts anew at the next trial."""
    _known.clear()


def today() -> date:
    return timezone.localdate()


def _latest(but: frozenset[int]) -> list[LatestRow]:
    known = _known.get(but)
    if known is None or time.monotonic() - known[0] > FRESH_SECONDS:
        known = (time.monotonic(), latest_of_all(LOOKED_AT, but))
        if len(_known) >= KEPT:
            _known.clear()
        _known[but] = known
    return known[1]
