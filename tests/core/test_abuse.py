"""How abusive a text sounds, on comments that the weights were not learned from."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.korean.abuse import PATH, score

COMMENTS = Path(__file__).parents[3] / "shared" / "data" / "abuse" / "dev.jsonl.gz"
needs_comments = pytest.mark.skipif(not COMMENTS.is_file(), reason="no labelled comments here")


@needs_comments
@pytest.mark.parametrize(
    ("source", "label", "most_folded"),
    [("curse-detection", "abusive", 0.12), ("korean-hate-speech", "hate", 0.20)],
)
def test_four_of_five_abusive_ones_are_caught_and_few_others(
    source: str, label: str, most_folded: float
) -> None:
    with gzip.open(COMMENTS, "rt") as lines:
        rows = [row for row in map(json.loads, lines) if row["source"] == source]
    caught = sorted((score(row["text"]) for row in rows if row["label"] == label), reverse=True)
    threshold = caught[int(0.8 * len(caught))]
    clean = [score(row["text"]) for row in rows if row["label"] == "clean"]
    assert sum(one >= threshold for one in clean) / len(clean) <= most_folded


def test_what_is_asked_in_distress_is_not_taken_for_abuse() -> None:
    asked = "제 카드 번호도 유출됐나요? 너무 불안해서 잠을 못 자겠어요."
    assert score(asked) < 0.45 < score("야 이 씨발놈들아 일 똑바로 안 해?")


def test_the_weights_are_small_enough_to_be_shipped() -> None:
    assert PATH.stat().st_size <= 2 * 1024 * 1024


@given(st.text(max_size=300))
def test_any_text_has_a_score(text: str) -> None:
    assert 0 <= score(text) <= 1
