"""The sieve: tells of a post or a comment which of one's filters catches it."""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from madang.boards.queries import CommentRow, HomeRow, Row
from madang.boards.sifting import Caught
from madang.boards.text import domains_of
from madang.words import composed, pattern_of

from .rules import How, Preferences, Rule, What, to_values

_TAGS = re.compile(r"<[^>]*>")
# One catching by a rule: what it goes by is looked up once, when the sieve is made.
_Test = Callable[["_Thing"], bool]


class _Thing(NamedTuple):
    """What the filters look at; what a post or a comment lacks is None."""

    board: int | None
    category: int | None
    words: str
    domains: str
    recommends: int | None
    thread: int | None = None
    voice: int | None = None


class Sieve:
    """All of one reader's filters, ready to be asked about many rows."""

    def __init__(self, preferences: Preferences, today: date) -> None:
        preferences = preferences.without_ended(today)
        self.values = to_values(preferences)
        self.hidden = preferences.hidden
        self.boards = frozenset(
            int(rule.value) for rule in preferences.rules if rule.what is What.BOARD
        )
        # What is removed is asked first: of two filters the stronger one counts.
        rules = sorted(preferences.rules, key=lambda rule: rule.how is How.FOLD)
        self._tests = [(rule, _test_of(rule)) for rule in rules]

    def catch_post(
        self, row: Row | HomeRow, *, board: int | None, category: int | None
    ) -> Caught | None:
        """Return what catches a listed post.

        None for the board or category whose own list it is: whoever went there wants to see it.
        """
        if row.id in self.hidden:
            return Caught(fold=False, why="")
        words = composed(row.title)
        return self._catch(_Thing(board, category, words, row.domains, row.recommends))

    def catch_comment(self, post_id: int, row: CommentRow) -> Caught | None:
        """Return what catches a comment in its thread."""
        words = composed(_TAGS.sub(" ", row.html))
        domains = domains_of(row.html)
        return self._catch(_Thing(None, None, words, domains, None, post_id, row.voice))

    def _catch(self, thing: _Thing) -> Caught | None:
        for rule, test in self._tests:
            if test(thing):
                return Caught(fold=rule.how is How.FOLD, why=why(rule))
        return None


def catches(rule: Rule) -> Callable[[Row, int], bool]:
    """Return what tells whether one filter catches a post of a board, wherever it is listed."""
    test = _test_of(rule)
    return lambda row, board: test(
        _Thing(board, row.category_id, composed(row.title), row.domains, row.recommends)
    )


def why(rule: Rule) -> str:
    """Return by what a filter catches, in the reader's language."""
    if rule.what is What.WORD or rule.what is What.DOMAIN:
        return rule.value
    if rule.what is What.RECOMMENDS:
        return _("추천 %(count)s개 미만") % {"count": rule.value}
    if rule.what is What.VOICE:
        return _("감춘 사람")
    return _("감춘 분류") if rule.what is What.CATEGORY else _("감춘 게시판")


def _test_of(rule: Rule) -> _Test:
    value = rule.value
    if rule.what is What.WORD:
        search = pattern_of(value, rule.initials).search
        return lambda thing: search(thing.words) is not None
    if rule.what is What.DOMAIN:
        return lambda thing: any(
            domain == value or domain.endswith(f".{value}") for domain in thing.domains.split()
        )
    if rule.what is What.RECOMMENDS:
        least = int(value)
        return lambda thing: thing.recommends is not None and thing.recommends < least
    first, _slash, second = value.partition("/")
    number = int(first)
    if rule.what is What.BOARD:
        return lambda thing: thing.board == number
    other = int(second)
    if rule.what is What.CATEGORY:
        return lambda thing: thing.category == other
    return lambda thing: thing.thread == number and thing.voice == other
