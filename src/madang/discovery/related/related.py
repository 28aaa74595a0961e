"""이런 글은 어떠세요?: posts that share rare words with one, the fresh and the well received first.

The terms of a post weigh as in search; those of its title count in full, those of its text for a
part. The rarest are looked up, and what shares most of their weight is read and compared (weighted
terms, normalised by length: Salton and Buckley, "Term-weighting approaches in automatic text
retrieval", 1988).
"""

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from madang.boards.api import PostView
from madang.boards.extensions import ContentFilter
from madang.core.richtext import words_of
from madang.search.index import Reader
from madang.search.matching import Field, Match, Phrase, Wanted, board_place, in_place
from madang.search.query import stem_of
from madang.search.term_statistics import TermStatistics, term_statistics
from madang.search.terms import JOINT, folded, terms_of

from ..models import Heat
from ..search.hits import Hit, candidates, read_hits

ROWS_SHOWN, MAX_CANDIDATES = 20, 60
# So many of a post's terms are looked up, and so many compared.
TERMS_SOUGHT, MAX_ROWS_PER_TERM, TERMS_COMPARED, NARROWED_FACTOR = 12, 300, 60, 10
TEXT_WEIGHT, TEXT_LETTERS = 0.35, 1_500
# What is as like and new counts for half more than what is old; what is of the board a tenth more.
FRESH_BONUS, FRESH_DAYS, SAME_BOARD_BONUS, ENGAGEMENT_BONUS = 0.5, 30.0, 0.1, 0.05
# A post that counts for so much is hot here; see `ranking.points`.
HOT_POINTS = 10.0


class Tab(StrEnum):
    ALL = "all"
    HOT = "hot"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Likeness:
    """The rarest terms of one post and what each weighs, to be looked for in others."""

    weights: dict[str, float]

    @classmethod
    def of(cls, title: str, text: str, known: TermStatistics) -> "Likeness":
        parts = dict.fromkeys(terms_of(text), TEXT_WEIGHT) | dict.fromkeys(
            terms_of(_stems(title)), 1.0
        )
        kept = {
            term: part * known.of(term)
            for term, part in parts.items()
            if len(term) > 1 and JOINT not in term
        }
        rarest = sorted(kept, key=kept.__getitem__, reverse=True)[:TERMS_COMPARED]
        return cls({term: kept[term] for term in rarest})

    def to(self, title: str, text: str, known: TermStatistics) -> float:
        """Return how like another post is; what is long has more terms by chance."""
        title, text = folded(title), folded(text)
        both = 0.0
        for term, weight in self.weights.items():
            if term in title:
                both += weight * known.of(term)
            elif term in text:
                both += weight * known.of(term) * TEXT_WEIGHT
        return both / math.sqrt(len(title) + TEXT_WEIGHT**2 * len(text) + 1)


def related(
    post: PostView,
    tab: Tab,
    *,
    is_closed: bool,
    closed: Collection[int],
    content_filter: ContentFilter | None = None,
) -> list[Hit]:
    """Return what is like a post; of its own board alone where that is for members (`is_closed`).

    Five queries: the index, its terms, the posts, their texts and what they count for.
    """
    known = term_statistics()
    own = Likeness.of(post.title, _beginning(post.html), known)
    found = candidates("posts", _sharing(post, own, is_closed, closed))[:MAX_CANDIDATES]
    hits = [hit for hit in read_hits(found) if hit.id != post.id]
    received = dict(
        Heat.objects.filter(pk__in=[hit.id for hit in hits]).values_list("pk", "points")
    )
    now = timezone.now()
    scored = []
    for hit in hits:
        if not _fits(hit, tab, received) or _is_caught(hit, content_filter):
            continue
        like = own.to(hit.title, _beginning(hit.html), known)
        taste = 1 + SAME_BOARD_BONUS * (hit.board_id == post.board_id)
        taste += ENGAGEMENT_BONUS * math.log2(1 + received.get(hit.id, 0.0))
        scored.append((like * taste * _freshness(hit.created, now), hit.id, hit))
    scored.sort(reverse=True)
    return [hit for _, _, hit in scored[:ROWS_SHOWN]]


def _sharing(post: PostView, own: Likeness, is_closed: bool, closed: Collection[int]) -> list[int]:
    """Return the ids of what shares the rarest terms, what shares the most first."""
    reader, scores = Reader(), Counter[int]()
    excluded = (in_place(*map(board_place, sorted(closed))),) if closed else ()
    place = (in_place(board_place(post.board_id)),) if is_closed else ()
    terms = list(own.weights)[:TERMS_SOUGHT]
    wanted = (Wanted((Phrase((term,)),), (Field.TITLE, Field.BODY)) for term in terms)
    # On one board there are fewer.
    rows = MAX_ROWS_PER_TERM * (NARROWED_FACTOR if is_closed else 1)
    near = (reader.newest("posts", term, rows) for term in terms)
    matches = [
        Match((one, *newest, *place), () if is_closed else excluded)
        for one, newest in zip(wanted, near, strict=True)
    ]
    for term, numbers in zip(
        terms, reader.find_each("posts", matches, most=MAX_ROWS_PER_TERM), strict=True
    ):
        for number in numbers:
            scores[number] += own.weights[term]  # type: ignore[assignment]
    del scores[post.id]
    return sorted(scores, key=lambda number: (scores[number], number), reverse=True)[
        : 2 * MAX_CANDIDATES
    ]


def _fits(hit: Hit, tab: Tab, received: dict[int, float]) -> bool:
    if tab is Tab.HOT:
        return received.get(hit.id, 0.0) >= HOT_POINTS
    return tab is Tab.ALL or not hit.comment_count


def _is_caught(hit: Hit, content_filter: ContentFilter | None) -> bool:
    return bool(
        content_filter
        and content_filter.match_post(hit, board=hit.board_id, category=hit.category_id)
    )


def _freshness(created: datetime, now: datetime) -> float:
    days = (now - created).total_seconds() / 86_400
    return 1 + FRESH_BONUS * math.exp(-max(0.0, days) / FRESH_DAYS)


def _stems(title: str) -> str:
    return " ".join(map(stem_of, folded(title).split()))


def _beginning(html: str) -> str:
    return words_of(html)[:TEXT_LETTERS]
