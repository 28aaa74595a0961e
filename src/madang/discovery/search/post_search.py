"""Finding: which posts and comments answer a query, at a cost that does not grow with the site.

By time, the index gives the newest that have all words. By relevance, the newest few hundred that
have all of them are looked at, and the best hundred read; where there are few, those that have the
rarest of the words are looked at as well, up to a number of rows: what the common words would add
is seen when the texts are read.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile

from django.utils import timezone

from madang.boards.api import BoardInfo, CategoryInfo
from madang.boards.extensions import ContentFilter
from madang.core.richtext import without_folded, words_of
from madang.search.index import Reader
from madang.search.matching import (
    Field,
    Kind,
    Match,
    Phrase,
    Wanted,
    board_place,
    category_place,
    day_place,
    in_place,
    month_place,
)
from madang.search.query import Query
from madang.search.scan_window import MAX_IDS, ScanWindow, SearchCursor, scan_window_of
from madang.search.scoring import Scorer, rarity
from madang.search.snippets import marked, snippet_of
from madang.search.term_statistics import TermStatistics, term_statistics

from .hits import Candidate, Hit, candidates, read_hits, texts_of

ROWS_PER_PAGE = 20
MAX_CANDIDATES = 100
# Of those that have some of the words, the likeliest are read: so many, and more of short ones, as
# long as it is not more than so many letters.
FIRST_READ, MAX_PARTIAL_MATCHES, MAX_LETTERS_READ = 20, 150, 40_000
# Of terms in the order of their rarity so many rows are looked at, and of one term so many.
MAX_ROWS_READ, MAX_ROWS_PER_TERM, MAX_TERMS = 8_000, 2_000, 12
NARROWED_FACTOR = 10
# A comment counts for less than a post that says the same.
COMMENT_WEIGHT = 0.7
# What has some of the words and answers less than this part of the best answer is left out.
MIN_SCORE_RATIO = 0.25


class Scope(StrEnum):
    ALL = "all"
    TITLE = "title"
    BODY = "body"
    COMMENTS = "comments"


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


DAYS = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31, Period.YEAR: 366}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query with where and when, and in which order."""

    query: Query
    scope: Scope = Scope.ALL
    board: BoardInfo | None = None
    category: CategoryInfo | None = None
    period: Period | None = None
    by_time: bool = False
    before: SearchCursor | None = None
    page: int = 1

    def below(self, kind: Kind) -> int | None:
        """Return the id below which it is looked; None for the newest."""
        return self.before.of(kind) if self.before else None


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of results; `older` is where to go on, unless all was looked at.

    `is_loose`: some of it has only some of the words.
    """

    hits: list[Hit]
    page: int
    last: int
    total: int
    is_loose: bool = False
    older: SearchCursor | None = None


NOTHING = SearchResults([], 1, 1, 0)
_FIELDS: dict[Scope, tuple[Field, ...]] = {
    Scope.ALL: (Field.TITLE, Field.BODY),
    Scope.TITLE: (Field.TITLE,),
    Scope.BODY: (Field.BODY,),
    Scope.COMMENTS: (Field.BODY,),
}


def search(
    asked: SearchRequest,
    *,
    closed: Collection[int] = (),
    content_filter: ContentFilter | None = None,
) -> SearchResults:
    """Return a page of what answers; nothing of the boards `closed` to anyone who asks.

    At most 13 queries, however much is asked and found.
    """
    if not asked.query.match(_FIELDS[asked.scope]).all_of:
        return NOTHING
    looking = _Looking(asked, closed, Reader(), term_statistics())
    ranked, is_loose = (_by_time if asked.by_time else _by_relevance)(looking)
    # Filters come before pages are made: else pages had gaps, and their number was wrong.
    left = None if content_filter is None else _unfiltered(ranked, content_filter)
    total = len(ranked if left is None else left)
    last = max(1, -(-total // ROWS_PER_PAGE))
    if not 1 <= asked.page <= last:
        return SearchResults([], asked.page, last, total, older=looking.older())
    page = slice((asked.page - 1) * ROWS_PER_PAGE, asked.page * ROWS_PER_PAGE)
    hits = read_hits(ranked[page]) if left is None else left[page]
    query = asked.query
    shown = [
        hit._replace(
            heading=marked(hit.title, query),
            snippet=snippet_of(words_of(without_folded(hit.html)), query),
        )
        for hit in hits
    ]
    return SearchResults(shown, asked.page, last, total, is_loose, looking.older())


def _unfiltered(ranked: list[Candidate], content_filter: ContentFilter) -> list[Hit]:
    """Return all hits that a reader's filters leave. Two queries."""
    return [
        hit
        for hit in read_hits(ranked)
        if not content_filter.match_post(hit, board=hit.board_id, category=hit.category_id)
    ]


@dataclass(slots=True)
class _Looking:
    """One search on its way through the index; `rest` is below what ids each kind goes on."""

    asked: SearchRequest
    closed: Collection[int]
    reader: Reader
    known: TermStatistics
    rest: dict[Kind, int] = field(default_factory=dict)

    def window(self, kind: Kind) -> ScanWindow:
        asked, query, below = self.asked, self.asked.query, self.asked.below(kind)
        if not self.reader.has_blocks:
            return ScanWindow(below)
        is_narrowed = bool(asked.board or asked.category or asked.period or query.tags)
        upto = self.reader.upto(kind)
        return scan_window_of(query, below, upto, self.known, is_narrowed=is_narrowed)

    def all_words(self, kind: Kind) -> list[int]:
        """Return the ids of what has all words, the newest first."""
        window = self.window(kind)
        match = self.match().also(*window.blocks)
        found = self.reader.find(kind, match, most=MAX_IDS, below=window.below)
        self.rest[kind] = window.rest(found)
        return found

    def in_titles(self) -> list[int]:
        """Return the ids of posts whose titles have all words, the newest first."""
        window = self.window("posts")
        match = self.match((Field.TITLE,)).also(*window.blocks)
        found = self.reader.find("posts", match, most=MAX_CANDIDATES, below=window.below)
        # What is older comes when one goes on.
        return [number for number in found if number >= self.rest["posts"]]

    def with_some_words(self, kind: Kind, all_words: list[int]) -> list[int]:
        """Return the ids of what has some of the words: what has the rarest and the most first."""
        below, query, known = self.asked.below(kind), self.asked.query, self.known
        fields, others = _FIELDS[self.asked.scope], self.match(units=False)
        scores: dict[int, float] = dict.fromkeys(all_words, 0.0)
        terms = _rarest(query, known, self.reader.upto(kind))
        # In one place there are fewer.
        rows = MAX_ROWS_PER_TERM * (NARROWED_FACTOR if others.all_of else 1)
        matches = [
            others.also(
                Wanted((Phrase((term,)),), fields), *self.reader.newest(kind, term, rows, below)
            )
            for term in terms
        ]
        each = self.reader.find_each(kind, matches, most=MAX_ROWS_PER_TERM, below=below)
        for term, ids in zip(terms, each, strict=True):
            weight = rarity(term, known) * query.pairs[term]
            for number in ids:
                if number < self.rest[kind]:
                    break
                scores[number] = scores.get(number, 0.0) + weight
        first = dict.fromkeys(all_words)
        others_first = sorted(scores, key=lambda number: (scores[number], number), reverse=True)
        return list(first) + [
            number for number in others_first[:MAX_PARTIAL_MATCHES] if number not in first
        ]

    def match(self, fields: tuple[Field, ...] | None = None, *, units: bool = True) -> Match:
        asked = self.asked
        match = asked.query.match(fields or _FIELDS[asked.scope], units=units)
        if asked.board:
            match = match.also(in_place(board_place(asked.board.id)))
        if asked.category:
            match = match.also(in_place(category_place(asked.category.id)))
        if asked.period:
            match = match.also(in_place(*_places_of(asked.period, timezone.localdate())))
        if self.closed:
            hidden = in_place(*map(board_place, sorted(self.closed)))
            match = Match(match.all_of, (*match.none_of, hidden))
        return match

    def older(self) -> SearchCursor | None:
        """Return where a search goes on that has not looked at all."""
        before = SearchCursor(self.rest.get("posts", 0), self.rest.get("comments", 0))
        return before if before != SearchCursor(0, 0) else None


def _by_time(looking: _Looking) -> tuple[list[Candidate], bool]:
    each = {kind: candidates(kind, looking.all_words(kind)) for kind in _kinds(looking.asked)}
    # Where one kind goes no further back, the other waits for it until one goes on.
    ends = [some[-1].created for kind, some in each.items() if some and looking.rest[kind]]
    found: list[Candidate] = []
    for kind, some in each.items():
        kept = list(takewhile(lambda one: not ends or one.created >= max(ends), some))
        if len(kept) < len(some):
            looking.rest[kind] = some[len(kept)].id + 1
        found += kept
    found.sort(key=lambda one: (one.created, one.id), reverse=True)
    return _each_post_once(found), False


def _by_relevance(looking: _Looking) -> tuple[list[Candidate], bool]:
    query = looking.asked.query
    scorer = Scorer.of(query, looking.known)
    read: list[tuple[Candidate, str, str, float]] = []
    rest: list[Candidate] = []
    whole: set[tuple[Kind, int]] = set()
    all_words = {kind: looking.all_words(kind) for kind in _kinds(looking.asked)}
    # Of one word a part is only looked for where nothing has the whole (개인정보유출).
    enough = ROWS_PER_PAGE if len(query.units) > 1 else 1
    few = sum(map(len, all_words.values())) < enough and len(query.own_pairs) >= 2
    for kind, likely in all_words.items():
        if kind == "posts" and looking.asked.scope is Scope.ALL and len(likely) > MAX_CANDIDATES:
            likely = list(dict.fromkeys([*looking.in_titles(), *likely]))
        whole |= {(kind, number) for number in likely}
        if few:
            likely = looking.with_some_words(kind, likely)
        some = candidates(kind, likely)
        numbers = [one.id for one in some]
        texts = _some_texts(kind, numbers) if few else texts_of(kind, numbers[:MAX_CANDIDATES])
        part = COMMENT_WEIGHT if kind == "comments" else 1.0
        read += ((one, *texts[one.id], part) for one in some if one.id in texts)
        # What is not read is known to answer by having all words alone.
        rest += [one for one in some if one.id not in texts and (kind, one.id) in whole]
    best = scorer.ranked(read)
    best.sort(key=lambda both: (both[0], both[1].created), reverse=True)
    if best and query.units:
        least = best[0][0] * MIN_SCORE_RATIO
        best = [
            (score, one) for score, one in best if score >= least or (one.kind, one.id) in whole
        ]
    ranked = _each_post_once([one for _, one in best] + rest)
    return ranked, any((one.kind, one.id) not in whole for one in ranked)


def _some_texts(kind: Kind, numbers: list[int]) -> dict[int, tuple[str, str]]:
    """Return the texts of the first of some posts or comments. Two queries at most."""
    texts = texts_of(kind, numbers[:FIRST_READ])
    letters = sum(len(title) + len(body) for title, body in texts.values())
    usual = 1 + letters // max(1, len(texts))
    last = min(MAX_PARTIAL_MATCHES, FIRST_READ + max(0, MAX_LETTERS_READ - letters) // usual)
    more = numbers[FIRST_READ:last]
    return texts | texts_of(kind, more) if more else texts


def _rarest(query: Query, known: TermStatistics, texts: int) -> list[str]:
    """Return the rarest terms of a query: as many as have what is to be looked at."""
    rarest: list[str] = []
    left = float(MAX_ROWS_READ)
    for term in sorted(query.own_pairs, key=known.share)[:MAX_TERMS]:
        if left <= 0:
            break
        rarest.append(term)
        left -= min(known.share(term) * texts, MAX_ROWS_PER_TERM)
    return rarest


def _places_of(period: Period, today: date) -> list[str]:
    days = [today - timedelta(days=back) for back in range(DAYS[period] + 1)]
    if period is Period.YEAR:
        return list(dict.fromkeys(map(month_place, days)))
    return list(map(day_place, days))


def _kinds(asked: SearchRequest) -> list[Kind]:
    if asked.scope is Scope.COMMENTS:
        return ["comments"]
    # A category, a tag, and a word that is nowhere in it, are a post's: comments know none of them.
    of_posts = asked.category or asked.query.tags or asked.query.without
    if asked.scope is Scope.ALL and not of_posts:
        return ["posts", "comments"]
    return ["posts"]


def _each_post_once(ranked: list[Candidate]) -> list[Candidate]:
    """Leave the first of what belongs to one post: a page of one thread's comments helps nobody."""
    first: dict[int, Candidate] = {}
    for one in ranked:
        first.setdefault(one.post, one)
    return list(first.values())
