"""How rare terms are: counted in the latest posts, so that no search counts anything itself.

What a term weighs is its inverse document frequency (Robertson and Spärck Jones, 1976), of a
sample: that a term stands in one post of a thousand is known well enough by some ten thousand.
"""

import json
import math
import time
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max

from madang.boards.models import Post, State
from madang.boards.structure import site
from madang.sql import writing

from ..models import TermCounts
from .entries import entries_after
from .matching import board_place
from .question import stems_in

SAMPLE = 20_000
# A term that stands in fewer posts of the sample is as rare as one that stands in none.
LEAST = 3
MOST_TERMS, MOST_WORDS = 30_000, 20_000
FRESH_SECONDS = 600.0
# So many terms stand for whatever begins with a syllable.
BEGINNING = 60


@dataclass(frozen=True)
class Weights:
    """In how many of some posts each term stands, and what words their titles have."""

    posts: int
    counts: dict[str, int]
    words: tuple[str, ...] = ()

    @cached_property
    def sorted_terms(self) -> list[str]:
        return sorted(self.counts)

    def share(self, term: str) -> float:
        """Return in what part of all posts a term stands, from 0 to 1."""
        return self.counts.get(term, 0) / max(1, self.posts)

    def beginning(self, letter: str) -> list[str]:
        """Return the most frequent terms that begin so, and the letter by itself."""
        begin = bisect_left(self.sorted_terms, letter)
        end = bisect_left(self.sorted_terms, letter + "\uffff")
        terms = self.sorted_terms[begin:end]
        return [letter, *sorted(terms, key=self.counts.__getitem__, reverse=True)[:BEGINNING]]

    def of(self, term: str) -> float:
        """Return what a term weighs; the rarer the more."""
        count = self.counts.get(term, 1)
        return math.log(1 + (max(self.posts, 100) - count + 0.5) / (count + 0.5))


_known: tuple[float, Weights] | None = None


def weights() -> Weights:
    """Return what terms weigh. One query, now and then."""
    global _known
    known = _known
    if known is None or time.monotonic() - known[0] > FRESH_SECONDS:
        row = TermCounts.objects.order_by("-pk").first()
        made = Weights(0, {})
        if row is not None:
            made = Weights(row.posts, json.loads(row.counts), tuple(row.words.split()))
        known = _known = (time.monotonic(), made)
    return known[1]


def forget() -> None:
    """Read them anew at the next search."""
    global _known
    _known = None


def count_terms() -> None:
    """Count the terms of the latest posts; done each hour."""
    top = Post.objects.aggregate(top=Max("id"))["top"] or 0
    counts: Counter[str] = Counter()
    posts, after = 0, max(0, top - SAMPLE)
    boards = [board.id for board in site().boards if board.members_only]
    closed, words = set(map(board_place, boards)), _words_of_titles(after, boards)
    while True:
        entries, upto = entries_after("posts", after, 500)
        if upto == after:
            break
        after = upto
        for entry in entries:
            if closed.isdisjoint(entry.place):
                counts.update({*entry.title, *entry.body})
                posts += 1
    kept = {term: count for term, count in counts.most_common(MOST_TERMS) if count >= LEAST}
    with writing():
        TermCounts.objects.all().delete()
        packed = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        TermCounts.objects.create(posts=posts, counts=packed, words=" ".join(words))
    forget()


def _words_of_titles(after: int, closed: list[int]) -> list[str]:
    """Return the words that two titles have above an id, on boards that all may read."""
    shown = Post.objects.filter(pk__gt=after, state=State.LIVE).exclude(board__in=closed)
    counts: Counter[str] = Counter()
    for title in shown.values_list("title", flat=True).iterator(chunk_size=2000):
        counts.update(stems_in(title))
    return [word for word, count in counts.most_common(MOST_WORDS) if count > 1]
