"""Reads of the account's filters, and of what a filter would have caught."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.api import LatestRow, MyPost, closed_to, latest_of_all, latest_texts, posts_by_id
from madang.boards.models import State
from madang.core.fresh import FreshByKey
from madang.core.korean.particles import Words
from madang.core.richtext import words_of
from madang.identity.account_rows import AccountRows

from .content_filter import ContentFilter, catches
from .models import Filters
from .rules import FilterSet, Rule, What

# Its length would tell how much somebody filters, and so two of their values from others'.
FILTERS = AccountRows(Filters, FilterSet, "filters", padded_to=4096)
POSTS_TRIED, POSTS_SHOWN = 10_000, 50
# So many sets of boards have their last posts kept, a few megabytes each.
MAX_KEPT = 4
# The tester's posts are read once for everybody who tries a filter within these seconds.
FRESH_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Trial:
    """What a filter would have caught: how many of how many posts, and the newest of them."""

    caught: int
    among: int
    rows: list[MyPost]
    # Of words: how many it would be if they counted inside other words too.
    within: int | None = None


def filters_of(account: Account) -> FilterSet:
    """Return what an account filters. One query."""
    return FILTERS.find(account.pk) or FilterSet()


def filters_something(account_id: int) -> bool:
    """Tell whether an account filters anything. One query."""
    filter_set = FILTERS.find(account_id)
    return filter_set is not None and bool(filter_set.rules or filter_set.hidden)


def filter_of(account: Account) -> ContentFilter | None:
    """Return the filter of an account; None if it filters nothing. One query."""
    filter_set = filters_of(account)
    if not filter_set.rules and not filter_set.hidden:
        return None
    return ContentFilter(filter_set, today())


def try_rules(rules: Sequence[Rule], account: Account | None) -> Trial:
    """Return which of the last posts some filters would have caught, by their titles.

    Two queries at most, and one for each board for members.
    """
    posts = _latest(closed_to(account))
    trial = _trial(_caught(posts, rules), len(posts), account)
    if any(rule.what is not What.WORD for rule in rules):
        return trial
    wider = [replace(rule, within=True) for rule in rules]
    return replace(trial, within=len(_caught(posts, wider)))


def _caught(posts: Sequence[LatestRow], rules: Sequence[Rule]) -> list[int]:
    if all(rule.what is What.WORD for rule in rules):
        words = Words((rule.value, rule.initials, rule.within) for rule in rules)
        return [row.row.id for row in posts if words.first_in(row.row.title) is not None]
    tests = [catches(rule) for rule in rules]
    return [row.row.id for row in posts if any(test(row.row, row.board_id) for test in tests)]


def try_words(is_caught: Callable[[str], bool], account: Account) -> Trial:
    """Return which of the last posts some words would have refused, all that is in them read.

    A query for each thousand posts, one more, and one for each board for members.
    """
    among, caught = 0, []
    for post in latest_texts(POSTS_TRIED, closed_to(account)):
        among += 1
        if is_caught(f"{post.title}\n{words_of(post.html)}\n{post.source}"):
            caught.append(post.id)
    return _trial(caught, among, account)


def _trial(caught: list[int], among: int, account: Account | None) -> Trial:
    # Read again: since the last posts were read one may have been deleted, moved or given another
    # title.
    posts, mine = posts_by_id(set(caught[:POSTS_SHOWN])), closed_to(account)
    shown = [posts[number] for number in caught[:POSTS_SHOWN] if number in posts]
    return Trial(
        len(caught),
        among,
        [post for post in shown if post.state == State.LIVE and post.board_id not in mine],
    )


def today() -> date:
    return timezone.localdate()


def _read_latest(but: frozenset[int]) -> list[LatestRow]:
    return latest_of_all(POSTS_TRIED, but)


# By the boards that are left out.
_latest = FreshByKey(_read_latest, seconds=FRESH_SECONDS, most=MAX_KEPT)
