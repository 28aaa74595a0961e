"""How well a text answers a query.

BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over the pairs of
syllables, with a low saturation: that a word is there at all says most. Rare pairs count for more
than their logarithm. What has most of the query counts for more than the sum of its parts, and so
does what has them near one another (Tao and Zhai, "An Exploration of Proximity Measures in
Information Retrieval", SIGIR 2007): a long text has every common word somewhere. Whole words that
are there count on top, the longer the more. The numbers were chosen by cross-validation over
several kinds of text; `bench.quality` measures them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple, TypeVar

from .query import Query
from .term_statistics import TermStatistics
from .terms import folded

SATURATION, LENGTH_WEIGHT, USUAL_LETTERS = 0.3, 0.6, 250
RARITY_POWER = 1.3
# What a syllable of a word that stands there as a whole counts; and what stands in the title.
WHOLE_WORD_WEIGHT, TITLE_WEIGHT = 1.0, 3.0
# Words stand near one another within so many letters. Of one word so many places are looked at.
NEAR_LETTERS, MAX_PLACES = 100, 20
# In so many posts of those that answer best without it.
MAX_LOOKED_INTO = 12
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Scorer:
    """What a query asks for, with what each part of it counts."""

    terms: Mapping[str, float]
    near: Mapping[str, float]
    words: tuple[tuple[str, float], ...]
    # What all terms weigh together.
    most: float

    @classmethod
    def of(cls, query: Query, known: TermStatistics) -> "Scorer":
        pairs, own = query.pairs, set(query.own_pairs)
        near = {term: known.of(term) * part for term, part in pairs.items() if term in own}
        units = ((unit.stem, unit.weight) for unit in query.units if len(unit.stem) >= 3)
        phrases = ((phrase, 1.0) for phrase in query.phrases)
        weights = {term: rarity(term, known) * part for term, part in pairs.items()}
        return cls(weights, near, (*units, *phrases), sum(weights.values()))

    def ranked(self, texts: Iterable[tuple[Key, str, str, float]]) -> list[tuple[float, Key]]:
        """Return how well posts answer, each as (key, title, body, what it counts), best first.

        0 where nothing that is asked for is in it. Where words stand is looked at in those alone
        that could be first for it.
        """
        scored = []
        for key, title, body, part in texts:
            read = _Read.of(title, body, self.terms)
            scored.append((part * self._score(read), part, read, key))
        scored.sort(key=itemgetter(0), reverse=True)
        near = [
            (score + (part * self._nearness(read) if place < MAX_LOOKED_INTO else 0.0), key)
            for place, (score, part, read, key) in enumerate(scored)
        ]
        near.sort(key=itemgetter(0), reverse=True)
        return near

    def score(self, title: str, body: str) -> float:
        """Return how well one post answers."""
        return self.ranked([(None, title, body, 1.0)])[0][0]

    def _score(self, read: "_Read") -> float:
        norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * len(read.text) / USUAL_LETTERS)
        score = sum(
            self.terms[term] * count * (SATURATION + 1) / (count + norm)
            for term, count in read.times.items()
        )
        if read.times:
            share = sum(map(self.terms.__getitem__, read.times)) / self.most
            score *= 1 + share * share
        for word, weight in self.words:
            if word in read.text:
                score += WHOLE_WORD_WEIGHT * weight * len(word)
        if title := read.title:
            said = sum(weight for term, weight in self.terms.items() if term in title)
            score += TITLE_WEIGHT * said / (4 + len(title) / 10)
        return score

    def _nearness(self, read: "_Read") -> float:
        """Return what the terms weigh that stand near one another, where most of them do."""
        text = read.text
        places = sorted(
            (place, term)
            for term in read.times
            if term in self.near
            for place in _places(text, term)
        )
        held: Counter[str] = Counter()
        best = weight = 0.0
        first = 0
        for place, term in places:
            held[term] += 1
            if held[term] == 1:
                weight += self.near[term]
            while places[first][0] < place - NEAR_LETTERS:
                gone = places[first][1]
                held[gone] -= 1
                if not held[gone]:
                    weight -= self.near[gone]
                first += 1
            best = max(best, weight)
        return best


class _Read(NamedTuple):
    """A post as it is looked through, and how often the terms that are in it are."""

    title: str
    text: str
    times: dict[str, int]

    @classmethod
    def of(cls, title: str, body: str, terms: Iterable[str]) -> "_Read":
        title = folded(title)
        text = f"{title}\n{folded(body)}"
        return cls(title, text, {term: count for term in terms if (count := text.count(term))})


def rarity(term: str, known: TermStatistics) -> float:
    """Return what a term counts among others: the rarer, the more."""
    return float(known.of(term) ** RARITY_POWER)


def _places(text: str, term: str) -> list[int]:
    """Return where a term stands in a text, of the first places that it has."""
    found: list[int] = []
    place = text.find(term)
    while place >= 0 and len(found) < MAX_PLACES:
        found.append(place)
        place = text.find(term, place + 1)
    return found
