"""Learns which inquiries ask the same, from made-up surges: `desk/groups/likeness.npz`.

`make likeness`: in `setup/surges/` each file is a surge after one leak, of ten kinds of question in
42 wordings by different hands each, and of others that nobody else asks; lines of `kind` (empty: of
none) and `text`. `setup/surges/same.json` says which kinds of different surges are the same.

Each n-gram is a move in space; texts of one kind are drawn together and all others apart, over
batches of some surges (supervised contrast, Khosla et al., 2020, at temperature TAU). What was
learned is turned so that the first directions hold the most, and the rest is cut off.
`--folds 4` says how it does on surges that it did not learn, for each threshold, beside plain
overlap of words.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from bench.groups import of, overlapping
from scipy.sparse import csr_matrix, diags, vstack

from madang.desk.groups.likeness import grouped
from madang.desk.groups.space import MOST, PATH, Space, grams

SURGES = Path(__file__).with_name("surges")
# An n-gram of fewer texts teaches nothing that holds elsewhere.
MIN_TEXTS, LEARNED, KEPT = 3, 256, 48
SURGES_A_BATCH, OF_A_SURGE = 3, 0.27
EPOCHS, RATE, TAU, LEFT_OUT, BEGIN = 20, 0.05, 0.1, 0.5, 0.3
EVENED = 0.3
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
SEED = 20261130


@dataclass(frozen=True, slots=True)
class Surge:
    """A surge: texts, their kinds, and what kinds of other surges are called that are the same."""

    name: str
    texts: Sequence[str]
    kinds: Sequence[str]
    same: Mapping[str, str]


def read(folder: Path) -> list[Surge]:
    same = json.loads((folder / "same.json").read_text())
    found = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        with gzip.open(path, "rt") as lines:
            rows = [json.loads(line) for line in lines]
        texts, kinds = [row["text"] for row in rows], [row["kind"] for row in rows]
        found.append(Surge(name, texts, kinds, same.get(name, {})))
    return found


@dataclass(frozen=True, slots=True)
class Rows:
    """A surge in numbers: n-grams of texts, their kinds, and these among all surges; -1: none."""

    found: csr_matrix
    kinds: Any
    shared: Any


class Vocabulary:
    """The n-grams that are learned, and how rare each is."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = Counter(one for text in texts for one in grams(text))
        self.rows = {
            name: at
            for at, name in enumerate(sorted(n for n, c in counts.items() if c >= MIN_TEXTS))
        }
        kept = numpy.array([counts[name] for name in self.rows])
        self.rarity = numpy.log((len(texts) + 1) / (kept + 0.5)).astype(numpy.float32)

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """Return the n-grams of texts, each text of length one."""
        at, which, weights = [], [], []
        for number, text in enumerate(texts):
            for name, count in grams(text).items():
                row = self.rows.get(name)
                if row is not None:
                    at.append(number)
                    which.append(row)
                    weights.append(self.rarity[row] * (1 + numpy.log(count)))
        shape = len(texts), len(self.rows)
        found = csr_matrix((weights, (at, which)), shape=shape, dtype=numpy.float32)
        lengths = numpy.sqrt(found.multiply(found).sum(axis=1)).A1
        return (diags(1 / numpy.maximum(lengths, 1e-6)) @ found).tocsr()


def rows_of(surges: Sequence[Surge], vocabulary: Vocabulary) -> list[Rows]:
    shared = Counter(one for surge in surges for one in set(surge.same.values()))
    number = {name: at for at, name in enumerate(sorted(n for n, c in shared.items() if c > 1))}
    found = []
    for surge in surges:
        own = {kind: at for at, kind in enumerate(sorted(set(surge.kinds) - {""}))}
        found.append(
            Rows(
                vocabulary.of(surge.texts),
                numpy.array([own.get(kind, -1) for kind in surge.kinds]),
                numpy.array([number.get(surge.same.get(kind, ""), -1) for kind in surge.kinds]),
            )
        )
    return found


def learned(surges: Sequence[Surge]) -> Space:
    """Return the space that some surges teach."""
    vocabulary = Vocabulary([text for surge in surges for text in surge.texts])
    rows = rows_of(surges, vocabulary)
    chance = numpy.random.default_rng(SEED)
    moves = chance.normal(0, BEGIN / LEARNED**0.5, (len(vocabulary.rows), LEARNED))
    moves, seen = moves.astype(numpy.float32), numpy.full((len(moves), 1), 1e-8, numpy.float32)
    order: list[int] = []
    for _step in range(EPOCHS * len(rows) * 2):
        if len(order) < SURGES_A_BATCH:
            order = list(chance.permutation(len(rows)))
        some = [rows[order.pop()] for _ in range(min(SURGES_A_BATCH, len(rows)))]
        _learn(moves, seen, *_batch(some, chance))
    return _space(moves, vocabulary, rows)


def _batch(some: Sequence[Rows], chance: Any) -> tuple[csr_matrix, Any, Any, Any]:
    """Return n-grams of some texts, some left out; from which surge each is, and its kinds."""
    parts, surge, kinds, shared = [], [], [], []
    for at, one in enumerate(some):
        size = one.found.shape[0]
        chosen = chance.permutation(size)[: int(size * OF_A_SURGE)]
        parts.append(one.found[chosen])
        surge.append(numpy.full(len(chosen), at))
        kinds.append(one.kinds[chosen])
        shared.append(one.shared[chosen])
    found = vstack(parts).tocsr()
    found.data = found.data * (chance.random(found.nnz) > LEFT_OUT).astype(numpy.float32)
    return found, *map(numpy.concatenate, (surge, kinds, shared))


def _learn(moves: Any, seen: Any, found: csr_matrix, surge: Any, kinds: Any, shared: Any) -> None:
    """Draw what is alike together and all else apart: one step of AdaGrad, a rate for each row.

    Of two surges only kinds that both are known to have are compared.
    """
    columns = numpy.unique(found.indices)
    part = found[:, columns]
    raw = part @ moves[columns]
    lengths = numpy.linalg.norm(raw, axis=1, keepdims=True) + 1e-6
    placed = raw / lengths
    of_one = surge[:, None] == surge[None, :]
    known = (shared >= 0)[:, None] & (shared >= 0)[None, :]
    alike = of_one & (kinds[:, None] == kinds[None, :]) & (kinds[:, None] >= 0)
    alike |= ~of_one & known & (shared[:, None] == shared[None, :])
    compared = of_one | known
    numpy.fill_diagonal(compared, False)
    numpy.fill_diagonal(alike, False)
    chances = numpy.where(compared, placed @ placed.T / TAU, -1e9)
    chances = numpy.exp(chances - chances.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    count = alike.sum(axis=1, keepdims=True)
    counts = count > 0
    wanted = alike / numpy.maximum(count, 1)
    pull = ((chances - wanted) * counts / max(int(counts.sum()), 1)).astype(numpy.float32)
    change = (pull + pull.T) @ placed / TAU
    change = (change - placed * (change * placed).sum(axis=1, keepdims=True)) / lengths
    slope = part.T @ change
    seen[columns] += (slope * slope).mean(axis=1, keepdims=True)
    moves[columns] -= RATE * slope / numpy.sqrt(seen[columns]) * 4 / LEARNED**0.5


def _space(moves: Any, vocabulary: Vocabulary, rows: Sequence[Rows]) -> Space:
    """Return what was learned in its first directions, evened out somewhat, in whole numbers."""
    raw = numpy.vstack([one.found @ moves for one in rows])
    placed = raw / (numpy.linalg.norm(raw, axis=1, keepdims=True) + 1e-6)
    directions, sizes, _rest = numpy.linalg.svd(placed.T @ placed)
    even = (sizes[:KEPT] / sizes[0]) ** (-EVENED / 2)
    turned = (moves @ directions[:, :KEPT]) * even * vocabulary.rarity[:, None]
    scales = numpy.abs(turned).max(axis=1) / MOST + 1e-9
    whole = numpy.round(turned / scales[:, None]).clip(-MOST, MOST).astype(numpy.int8)
    return Space(vocabulary.rows, whole, (scales / scales.max()).astype(numpy.float32))


def judged(given: tuple[Sequence[Surge], Sequence[Surge]]) -> list[list[tuple[float, float]]]:
    """Return (precision, recall) at each threshold for surges that the others teach nothing of."""
    others, fold = given
    space = learned(others)
    found = []
    for surge in fold:
        places = space.place(surge.texts)
        groups = [[str(one or "") for one in grouped(places, close)] for close in THRESHOLDS]
        found.append([of(one, surge.kinds) for one in groups])
    return found


def tell(surges: Sequence[Surge], folds: int) -> None:
    """Print how it does on what it did not learn."""
    mixed = [surges[at] for at in numpy.random.default_rng(0).permutation(len(surges))]
    parts = [mixed[at::folds] for at in range(folds)]
    given = [([one for one in mixed if one not in part], part) for part in parts]
    with ProcessPoolExecutor(2) as pool:
        found = numpy.array([one for part in pool.map(judged, given) for one in part])
    for at, close in enumerate(THRESHOLDS):
        precision, recall = found[:, at].mean(axis=0)
        print(f"alike from {close:.2f}: precision {precision:.3f}, recall {recall:.3f}")
    plain = numpy.mean([of(overlapping(one.texts, 0.3), one.kinds) for one in surges], axis=0)
    print(f"words that overlap: precision {plain[0]:.3f}, recall {plain[1]:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("surges", type=Path, nargs="?", default=SURGES)
    parser.add_argument("--folds", type=int, default=0)
    given = parser.parse_args()
    surges = read(given.surges)
    if given.folds:
        tell(surges, given.folds)
    learned(surges).save(PATH)
    print(f"{PATH.name}: {PATH.stat().st_size:,} bytes, of {len(surges)} surges")


if __name__ == "__main__":
    main()
