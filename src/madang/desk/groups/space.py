"""Where a text lies in a space in which texts that ask the same lie close to one another.

Each n-gram of letters moves a text some way, and so far as it goes it lies on a sphere: two texts
are as alike as their cosine. The moves in `likeness.npz` were learned by `setup/train_likeness.py`
(`make likeness`) from made-up surges of inquiries, by supervised contrast (Khosla et al., 2020).
"""

import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

    Matrix = numpy.ndarray[Any, numpy.dtype[numpy.float32]]

PATH = Path(__file__).with_name("likeness.npz")
# What a text says beyond this changes nothing.
LONGEST = 1000
# A move is a whole number from -7 to 7: as good as finer ones, and two in a byte.
MOST = 7
IN_WORDS, ACROSS = (2, 3, 4), (2, 3)
_NO_WORD = re.compile(r"[^\w ]+")


def grams(text: str) -> Mapping[str, int]:
    """Return the n-grams of a text and how often each stands in it.

    Those of words have marks where a word begins and ends; those across words are without spaces,
    as many people write.
    """
    plain = _NO_WORD.sub(" ", " ".join(text[:LONGEST].casefold().split()))
    found: Counter[str] = Counter()
    for word in plain.split():
        marked = f"<{word}>"
        found.update([marked[at : at + n] for n in IN_WORDS for at in range(len(marked) - n + 1)])
        found.update([f"={word}", f"^{word[:1]}", f"^{word[:2]}"])
    whole = plain.replace(" ", "")
    found.update([f"_{whole[at : at + n]}" for n in ACROSS for at in range(len(whole) - n + 1)])
    return found


@dataclass(frozen=True, slots=True)
class Space:
    """How far each n-gram moves a text, in whole numbers and their scale."""

    rows: Mapping[str, int]
    moves: Any
    scales: Any

    @classmethod
    def load(cls, path: Path = PATH) -> "Space":
        """Return what a file holds."""
        import numpy

        with numpy.load(path) as held:
            names = zlib.decompress(held["grams"].tobytes()).decode().split("\n")
            rows = {name: at for at, name in enumerate(names)}
            pairs = held["moves"]
            moves = numpy.stack([pairs >> 4, pairs & 15], axis=-1).astype(numpy.int8) - MOST
            scales = held["scales"].astype(numpy.float32)
            return cls(rows, moves.reshape(len(rows), -1), scales)

    def save(self, path: Path) -> None:
        """Write it as `load` reads it."""
        import numpy

        names = zlib.compress("\n".join(self.rows).encode(), 9)
        packed = numpy.frombuffer(names, numpy.uint8)
        halves = (self.moves + MOST).astype(numpy.uint8).reshape(len(self.rows), -1, 2)
        pairs = halves[:, :, 0] << 4 | halves[:, :, 1]
        scales = self.scales.astype(numpy.float16)
        numpy.savez_compressed(path, grams=packed, moves=pairs, scales=scales)

    def place(self, texts: Sequence[str]) -> "Matrix":
        """Return where texts lie, one in each row; at the origin if they say nothing known."""
        import numpy

        found = numpy.zeros((len(texts), self.moves.shape[1]), numpy.float32)
        for at, text in enumerate(texts):
            known = [(self.rows[one], n) for one, n in grams(text).items() if one in self.rows]
            if known:
                rows, counts = map(numpy.array, zip(*known, strict=True))
                weights = self.scales[rows] * (1 + numpy.log(counts)).astype(numpy.float32)
                found[at] = weights @ self.moves[rows].astype(numpy.float32)
        lengths = numpy.linalg.norm(found, axis=1, keepdims=True)
        placed: Matrix = found / numpy.maximum(lengths, 1e-6)
        return placed


@cache
def space() -> Space:
    """Return the space that was learned; some megabytes, read when the first texts come."""
    return Space.load()
