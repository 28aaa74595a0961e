"""How well a text answers a query.

BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over the pairs of
syllables, with a low saturation and little regard to length: texts here are short, and that a word
is there at all says most. Whole words that are there count on top, the longer the more. The numbers
were chosen by KorQuAD's questions over passages and posts; `bench.quality` measures them.
"""

from dataclasses import dataclass

from .query import Query
from .term_statistics import TermStatistics
from .terms import folded

SATURATION, LENGTH_WEIGHT = 0.3, 0.2
USUAL_LETTERS = 200
# What a syllable of a word that stands there as a whole counts; and what stands in the title.
WHOLE_WORD_WEIGHT, TITLE_WEIGHT = 1.0, 2.0


@dataclass(frozen=True, slots=True)
class Scorer:
    terms: tuple[tuple[str, float], ...]
    words: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, query: Query, known: TermStatistics) -> "Scorer":
        terms = tuple((term, known.of(term) * part) for term, part in query.pairs.items())
        units = ((unit.stem, unit.weight) for unit in query.units if len(unit.stem) >= 3)
        phrases = ((phrase, 1.0) for phrase in query.phrases)
        return cls(terms, (*units, *phrases))

    def score(self, title: str, body: str) -> float:
        """Return how well a post answers; 0 if nothing that is asked for is in it."""
        title = folded(title)
        text = f"{title}\n{folded(body)}"
        norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * len(text) / USUAL_LETTERS)
        score = 0.0
        for term, weight in self.terms:
            times = text.count(term)
            if times:
                score += weight * times * (SATURATION + 1) / (times + norm)
        for word, weight in self.words:
            if word in text:
                score += WHOLE_WORD_WEIGHT * weight * len(word)
        if title:
            score += (
                TITLE_WEIGHT
                * sum(weight for term, weight in self.terms if term in title)
                / (4 + len(title) / 10)
            )
        return score
