"""The content filter: tells of a post or a comment which of the account's filters catches it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from django.utils.translation import gettext as _

from madang.boards.api import CommentRow, Row, current_board
from madang.boards.extensions import FilterMatch, Listed
from madang.core.korean.particles import Words, contains
from madang.core.richtext import domains_of, words_of

from .rules import FilterSet, How, Rule, What, to_values

# So long one reader's page looks for words: filters that are made to take long would hold up all
# others. What is left then is shown.
WORDS_SECONDS = 0.5
# What a rule goes by is looked up once, when the filter is made.
_Test = Callable[["_Thing"], bool]


@dataclass(slots=True)
class _Thing:
    """What the filters look at; what a post or a comment lacks is None."""

    board: int | None
    category: int | None
    text: str
    domains: str
    recommends: int | None
    thread: int | None = None
    voice: int | None = None


class ContentFilter:
    """All of one reader's filters, ready to be asked about many rows."""

    def __init__(self, filter_set: FilterSet, today: date) -> None:
        filter_set = filter_set.without_ended(today)
        self.values = to_values(filter_set)
        self.hidden = filter_set.hidden
        self.boards = frozenset(
            current_board(int(rule.value)) for rule in filter_set.rules if rule.what is What.BOARD
        )
        # What is removed is asked first: of two filters the stronger one counts.
        rules = filter_set.rules
        self._removing = _Rules(rule for rule in rules if rule.how is How.REMOVE)
        self._folding = _Rules(rule for rule in rules if rule.how is How.FOLD)

    def match_post(
        self, row: Listed, *, board: int | None, category: int | None
    ) -> FilterMatch | None:
        """Return what catches a listed post.

        None for the board or category whose own list it is: anyone who went there wants to see it.
        """
        if row.id in self.hidden:
            return FilterMatch(fold=False, why="")
        return self._catch(_Thing(board, category, row.title, row.domains, row.recommends))

    def match_comment(self, post_id: int, row: CommentRow) -> FilterMatch | None:
        """Return what catches a comment in its thread."""
        text, domains = words_of(row.html), domains_of(row.html)
        return self._catch(_Thing(None, None, text, domains, None, post_id, row.voice))

    def _catch(self, thing: _Thing) -> FilterMatch | None:
        removed = self._removing.first_for(thing)
        found = removed or self._folding.first_for(thing)
        return FilterMatch(fold=removed is None, why=why(found)) if found else None


class _Rules:
    """Some filters; which of their words a thing has is asked of all at once."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        both = list(rules)
        self._of_words = [rule for rule in both if rule.what is What.WORD]
        self._words = Words((r.value, r.initials, r.within) for r in self._of_words)
        self._spent = 0.0
        self._others = [(rule, _test_of(rule)) for rule in both if rule.what is not What.WORD]

    def first_for(self, thing: _Thing) -> Rule | None:
        place = self._place_of_word(thing.text)
        if place is not None:
            return self._of_words[place]
        return next((rule for rule, test in self._others if test(thing)), None)

    def _place_of_word(self, text: str) -> int | None:
        if not self._of_words or self._spent > WORDS_SECONDS:
            return None
        begun = perf_counter()
        place = self._words.first_in(text)
        self._spent += perf_counter() - begun
        return place


def catches(rule: Rule) -> Callable[[Row, int], bool]:
    """Return what tells whether one filter catches a post of a board, wherever it is listed."""
    test = _test_of(rule)
    return lambda row, board: test(
        _Thing(board, row.category_id, row.title, row.domains, row.recommends)
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
        return lambda thing: contains(thing.text, value, initials=rule.initials, within=rule.within)
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
        now = current_board(number)
        return lambda thing: thing.board == now
    other = int(second)
    if rule.what is What.CATEGORY:
        return lambda thing: thing.category == other
    return lambda thing: thing.thread == number and thing.voice == other
