"""Which texts of a surge ask the same: by signs that are known, and by words learned from those.

Signs (`kinds.toml`) find some of each kind for sure. How those are worded in this surge then tells
others of the same kind: a naive Bayes classifier over the search's own terms, each text judged
without itself. A kind of which few are found for sure is none here.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from madang.search.query import stem_of
from madang.search.terms import folded, terms_of

from .kinds import scores

# Chosen on two made-up surges, measured on a third (`bench.groups`).
SURE, SURE_AHEAD = 1.5, 0.5
CERTAIN, CERTAIN_AHEAD = 2.4, 2.4
ENOUGH, AHEAD = 2.5, 1.5
FEWEST, ROUNDS = 6, 3
LEARNED_WEIGHT, AGAINST_WEIGHT, SMOOTHING = 0.25, 0.3, 0.3
_WORD = re.compile(r"[^\W_]+")


def alike(texts: Sequence[str]) -> list[str]:
    """Return the kind of question that each of some texts asks; empty where it is not sure."""
    terms, by_signs = [_terms(text) for text in texts], [scores(text) for text in texts]
    found = [_best(one, SURE, SURE_AHEAD) for one in by_signs]
    # Where nearly all ask one thing, its words tell it from nothing: the signs alone do.
    certain = [_best(one, CERTAIN, CERTAIN_AHEAD) for one in by_signs]
    for _round in range(ROUNDS):
        learned = _Learned(terms, found)
        found = [
            certain[at] or _best(learned.scores(at, by_signs[at]), ENOUGH, AHEAD)
            for at in range(len(texts))
        ]
    sizes = Counter(found)
    return [kind if sizes[kind] >= FEWEST else "" for kind in found]


class _Learned:
    """How texts of each kind are worded, among all texts of a surge."""

    def __init__(self, terms: Sequence[frozenset[str]], kinds: Sequence[str]) -> None:
        self.terms, self.kinds = terms, kinds
        self.texts = Counter(term for one in terms for term in one)
        self.sizes = {kind: n for kind, n in Counter(kinds).items() if kind and n >= FEWEST}
        self.of_kind: dict[str, Counter[str]] = {kind: Counter() for kind in self.sizes}
        for kind, one in zip(kinds, terms, strict=True):
            if kind in self.of_kind:
                self.of_kind[kind].update(one)

    def scores(self, at: int, by_signs: Mapping[str, float]) -> dict[str, float]:
        """Return how much one text has of each kind, learned from all others."""
        return {
            kind: by_signs[kind] + LEARNED_WEIGHT * self._learned(at, kind) for kind in self.sizes
        }

    def _learned(self, at: int, kind: str) -> float:
        own = self.kinds[at] == kind
        count, total = self.sizes[kind] - own, len(self.terms)
        score = 0.0
        for term in self.terms[at]:
            if self.texts[term] < 2:
                continue
            inside = self.of_kind[kind][term] - own
            outside = self.texts[term] - 1 - inside
            there = (inside + SMOOTHING) / (count + 2 * SMOOTHING)
            elsewhere = max(outside + SMOOTHING, 1e-3) / (total - count + 2 * SMOOTHING)
            weight = math.log(there / elsewhere)
            score += weight if weight > 0 else AGAINST_WEIGHT * weight
        return score / math.sqrt(len(self.terms[at]) + 1)


def _best(found: Mapping[str, float], enough: float, ahead: float) -> str:
    """Return the kind of the highest score, if it is enough and far enough before the next."""
    ordered = sorted(found.items(), key=lambda item: -item[1])
    if not ordered or ordered[0][1] < enough:
        return ""
    second = ordered[1][1] if len(ordered) > 1 else 0.0
    return ordered[0][0] if ordered[0][1] - second >= ahead else ""


def _terms(text: str) -> frozenset[str]:
    words = (f"={stem_of(word)}" for word in _WORD.findall(folded(text)))
    return frozenset([*words, *terms_of(text)])
