"""Like questions of made-up surges: how many pairs are put together rightly, beside word overlap.

`python -m bench.groups SURGE.jsonl ...` with lines of `kind` (empty: of none) and `text`; with
`--pairs STS.jsonl.gz` (`a`, `b`, `score`) how well likeness of words tells pairs that say the same.
"""

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

_WORD = re.compile(r"[^\W_]+")
OVERLAPS = (0.2, 0.3, 0.4, 0.5)
SAME = 3.5


def main() -> None:
    from madang.desk.groups.likeness import alike

    parser = argparse.ArgumentParser(prog="bench.groups", description=__doc__)
    parser.add_argument("surges", type=Path, nargs="*")
    parser.add_argument("--pairs", type=Path)
    given = parser.parse_args()
    for path in given.surges:
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        texts, kinds = [row["text"] for row in rows], [row["kind"] for row in rows]
        print(f"{path.name}: {len(rows)} texts, {len(set(kinds) - {''})} kinds")
        print(
            "  groups                 precision {:.3f} recall {:.3f}".format(
                *of(alike(texts), kinds)
            )
        )
        for least in OVERLAPS:
            found = of(overlapping(texts, least), kinds)
            print(f"  word overlap ≥ {least}     precision {found[0]:.3f} recall {found[1]:.3f}")
    if given.pairs:
        _pairs(given.pairs)


def of(found: Sequence[Hashable], kinds: Sequence[str]) -> tuple[float, float]:
    """Return (precision, recall) of the pairs that stand in one group; what is false: in none."""
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for group, kind in zip(found, kinds, strict=True):
        if group:
            groups[group].append(kind)
    right = sum(
        _pairs_of(n) for one in groups.values() for n in Counter(filter(None, one)).values()
    )
    put = sum(_pairs_of(len(one)) for one in groups.values())
    there = sum(_pairs_of(n) for n in Counter(filter(None, kinds)).values())
    return right / put if put else 1.0, right / there


def overlapping(texts: Sequence[str], least: float) -> list[str]:
    """Return groups by plain word overlap: each joins the first that it overlaps enough with."""
    leaders: list[tuple[str, frozenset[str]]] = []
    found = []
    for text in texts:
        words = frozenset(_WORD.findall(text))
        joined = next((name for name, other in leaders if overlap(words, other) >= least), "")
        if not joined:
            joined = f"g{len(leaders)}"
            leaders.append((joined, words))
        found.append(joined)
    sizes = Counter(found)
    return [name if sizes[name] > 1 else "" for name in found]


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (len(one | other) or 1)


def _pairs_of(n: int) -> int:
    return n * (n - 1) // 2


def _pairs(path: Path) -> None:
    from madang.desk.groups.space import grams, space

    with gzip.open(path, "rt") as lines:
        rows = [json.loads(line) for line in lines]
    places = [space().place([row[side] for row in rows]) for side in ("a", "b")]
    for name, scores in (
        ("words", _overlaps(rows, lambda text: frozenset(_WORD.findall(text)))),
        ("n-grams", _overlaps(rows, lambda text: frozenset(grams(text)))),
        ("the space", [float(one) for one in (places[0] * places[1]).sum(axis=1)]),
    ):
        scored = sorted(zip(scores, (row["score"] >= SAME for row in rows), strict=True))[::-1]
        same, right, best = sum(is_same for _score, is_same in scored), 0, 0.0
        for n, (_score, is_same) in enumerate(scored, start=1):
            right += is_same
            best = max(best, 2 * right / (n + same))
        print(f"{path.name}: same by {name}: best F1 {best:.3f} ({same} of {len(rows)} are)")


def _overlaps(rows: list[Any], parts: Callable[[str], frozenset[str]]) -> list[float]:
    return [overlap(parts(row["a"]), parts(row["b"])) for row in rows]


if __name__ == "__main__":
    main()
