"""How abusive a text sounds: n-grams of letters and of their parts, weighed and added up.

The weights in `abuse.weights` were learned by `setup/train_abuse.py` (`make abuse`) from Korean
HateSpeech (Moon, Cho and Lee, 2020; CC BY-SA 4.0) and Curse-detection-data (2runo; MIT). A score is
between 0 and 1. It hides, refuses and ranks nothing: a reader opens what is folded.
"""

import json
import math
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("abuse.weights")

# Compatibility letters of the parts of a syllable, as people type them alone: ㅅㅂ and 시발 share.
_FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MIDDLE = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LAST = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_PARTS = {
    chr(0xAC00 + (first * 21 + middle) * 28 + last): (
        f"{_FIRST[first]}{_MIDDLE[middle]}{_LAST[last]}"
    )
    for first in range(19)
    for middle in range(21)
    for last in range(28)
}
LETTERS, PARTS = (1, 2, 3), (2, 3, 4, 5)
# What a text says beyond this changes nothing.
MAX_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: the weight of each n-gram, and of a text that has none."""

    bias: float
    scale: float
    of: dict[str, int]

    @classmethod
    def unpacked(cls, content: bytes) -> "Weights":
        """Return the weights that a file holds."""
        bias, scale, of = json.loads(zlib.decompress(content))
        return cls(bias, scale, of)

    def packed(self) -> bytes:
        """Return what a file holds of these weights."""
        held = [self.bias, self.scale, dict(sorted(self.of.items()))]
        return zlib.compress(json.dumps(held, ensure_ascii=False).encode(), 9)

    def score(self, text: str) -> float:
        """Return how likely a text is abusive."""
        found = ngrams(text)
        get = self.of.get
        total = sum(get(one, 0) for one in found)
        sum_of = self.bias + self.scale * total / math.sqrt(len(found) or 1)
        return 1 / (1 + math.exp(-max(min(sum_of, 50.0), -50.0)))


def ngrams(text: str) -> set[str]:
    """Return the n-grams of a text: of its letters, and of the parts of its syllables.

    Those of parts have a mark before them: a part alone is no letter that was typed.
    """
    plain = f" {' '.join(unicodedata.normalize('NFKC', text[:MAX_LENGTH]).casefold().split())} "
    parts = "".join([_PARTS.get(letter, letter) for letter in plain])
    found = {plain[at : at + n] for n in LETTERS for at in range(len(plain) - n + 1)}
    found.update([f"\1{parts[at : at + n]}" for n in PARTS for at in range(len(parts) - n + 1)])
    return found


def score(text: str) -> float:
    """Return how likely a text is abusive, between 0 and 1."""
    return _weights().score(text)


@cache
def _weights() -> Weights:
    return Weights.unpacked(PATH.read_bytes())
