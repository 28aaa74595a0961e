"""Learns how abusive texts sound, from comments that people labelled: `core/korean/abuse.weights`.

`make abuse TRAIN=train.jsonl.gz` with lines of `text`, `label` and `source`. Logistic regression
over n-grams (`core.korean.abuse.ngrams`), each counting for as much as naive Bayes has it (Wang and
Manning, "Baselines and Bigrams", 2012); each source and class has the same weight. What says least
is left out, and weights are whole numbers. `--folds 5` says how it does on what it did not learn,
beside a plain list of words; `--dev FILE` on a file of its own.
"""

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from madang.core.korean.abuse import PATH, Weights, ngrams

MIN_TEXTS, KEPT, FIT = 2, 60_000, 10.0
CAUGHT = 0.8
# The plain list beside which it is measured: what anybody would write down first.
WORDS = re.compile(
    "시발|씨발|ㅅㅂ|ㅆㅂ|병신|ㅂㅅ|새끼|새키|개새|지랄|ㅈㄹ|존나|좆|미친|꺼져|"
    "닥쳐|쓰레기|죽어|뒤져|년|놈|걸레|창녀|보지|자지|엠창|느금|니애미|애미|"
    "한남|김치녀|맘충|틀딱|홍어|짱깨|쪽바리|게이|병자|정신병|멍청|찐따|돼지|"
    "호로|썅|개년|개놈|씹|쌍년|재수없|역겹|토나|극혐|관종|벌레"
)


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    label: str
    source: str

    @property
    def is_abusive(self) -> bool:
        return self.label in ("hate", "abusive")


def read(path: Path) -> list[Example]:
    with gzip.open(path, "rt") as lines:
        held = map(json.loads, lines)
        return [Example(one["text"], one["label"], one["source"]) for one in held]


def learned(examples: Sequence[Example]) -> Weights:
    """Return the weights that some examples teach."""
    vectors = CountVectorizer(analyzer=ngrams, min_df=MIN_TEXTS, binary=True)
    found = vectors.fit_transform([one.text for one in examples]).astype(float)
    abusive = numpy.array([one.is_abusive for one in examples])
    importance = _importance(examples)
    ratios = _ratios(found, abusive, importance)
    lengths = [len(ngrams(one.text)) or 1 for one in examples]
    rows = diags(1 / numpy.sqrt(lengths)) @ found @ diags(ratios)
    # What lies between, "offensive", counts half for one and half for the other.
    between = numpy.flatnonzero([one.label == "offensive" for one in examples])
    importance[between] /= 2
    model = LogisticRegression(C=FIT, max_iter=1000, solver="liblinear", random_state=1)
    model.fit(
        vstack([rows, rows[between]]),
        numpy.concatenate([abusive, numpy.ones(len(between), bool)]),
        sample_weight=numpy.concatenate([importance, importance[between]]),
    )
    weights = model.coef_[0] * ratios
    return _whole(vectors.get_feature_names_out(), weights, float(model.intercept_[0]))


def _ratios(rows: csr_matrix, abusive: numpy.ndarray, importance: numpy.ndarray) -> numpy.ndarray:
    """Return the logarithm of how much oftener each n-gram stands in abusive texts."""
    there = rows.T @ (importance * abusive) + 1
    others = rows.T @ (importance * ~abusive) + 1
    return numpy.log((there / there.sum()) / (others / others.sum()))


def _importance(examples: Sequence[Example]) -> numpy.ndarray:
    """Return what each example counts for: each source, and each label within one, as much."""
    sizes = Counter((one.source, one.label) for one in examples)
    share = len(examples) / len(sizes)
    return numpy.array([share / sizes[one.source, one.label] for one in examples])


def _whole(names: Sequence[str], weights: numpy.ndarray, bias: float) -> Weights:
    best = numpy.argsort(-abs(weights))[:KEPT]
    scale = float(abs(weights[best[0]])) / 127
    whole = {names[at]: round(float(weights[at]) / scale) for at in best}
    return Weights(bias, scale, {gram: weight for gram, weight in whole.items() if weight})


def curve(scores: Iterable[tuple[float, bool]]) -> list[tuple[float, float, float]]:
    """Return (threshold, part of the abusive caught, part of the clean folded), all there are."""
    ordered = sorted(scores, reverse=True)
    abusive = sum(is_abusive for _score, is_abusive in ordered)
    clean = len(ordered) - abusive
    caught = folded = 0
    found = []
    for score, is_abusive in ordered:
        caught += is_abusive
        folded += not is_abusive
        found.append((score, caught / abusive, folded / clean))
    return found


def listed(text: str) -> float:
    """Return how often words of the plain list stand in a text."""
    return float(len(WORDS.findall(text)))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("train", type=Path)
    arguments.add_argument("--dev", type=Path)
    arguments.add_argument("--folds", type=int, default=0)
    given = arguments.parse_args()
    examples = read(given.train)
    if given.folds:
        _cross_validate(examples, given.folds)
    weights = learned(examples)
    if given.dev:
        _say("dev", [(weights.score(one.text), one) for one in read(given.dev)])
    PATH.write_bytes(weights.packed())
    print(f"{PATH.name}: {PATH.stat().st_size:,} bytes, {len(weights.of):,} n-grams")


def _cross_validate(examples: list[Example], folds: int) -> None:
    shuffled = random.Random(2).sample(examples, len(examples))  # noqa: S311 - an order
    scored = []
    for fold in range(folds):
        weights = learned([one for at, one in enumerate(shuffled) if at % folds != fold])
        scored += [(weights.score(one.text), one) for one in shuffled[fold::folds]]
    _say(f"{folds} folds", scored)


def _say(name: str, scored: Sequence[tuple[float, Example]]) -> None:
    for source in sorted({one.source for _score, one in scored}):
        ours = [(score, one) for score, one in scored if one.source == source]
        ours = [(score, one) for score, one in ours if one.label != "offensive"]
        found = curve((score, one.is_abusive) for score, one in ours)
        plain = curve((listed(one.text), one.is_abusive) for _score, one in ours)
        print(f"{name}, {source}: abusive caught, clean folded (at a score of)")
        for wanted in (0.5, 0.6, 0.7, CAUGHT, 0.9, 0.95):
            at = next(point for point in found if point[1] >= wanted)
            print(f"  {at[1]:.2f} {at[2]:.3f} ({at[0]:.2f})")
        # Of equal scores the last point stands for all.
        last = {point[0]: point for point in plain}
        for number, caught, folded in last.values():
            print(
                f"  plain list, {number:.0f} or more words: {caught:.2f} {folded:.3f}", flush=True
            )


if __name__ == "__main__":
    main()
