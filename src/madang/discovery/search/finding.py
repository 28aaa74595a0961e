"""Finding: which posts and comments answer a question, at a cost that does not grow with the site.

By time, the index gives the newest that have all words. By relevance, the newest thousand that
have all of them are looked at, and the best hundred read; where there are few, those that have the
rarest of the words are looked at as well, up to a number of rows: what the common words would add
is seen when the texts are read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.utils import timezone

from madang.boards.models import Comment, Post, PostText
from madang.boards.sifting import Sieve
from madang.boards.structure import BoardInfo, CategoryInfo
from madang.boards.text import words_of
from madang.sql import columns, fetch

from .index import Reader
from .matching import (
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
from .passages import Passage, marked, passage_of
from .question import Question, phrase_of
from .scoring import Scorer
from .weights import Weights, weights

ROWS = 20
# No more are found: whoever wants others says more of what he wants.
MOST = 1000
READ = 100
# So many rows of a word are walked along.
WALKED = 12_000
# Of those that have some of the words.
SOME = 200
# Of terms in the order of their rarity so many rows are looked at, and of one term so many.
LOOKED_AT, OF_A_TERM, TERMS = 8_000, 2_000, 24
# A comment counts for less than a post that says the same.
OF_A_COMMENT = 0.7
# What answers less than this part of the best answer is left out.
LEAST_PART = 0.25


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
class Asked:
    """A question with where and when, and in which order."""

    question: Question
    scope: Scope = Scope.ALL
    board: BoardInfo | None = None
    category: CategoryInfo | None = None
    period: Period | None = None
    by_time: bool = False
    page: int = 1


class Candidate(NamedTuple):
    """A post or a comment that may answer, with what is asked of every one."""

    kind: Kind
    id: int
    post: int
    board_id: int
    created: datetime


class Hit(NamedTuple):
    """A post, or a comment in it (`seq`), as the page of results shows it."""

    id: int
    board_id: int
    category_id: int | None
    title: str
    comment_count: int
    created: datetime
    views: int
    recommends: int
    domains: str
    html: str
    seq: int
    heading: Passage = ()
    passage: Passage = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found; `total` is one more than MOST where there is more.

    `is_loose`: some of it has only some of the words.
    """

    hits: list[Hit]
    page: int
    last: int
    total: int
    is_loose: bool = False


NOTHING = Found([], 1, 1, 0)
_POSTS, _TEXTS, _COMMENTS = (m._meta.db_table for m in (Post, PostText, Comment))
_OF_POSTS = (
    f"SELECT 'posts', id, id, board_id, created AS \"created [moment]\" FROM {_POSTS} "  # noqa: S608
    "WHERE state = 0 AND id IN ({})"
)
_OF_COMMENTS = (
    "SELECT 'comments', c.id, c.post_id, board_id, c.created AS \"created [moment]\" "  # noqa: S608
    f"FROM {_COMMENTS} c JOIN {_POSTS} p ON p.id = c.post_id "
    "WHERE c.state = 0 AND p.state = 0 AND c.id IN ({})"
)
_OF_TEXTS = (
    f"SELECT id, title, html FROM {_POSTS} JOIN {_TEXTS} ON post_id = id "  # noqa: S608
    "WHERE state = 0 AND id IN ({})"
)
_OF_COMMENT_TEXTS = f"SELECT id, '', html FROM {_COMMENTS} WHERE state = 0 AND id IN ({{}})"  # noqa: S608
_SHOWN = Hit._fields[:9]
_POST_HITS = (
    f"SELECT {columns(_SHOWN)}, html, 0 FROM {_POSTS} JOIN {_TEXTS} ON post_id = id "  # noqa: S608
    "WHERE state = 0 AND id IN ({})"
)
_COMMENT_HITS = (
    "SELECT c.id, p.id, board_id, category_id, title, comment_count, "  # noqa: S608
    'c.created AS "created [moment]", views, recommends, domains, c.html, c.seq '
    f"FROM {_COMMENTS} c JOIN {_POSTS} p ON p.id = c.post_id "
    "WHERE c.state = 0 AND p.state = 0 AND c.id IN ({})"
)
_FIELDS: dict[Scope, tuple[Field, ...]] = {
    Scope.ALL: (Field.TITLE, Field.BODY),
    Scope.TITLE: (Field.TITLE,),
    Scope.BODY: (Field.BODY,),
    Scope.COMMENTS: (Field.BODY,),
}


def search(asked: Asked, *, closed: Collection[int] = (), sieve: Sieve | None = None) -> Found:
    """Return a page of what answers; nothing of the boards `closed` to whoever asks.

    At most 13 queries, however much is asked and found.
    """
    if not asked.question.match(_FIELDS[asked.scope]).all_of:
        return NOTHING
    ranked, is_loose = (_by_time if asked.by_time else _by_relevance)(asked, closed)
    total = len(ranked)
    last = max(1, -(-min(total, MOST) // ROWS))
    if not 1 <= asked.page <= last:
        return Found([], asked.page, last, total)
    hits = read_hits(ranked[(asked.page - 1) * ROWS : asked.page * ROWS])
    if sieve is not None:
        hits = [
            hit
            for hit in hits
            if not sieve.catch_post(hit, board=hit.board_id, category=hit.category_id)
        ]
    question = asked.question
    shown = [
        hit._replace(
            heading=marked(hit.title, question), passage=passage_of(words_of(hit.html), question)
        )
        for hit in hits
    ]
    return Found(shown, asked.page, last, total, is_loose)


def read_hits(ranked: list[Candidate]) -> list[Hit]:
    """Return what is shown of some candidates that are still there, in their order. Two queries."""
    found: dict[tuple[Kind, int], Hit] = {}
    if posts := [one.id for one in ranked if one.kind == "posts"]:
        found |= {("posts", row[0]): Hit(*row) for row in _fetch(_POST_HITS, posts)}
    if comments := [one.id for one in ranked if one.kind == "comments"]:
        rows = _fetch(_COMMENT_HITS, comments)
        found |= {("comments", number): Hit(*row) for number, *row in rows}
    keys = ((one.kind, one.id) for one in ranked)
    return [found[key] for key in keys if key in found]


def _by_time(asked: Asked, closed: Collection[int]) -> tuple[list[Candidate], bool]:
    reader, match, known = Reader(), _match(asked, closed), weights()
    found: list[Candidate] = []
    for kind in _kinds(asked):
        above = _floor(reader, asked, kind, known)
        found += candidates(kind, reader.find(kind, match, most=MOST + 1, above=above))
    found.sort(key=lambda one: (one.created, one.id), reverse=True)
    return _each_post_once(found)[: MOST + 1], False


def _by_relevance(asked: Asked, closed: Collection[int]) -> tuple[list[Candidate], bool]:
    known, reader = weights(), Reader()
    scorer = Scorer.of(asked.question, known)
    best: list[tuple[float, Candidate]] = []
    rest: list[Candidate] = []
    whole: set[tuple[Kind, int]] = set()
    for kind in _kinds(asked):
        likely, all_words = _likely(reader, asked, kind, closed, known)
        whole |= {(kind, number) for number in all_words}
        some = candidates(kind, likely)
        texts = _texts_of(kind, [one.id for one in some[:READ]])
        part = OF_A_COMMENT if kind == "comments" else 1.0
        best += [
            (part * scorer.score(*texts[one.id]), one) for one in some[:READ] if one.id in texts
        ]
        # What is not read is known to answer by having all words alone.
        rest += [one for one in some[READ:] if (kind, one.id) in whole]
    best.sort(key=lambda both: (both[0], both[1].created), reverse=True)
    if best and asked.question.units:
        least = best[0][0] * LEAST_PART
        best = [both for both in best if both[0] >= least]
    ranked = _each_post_once([one for _, one in best] + rest)[: MOST + 1]
    return ranked, any((one.kind, one.id) not in whole for one in ranked)


def _likely(
    reader: Reader, asked: Asked, kind: Kind, closed: Collection[int], known: Weights
) -> tuple[list[int], list[int]]:
    """Return the ids of what may answer, the likeliest first, and of what has all words."""
    strict, above = _match(asked, closed), _floor(reader, asked, kind, known)
    all_words = reader.find(kind, strict, most=MOST + 1, above=above)
    if kind == "posts" and asked.scope is Scope.ALL and len(all_words) > READ:
        titles = _match(asked, closed, (Field.TITLE,))
        in_titles = reader.find(kind, titles, most=READ, above=above)
        return list(dict.fromkeys([*in_titles, *all_words])), [*in_titles, *all_words]
    question = asked.question
    # Of one word a part is only looked for where nothing has the whole (개인정보유출).
    enough = ROWS if len(question.units) > 1 else 1
    if len(all_words) >= enough or len(question.own_pairs) < 2:
        return all_words, all_words
    return _with_some_words(reader, asked, kind, closed, known, all_words), all_words


def _floor(reader: Reader, asked: Asked, kind: Kind, known: Weights) -> int:
    """Return the id above which all words are looked for together.

    An index walks along the rarest word. Where that is in so many posts that the walk would go on
    and on, only the newest are looked at.
    """
    words = [*(unit.stem for unit in asked.question.units), *asked.question.phrases]
    phrases = [phrase for word in words if (phrase := phrase_of(word))]
    # What only begins so is in many.
    shares = [min(map(known.share, one.terms)) for one in phrases if not one.is_open]
    share = min(shares, default=1.0 if phrases else 0.0)
    return max(0, reader.upto(kind) - int(WALKED / share)) if share else 0


def _with_some_words(
    reader: Reader,
    asked: Asked,
    kind: Kind,
    closed: Collection[int],
    known: Weights,
    all_words: list[int],
) -> list[int]:
    """Return the ids of what has some of the words, what has the rarest and the most first."""
    fields = _FIELDS[asked.scope]
    others = _match(asked, closed, units=False)
    scores: dict[int, float] = dict.fromkeys(all_words, 0.0)
    terms = _rarest(asked.question, known, reader.upto(kind))
    matches = [others.also(Wanted((Phrase((term,)),), fields)) for term in terms]
    for term, ids in zip(terms, reader.find_each(kind, matches, most=OF_A_TERM), strict=True):
        weight = known.of(term) * asked.question.pairs[term]
        for number in ids:
            scores[number] = scores.get(number, 0.0) + weight
    first = dict.fromkeys(all_words)
    others_first = sorted(scores, key=lambda number: (scores[number], number), reverse=True)
    return list(first) + [number for number in others_first[:SOME] if number not in first]


def _rarest(question: Question, known: Weights, texts: int) -> list[str]:
    """Return the rarest terms of a question: as many as have what is to be looked at."""
    rarest: list[str] = []
    left = float(LOOKED_AT)
    for term in sorted(question.own_pairs, key=known.share)[:TERMS]:
        if left <= 0:
            break
        rarest.append(term)
        left -= min(known.share(term) * texts, OF_A_TERM)
    return rarest


def _match(
    asked: Asked,
    closed: Collection[int],
    fields: tuple[Field, ...] | None = None,
    *,
    units: bool = True,
) -> Match:
    match = asked.question.match(fields or _FIELDS[asked.scope], units=units)
    if asked.board:
        match = match.also(in_place(board_place(asked.board.id)))
    if asked.category:
        match = match.also(in_place(category_place(asked.category.id)))
    if asked.period:
        match = match.also(in_place(*_places_of(asked.period, timezone.localdate())))
    if closed:
        hidden = in_place(*map(board_place, sorted(closed)))
        match = Match(match.all_of, (*match.none_of, hidden))
    return match


def _places_of(period: Period, today: date) -> list[str]:
    days = [today - timedelta(days=back) for back in range(DAYS[period] + 1)]
    if period is Period.YEAR:
        return list(dict.fromkeys(map(month_place, days)))
    return list(map(day_place, days))


def _kinds(asked: Asked) -> list[Kind]:
    if asked.scope is Scope.COMMENTS:
        return ["comments"]
    # A category, a tag, and a word that is nowhere in it, are a post's: comments know none of them.
    of_posts = asked.category or asked.question.tags or asked.question.without
    if asked.scope is Scope.ALL and not of_posts:
        return ["posts", "comments"]
    return ["posts"]


def _each_post_once(ranked: list[Candidate]) -> list[Candidate]:
    """Leave the first of what belongs to one post: a page of one thread's comments helps nobody."""
    first: dict[int, Candidate] = {}
    for one in ranked:
        first.setdefault(one.post, one)
    return list(first.values())


def candidates(kind: Kind, ids: list[int]) -> list[Candidate]:
    """Return what of some posts or comments may be read, in their order. One query."""
    if not ids:
        return []
    sql = _OF_POSTS if kind == "posts" else _OF_COMMENTS
    rows = {row[1]: Candidate(*row) for row in _fetch(sql, ids)}
    return [rows[number] for number in ids if number in rows]


def _texts_of(kind: Kind, ids: list[int]) -> dict[int, tuple[str, str]]:
    """Return titles and words of some posts or comments. One query."""
    if not ids:
        return {}
    rows = _fetch(_OF_TEXTS if kind == "posts" else _OF_COMMENT_TEXTS, ids)
    return {number: (title, words_of(html)) for number, title, html in rows}


def _fetch(sql: str, ids: list[int]) -> list[tuple]:
    return fetch(sql.format(", ".join(["%s"] * len(ids))), ids)
