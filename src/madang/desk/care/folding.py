"""Abuse comes folded, with what is asked kept beside it: whoever answers decides to open it.

A sentence is measured by itself, as comments are that the weights were learned from; what of a
text does not sound abusive is its gist.
"""

import re
from dataclasses import dataclass

from madang.core.korean import abuse

# By cross-validation: three in four of what is abusive, one in ten of what is not.
FOLDED_FROM = 0.45
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_LONGEST, _MOST = 120, 60


@dataclass(frozen=True, slots=True)
class Folded:
    """How abusive a text's worst sentence sounds, and what is left without such sentences."""

    score: float
    gist: str

    @property
    def is_folded(self) -> bool:
        return is_abusive(self.score)


def is_abusive(score: float) -> bool:
    """Tell whether what sounds so abusive, from 0 to 1, comes folded."""
    return score >= FOLDED_FROM


def folded(text: str) -> Folded:
    """Return how a text is shown."""
    pieces = [piece for piece in _pieces(text) if piece.strip()][:_MOST]
    scored = [(abuse.score(piece), piece.strip()) for piece in pieces]
    worst = max((score for score, _piece in scored), default=0.0)
    return Folded(worst, " ".join(piece for score, piece in scored if not is_abusive(score)))


def _pieces(text: str) -> list[str]:
    found = []
    for sentence in _SENTENCE.findall(text):
        found += [sentence[at : at + _LONGEST] for at in range(0, len(sentence), _LONGEST)]
    return found
