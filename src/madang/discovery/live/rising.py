"""Rising words (실시간 검색어): words that are unusually frequent in the titles of these hours.

A word counts once for each post whose title has it, and only where somebody else than its writer
spoke there or recommended it; titles that are alike count once. So neither one account nor one
text sent many times lifts a word. How unusual it is: the deviation from what its share of the
latest posts would give, in standard deviations of a Poisson count. What readers look for adds to
it.
"""

import re
from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Sum
from django.utils import timezone

from madang.boards.api import board_directory
from madang.boards.models import Post, State
from madang.core.db.select import Select, none_of
from madang.core.db.transactions import writing
from madang.search.query import stems_in
from madang.search.term_statistics import TermStatistics, term_statistics
from madang.search.terms import terms_of

from ..models import RisingWord, SearchCount, StoppedWord
from ..rankings.ranking import voices_of

MAX_WORDS, WINDOW_HOURS, MAX_POSTS = 10, 12, 3_000
# A word rises that stands in so many posts in which so many others took part, so many of them in
# one of these (they are different people), and so unusually.
MIN_POSTS, MIN_OTHERS, MIN_OTHERS_AT_ONE_POST, MIN_DEVIATIONS = 3, 6, 3, 2.0
# What readers look for adds as much again as the posts at most.
SEARCH_WEIGHT = 0.5
_DIGITS = re.compile(r"\d+\w?")
# Words of every title, which say nothing.
_STOP_WORDS_TEXT = (
    "오늘 어제 내일 지금 진짜 정말 너무 그냥 이거 저거 그거 이게 그게 제가 내가 나만 우리 사람 "
    "하는 있는 없는 같은 어떤 무슨 하면 하고 근데 아니 있어 없어 많이 요즘 이번 처음 다시 "
    "질문 후기 추천"
)
_STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())


class Recent(NamedTuple):
    """A post of these hours."""

    id: int
    title: str
    created: datetime
    recommends: int


_LATEST = Select(
    Recent,
    Post,
    rest="WHERE {state} = {LIVE} AND {board_id} NOT IN %s ORDER BY {id} DESC LIMIT %s",
    LIVE=State.LIVE,
)


def refresh_rising() -> None:
    """Find the words that rise now, and where each stood before. Eight queries."""
    posts = _recent(timezone.now() - timedelta(hours=WINDOW_HOURS))
    words = _rising(posts, term_statistics())
    with writing():
        before = dict(RisingWord.objects.values_list("word", "place"))
        RisingWord.objects.all().delete()
        RisingWord.objects.bulk_create(
            RisingWord(place=place, word=word, before=before.get(word))
            for place, word in enumerate(words, start=1)
        )


def rising_words() -> list[RisingWord]:
    """Return the words that rise, the most unusual first. One query."""
    return list(RisingWord.objects.order_by("place"))


def _recent(since: datetime) -> list[Recent]:
    """Return the posts of some hours on boards that all may read, without titles said twice."""
    closed = [board.id for board in board_directory().boards if board.members_only]
    latest = (row for row in _LATEST.rows(none_of(closed), MAX_POSTS) if row.created >= since)
    return list({" ".join(terms_of(row.title)): row for row in latest}.values())


def _rising(posts: list[Recent], known: TermStatistics) -> list[str]:
    if not posts:
        return []
    ids = [post.id for post in posts]
    voices = voices_of(ids)
    stands: dict[str, int] = defaultdict(int)
    others: dict[str, int] = defaultdict(int)
    most: dict[str, int] = defaultdict(int)
    for post in posts:
        # Who comments may recommend as well.
        engaged = max(voices.get(post.id) or 0, post.recommends)
        if engaged:
            for word in words_in(post.title):
                stands[word] += 1
                others[word] += engaged
                most[word] = max(most[word], engaged)
    stopped = set(StoppedWord.objects.values_list("word", flat=True))
    today = SearchCount.objects.filter(day=timezone.localdate())
    searched = dict(today.values_list("words").annotate(Sum("times")))
    scores = {}
    for word, count in stands.items():
        if count < MIN_POSTS or word in stopped:
            continue
        if others[word] < MIN_OTHERS or most[word] < MIN_OTHERS_AT_ONE_POST:
            continue
        usual = len(posts) * min((known.share(term) for term in terms_of(word)[:-1]), default=0.0)
        seen = count + min(count, SEARCH_WEIGHT * searched.get(word, 0))
        scores[word] = (seen - usual) / (usual + 1) ** 0.5
    risen = [word for word in scores if scores[word] >= MIN_DEVIATIONS]
    return sorted(risen, key=lambda word: (-scores[word], word))[:MAX_WORDS]


def words_in(title: str) -> set[str]:
    """Return the words of a title, without their particles, that may say what it is about."""
    return {
        stem
        for stem in stems_in(title)
        if stem not in _STOP_WORDS and not _DIGITS.fullmatch(stem) and not "ㄱ" <= stem[0] <= "ㅣ"
    }
