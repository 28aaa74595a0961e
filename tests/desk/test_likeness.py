"""Texts lie in a space in which those that ask the same are close, whoever wrote them."""

from pathlib import Path

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.desk.groups.likeness import alike
from madang.desk.groups.space import MOST, Space, grams, space
from madang.desk.groups.titles import title_of

# Of each kind somebody else's words than those that were learned, and nothing that ties them.
COMPENSATION = [
    "그래서 얼마 물어주실 건데요",
    "위자료 청구하면 주시나요",
    "손해 본 거 배상해 주세요",
    "피해보상 계획이 궁금합니다",
    "보상금 나오는 거 맞아요?",
    "쿠폰 말고 제대로 보상해 줄 거죠",
]
GENUINE = [
    "방금 온 문자 님들이 보낸 거 맞음?",
    "유출 안내 메일이 진짜인지 확인 부탁드려요",
    "링크 눌러도 되는 문자인가요",
    "이 번호로 전화 온 게 정말 회사인가요",
    "사칭 문자 아니고 공식 문자예요?",
    "고객센터라면서 전화가 왔는데 진짜 직원인가요",
]


def test_each_kind_is_a_group_of_its_own() -> None:
    found = alike([*COMPENSATION, *GENUINE])
    first, second = set(found[:6]) - {0}, set(found[6:]) - {0}
    assert len(first) == len(second) == 1 and first != second


def test_it_does_not_matter_who_comes_first() -> None:
    texts = [*COMPENSATION, *GENUINE]
    forwards, backwards = alike(texts), alike(texts[::-1])[::-1]
    for at in range(len(texts)):
        together = {n for n, one in enumerate(forwards) if one == forwards[at]}
        assert together == {n for n, one in enumerate(backwards) if one == backwards[at]}


@settings(deadline=None)
@given(st.lists(st.text(max_size=300), max_size=8))
def test_whatever_is_written_lies_somewhere(texts: list[str]) -> None:
    lengths = numpy.linalg.norm(space().place(texts), axis=1)
    assert len(lengths) == len(texts)
    assert all(length == pytest.approx(1, abs=1e-3) or length == 0 for length in lengths)


@given(st.text(max_size=200))
def test_spaces_and_signs_say_nothing(text: str) -> None:
    assert grams(f"  {text}  !!") == grams(text)


def test_what_was_saved_is_read_as_it_was(tmp_path: Path) -> None:
    chance = numpy.random.default_rng(1)
    moves = chance.integers(-MOST, MOST + 1, (3, 8)).astype(numpy.int8)
    made = Space({"^가": 0, "=가나": 1, "_나다": 2}, moves, numpy.ones(3, numpy.float32))
    made.save(tmp_path / "made.npz")
    read = Space.load(tmp_path / "made.npz")
    assert numpy.allclose(read.place(["가나", "나다"]), made.place(["가나", "나다"]))


def test_a_group_of_no_common_words_has_a_name_too() -> None:
    texts = ["하나둘", "셋넷", "다섯여섯"]
    assert title_of(texts, space().place(texts).mean(axis=0)) == "비슷한 질문"
