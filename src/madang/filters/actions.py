"""What a member does with filters: each keeps all of them anew in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from madang.accounts.models import Account
from madang.core.db.transactions import writing

from .queries import FILTERS, filters_of, today
from .rules import MAX_HIDDEN, FilterSet, Rule, limited

AWAY_DAYS = 7


def add_rule(rule: Rule, *, by: Account) -> None:
    """Filter by one more rule; one that goes by the same takes the place of the old one.

    Raises FilterRefused when there are too many.
    """
    add_rules([rule], by=by)


def add_rules(rules: Sequence[Rule], *, by: Account) -> None:
    """Filter by some more rules, all of them or none. Raises FilterRefused."""

    def added(now: FilterSet) -> FilterSet:
        for rule in rules:
            now = replace(now, rules=(*_others(now, rule), rule))
        return now

    _change(by, added)


def remove_rule(rule: Rule, *, by: Account) -> None:
    """Filter by a rule no more."""
    _change(by, lambda now: replace(now, rules=tuple(_others(now, rule))))


def hide_post(post_id: int, *, by: Account, for_good: bool) -> None:
    """Put a post away: for a week, or for good. Where too many are, the first one returns."""
    until = None if for_good else today() + timedelta(days=AWAY_DAYS)

    def put_away(now: FilterSet) -> FilterSet:
        others = {post: day for post, day in now.hidden.items() if post != post_id}
        room = dict(list(others.items())[-(MAX_HIDDEN - 1) :])
        return replace(now, hidden={**room, post_id: until})

    _change(by, put_away)


def show_post(post_id: int, *, by: Account) -> None:
    """Let a post that was put away be listed again."""
    _change(
        by,
        lambda now: replace(now, hidden={p: day for p, day in now.hidden.items() if p != post_id}),
    )


def bring_in(more: FilterSet, *, by: Account) -> None:
    """Add filters that were taken along. Raises FilterRefused when there are too many."""

    def both(now: FilterSet) -> FilterSet:
        rules = {(r.what, r.value): r for r in (*now.rules, *more.rules)}
        return limited(FilterSet(tuple(rules.values()), {**now.hidden, **more.hidden}))

    _change(by, both)


def forget_filters(account_id: int) -> None:
    """Drop all that an account filters."""
    FILTERS.delete(account_id)


def _others(now: FilterSet, rule: Rule) -> list[Rule]:
    return [one for one in now.rules if (one.what, one.value) != (rule.what, rule.value)]


def _change(by: Account, change: Callable[[FilterSet], FilterSet]) -> None:
    with writing():
        after = limited(change(filters_of(by)).without_ended(today()))
        FILTERS.save(by.pk, after)
