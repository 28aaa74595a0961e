"""How rare terms are: counted in the latest posts, so that no search counts anything itself.

What a term weighs is its inverse document frequency (Robertson and Spärck Jones, 1976), of a
sample: that a term stands in one post of a thousand is known well enough by some ten thousand.
"""

import json
import math
import time
from collections import Counter
from dataclasses import dataclass

from django.db.models import Max

from madang.boards.models import Post
from madang.sql import writing

from ..models import TermCounts
from .entries import entries_after

SAMPLE = 20_000
# A term that stands in fewer posts of the sample is as rare as one that stands in none.
LEAST = 3
MOST_TERMS = 30_000
FRESH_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Weights:
    """In how many of some posts each term stands."""

    posts: int
    counts: dict[str, int]

    def share(self, term: str) -> float:
        """Return in what part of all posts a term stands, from 0 to 1."""
        return self.counts.get(term, 0) / max(1, self.posts)

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
        counts = json.loads(row.counts) if row else {}
        known = _known = (time.monotonic(), Weights(row.posts if row else 0, counts))
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
    while True:
        entries, upto = entries_after("posts", after, 500)
        if upto == after:
            break
        after = upto
        for entry in entries:
            counts.update({*entry.title, *entry.body})
        posts += len(entries)
    kept = {term: count for term, count in counts.most_common(MOST_TERMS) if count >= LEAST}
    with writing():
        TermCounts.objects.all().delete()
        packed = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        TermCounts.objects.create(posts=posts, counts=packed)
    forget()
