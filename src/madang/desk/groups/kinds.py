"""Kinds of question that follow a leak, and which of them a text asks."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from madang.core.text.compared import compared

PATH = Path(__file__).with_name("kinds.toml")
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question: what it is called, and its signs with what each counts for."""

    key: str
    title: str
    signs: tuple[tuple[re.Pattern[str], float], ...]

    def score(self, text: str) -> float:
        """Return how much of a text is a sign of it."""
        return sum(weight for sign, weight in self.signs if sign.search(text))


@cache
def kinds() -> Sequence[Kind]:
    """Return all kinds that are known."""
    held = tomllib.loads(PATH.read_text())
    return [
        Kind(
            key,
            one["title"],
            tuple((re.compile(sign), float(weight)) for sign, weight in one["signs"]),
        )
        for key, one in held.items()
    ]


def scores(text: str) -> Mapping[str, float]:
    """Return how much a text has of each kind."""
    plain = compared(text[:LONGEST]).casefold()
    return {kind.key: kind.score(plain) for kind in kinds()}
