"""How rare terms are: counted in the latest posts, so that no search counts anything itself.

What a term weighs is its inverse document frequency (Robertson and Spärck Jones, 1976), of a
sample: that a term stands in one post of a thousand is known well enough by some ten thousand.
"""

import json
import math
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from madang.core.db.transactions import writing
from madang.core.fresh import Fresh

from .extensions import samples
from .models import TermCounts
from .query import stems_in

SAMPLE = 20_000
# A term that stands in fewer posts of the sample is as rare as one that stands in none.
MIN_COUNT = 3
MAX_TERMS, MAX_WORDS = 30_000, 20_000
FRESH_SECONDS = 600.0
# So many terms stand for whatever begins with a syllable.
MAX_BEGINNING = 60


@dataclass(frozen=True)
class TermStatistics:
    """In how many of some texts each term is, and what words their titles have."""

    texts: int
    counts: dict[str, int]
    words: tuple[str, ...] = ()

    @cached_property
    def sorted_terms(self) -> list[str]:
        return sorted(self.counts)

    def share(self, term: str) -> float:
        """Return in what part of all posts a term stands, from 0 to 1."""
        return self.counts.get(term, 0) / max(1, self.texts)

    def beginning(self, letter: str) -> list[str]:
        """Return the most frequent terms that begin so, and the letter by itself."""
        begin = bisect_left(self.sorted_terms, letter)
        end = bisect_left(self.sorted_terms, letter + "\uffff")
        terms = self.sorted_terms[begin:end]
        return [letter, *sorted(terms, key=self.counts.__getitem__, reverse=True)[:MAX_BEGINNING]]

    def of(self, term: str) -> float:
        """Return what a term weighs; the rarer the more."""
        count = self.counts.get(term, 1)
        return math.log(1 + (max(self.texts, 100) - count + 0.5) / (count + 0.5))


def _read() -> TermStatistics:
    row = TermCounts.objects.order_by("-pk").first()
    if row is None:
        return TermStatistics(0, {})
    return TermStatistics(row.texts, json.loads(row.counts), tuple(row.words.split()))


# What is known of terms. One query, now and then.
term_statistics = Fresh(_read, seconds=FRESH_SECONDS)


def count_terms() -> None:
    """Count the terms of the latest texts that all may read; done each hour."""
    counts: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    texts = 0
    for source in samples():
        for title in source.latest_open_titles(SAMPLE):
            titles.update(stems_in(title))
        for entry in source.latest_open(SAMPLE):
            counts.update({*entry.title, *entry.body})
            texts += 1
    common = counts.most_common(MAX_TERMS)
    kept = {term: count for term, count in common if count >= MIN_COUNT}
    words = [word for word, count in titles.most_common(MAX_WORDS) if count > 1]
    with writing():
        TermCounts.objects.all().delete()
        packed = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        TermCounts.objects.create(texts=texts, counts=packed, words=" ".join(words))
    term_statistics.forget()
