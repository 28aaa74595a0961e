"""이런 글은 어떠세요?: posts that share rare words with one, the fresh and the well received first.

The terms of a post weigh as in search; those of its title count in full, those of its text for a
part. The rarest are looked up, and what shares most of their weight is read (cosine of weighted
terms: Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988).
"""

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from madang.boards.queries import PostView
from madang.boards.sifting import Sieve
from madang.boards.text import words_of

from .models import Heat
from .search.finding import Hit, candidates, read_hits
from .search.index import Reader
from .search.matching import Field, Match, Phrase, Wanted, board_place, in_place
from .search.question import stem_of
from .search.terms import folded, terms_of
from .search.weights import Weights, weights

ROWS, READ = 8, 60
TERMS, OF_A_TERM = 16, 300
OF_THE_TEXT, TEXT_LETTERS = 0.35, 1_500
# What is as like and new counts for half more than what is old; what is of the board a tenth more.
FRESH, FRESH_DAYS, OF_THE_BOARD, RECEIVED = 0.5, 30.0, 0.1, 0.05
# A post that counts for so much is hot here; see `ranking.points`.
HOT_POINTS = 10.0


class Tab(StrEnum):
    ALL = "all"
    HOT = "hot"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Likeness:
    """The terms of one post and what each weighs, to be compared with those of others."""

    weights: dict[str, float]
    length: float

    @classmethod
    def of(cls, title: str, text: str, known: Weights) -> "Likeness":
        counts: Counter[str] = Counter()
        for terms, part in ((terms_of(_stems(title)), 1.0), (terms_of(text), OF_THE_TEXT)):
            for term in set(terms):
                counts[term] = max(counts[term], part)  # type: ignore[assignment]
        kept = {term: part * known.of(term) for term, part in counts.items() if len(term) > 1}
        return cls(kept, math.sqrt(sum(weight**2 for weight in kept.values())) or 1.0)

    def rarest(self) -> list[str]:
        return sorted(self.weights, key=self.weights.__getitem__, reverse=True)[:TERMS]

    def to(self, other: "Likeness") -> float:
        """Return how like another post is, from 0 to 1."""
        shared = self.weights.keys() & other.weights.keys()
        both = sum(self.weights[term] * other.weights[term] for term in shared)
        return both / (self.length * other.length)


def related(
    post: PostView,
    tab: Tab,
    *,
    is_closed: bool,
    closed: Collection[int],
    sieve: Sieve | None = None,
) -> list[Hit]:
    """Return what is like a post; of its own board alone where that is for members (`is_closed`).

    Twenty queries at most: the index, its terms, the posts, their texts and what they count for.
    """
    known = weights()
    own = Likeness.of(post.title, _beginning(post.html), known)
    found = candidates("posts", _sharing(post, own, is_closed, closed))[:READ]
    hits = [hit for hit in read_hits(found) if hit.id != post.id]
    received = dict(
        Heat.objects.filter(pk__in=[hit.id for hit in hits]).values_list("pk", "points")
    )
    now = timezone.now()
    scored = []
    for hit in hits:
        if not _fits(hit, tab, received) or _is_caught(hit, sieve):
            continue
        like = own.to(Likeness.of(hit.title, _beginning(hit.html), known))
        taste = 1 + OF_THE_BOARD * (hit.board_id == post.board_id)
        taste += RECEIVED * math.log2(1 + received.get(hit.id, 0.0))
        scored.append((like * taste * _freshness(hit.created, now), hit.id, hit))
    scored.sort(reverse=True)
    return [hit for _, _, hit in scored[:ROWS]]


def _sharing(post: PostView, own: Likeness, is_closed: bool, closed: Collection[int]) -> list[int]:
    """Return the ids of what shares the rarest terms, what shares the most first."""
    reader, scores = Reader(), Counter[int]()
    unwanted = (in_place(*map(board_place, sorted(closed))),) if closed else ()
    place = (in_place(board_place(post.board_id)),) if is_closed else ()
    for term in own.rarest():
        wanted = Wanted((Phrase((term,)),), (Field.TITLE, Field.BODY))
        match = Match((wanted, *place), () if is_closed else unwanted)
        for number in reader.find("posts", match, most=OF_A_TERM):
            scores[number] += own.weights[term]  # type: ignore[assignment]
    del scores[post.id]
    return sorted(scores, key=lambda number: (scores[number], number), reverse=True)[: 2 * READ]


def _fits(hit: Hit, tab: Tab, received: dict[int, float]) -> bool:
    if tab is Tab.HOT:
        return received.get(hit.id, 0.0) >= HOT_POINTS
    return tab is Tab.ALL or not hit.comment_count


def _is_caught(hit: Hit, sieve: Sieve | None) -> bool:
    return bool(sieve and sieve.catch_post(hit, board=hit.board_id, category=hit.category_id))


def _freshness(created: datetime, now: datetime) -> float:
    days = (now - created).total_seconds() / 86_400
    return 1 + FRESH * math.exp(-max(0.0, days) / FRESH_DAYS)


def _stems(title: str) -> str:
    return " ".join(map(stem_of, folded(title).split()))


def _beginning(html: str) -> str:
    return words_of(html)[:TEXT_LETTERS]
