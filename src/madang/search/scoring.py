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
from collections.abc import Mapping
from dataclasses import dataclass

from .query import Query
from .term_statistics import TermStatistics
from .terms import folded

SATURATION, LENGTH_WEIGHT, USUAL_LETTERS = 0.3, 0.6, 250
RARITY_POWER = 1.3
# What a syllable of a word that stands there as a whole counts; and what stands in the title.
WHOLE_WORD_WEIGHT, TITLE_WEIGHT = 1.0, 3.0
# Words stand near one another within so many letters. Of one word so many places are looked at.
NEAR_LETTERS, MAX_PLACES = 100, 20


@dataclass(frozen=True, slots=True)
class Scorer:
    """What a query asks for, with what each part of it counts."""

    terms: Mapping[str, float]
    near: Mapping[str, float]
    words: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, query: Query, known: TermStatistics) -> "Scorer":
        pairs, own = query.pairs, set(query.own_pairs)
        near = {term: known.of(term) * part for term, part in pairs.items() if term in own}
        units = ((unit.stem, unit.weight) for unit in query.units if len(unit.stem) >= 3)
        phrases = ((phrase, 1.0) for phrase in query.phrases)
        weights = {term: rarity(term, known) * part for term, part in pairs.items()}
        return cls(weights, near, (*units, *phrases))

    def score(self, title: str, body: str) -> float:
        """Return how well a post answers; 0 if nothing that is asked for is in it."""
        title = folded(title)
        text = f"{title}\n{folded(body)}"
        times = {term: count for term in self.terms if (count := text.count(term))}
        norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * len(text) / USUAL_LETTERS)
        score = sum(
            self.terms[term] * count * (SATURATION + 1) / (count + norm)
            for term, count in times.items()
        )
        if times:
            share = sum(map(self.terms.__getitem__, times)) / sum(self.terms.values())
            score = score * (1 + share * share) + self._nearness(text, times)
        for word, weight in self.words:
            if word in text:
                score += WHOLE_WORD_WEIGHT * weight * len(word)
        if title:
            said = sum(weight for term, weight in self.terms.items() if term in title)
            score += TITLE_WEIGHT * said / (4 + len(title) / 10)
        return score

    def _nearness(self, text: str, times: Mapping[str, int]) -> float:
        """Return what the terms weigh that stand near one another, where most of them do."""
        places = sorted(
            (place, term) for term in times if term in self.near for place in _places(text, term)
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
