"""The terms of a text: what can be found in it, however it is spaced."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.search.matching import MAX_BLOCKS, block_places, places_of_id
from madang.search.query import phrase_of, read_query
from madang.search.terms import VERSION, initials_of, terms_of

HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=2, max_size=6)
TEXTS = st.lists(st.one_of(HANGUL, st.sampled_from(["15", "abc", "집", "!", "ㅋㅋ"])), max_size=8)


def stands(phrase: tuple[str, ...], terms: list[str], *, is_open: bool = False) -> bool:
    for place in range(len(terms) - len(phrase) + 1):
        here = terms[place : place + len(phrase)]
        if is_open and here[:-1] == list(phrase[:-1]) and here[-1].startswith(phrase[-1]):
            return True
        if here == list(phrase):
            return True
    return False


@given(TEXTS)
def test_every_word_of_a_text_is_found_in_it(words: list[str]) -> None:
    terms = terms_of(" ".join(words))
    for word in words:
        phrase = phrase_of(word)
        if phrase is not None:
            assert stands(phrase.terms, terms, is_open=phrase.is_open), word


@given(TEXTS)
def test_terms_hold_nothing_that_an_index_would_read_as_more(words: list[str]) -> None:
    for term in terms_of("\"'*():\\" + "\0".join(words) + "' OR 1"):
        assert re.fullmatch(r"[^\W_]+(·[^\W_]+)?", term)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("쿠팡에서", ["쿠팡", "팡에", "에서", "서"]),
        ("개인 정보", ["개인", "인·정", "정보", "보"]),
        ("개인, 정보", ["개인", "인", "정보", "보"]),
        ("iPhone 15프로", ["iphone", "15", "프로", "로"]),
        ("ㅋㅋㅋ ㄹㅇ", ["ㄹㅇ"]),
        ("東京에", ["東京", "京에", "에"]),
        ("각", ["각"]),
    ],
)
def test_the_terms_of_some_texts(text: str, terms: list[str]) -> None:
    # Indexes hold what these rules made: whoever changes them counts the version up.
    assert (VERSION, terms_of(text)) == (3, terms)


def test_decomposed_syllables_are_the_same() -> None:
    import unicodedata

    assert terms_of(unicodedata.normalize("NFD", "쿠팡")) == terms_of("쿠팡")


def test_first_consonants_go_over_spaces_and_not_over_other_signs() -> None:
    assert initials_of("개인 정보") == ["ㄱㅇ", "ㅇㅈ", "ㅈㅂ"]
    assert initials_of("개인, 정보") == ["ㄱㅇ", "ㅈㅂ"]
    assert initials_of("ㄹㅇ 대박") == ["ㄹㅇ", "ㅇㄷ", "ㄷㅂ"]


def test_a_question_is_read_as_people_type_it() -> None:
    query = read_query('쿠팡에서 "개인 정보" -광고 #보안 집')
    assert [unit.stem for unit in query.units] == ["쿠팡", "집"]
    assert query.phrases == ("개인 정보",)
    assert query.without == ("광고",)
    assert query.tags == ("보안",)


@pytest.mark.parametrize("typed", ["", "   ", "!!!", '""', "-", "#", '"', "ㅋ", "- - -", "(*)"])
def test_what_holds_no_word_asks_for_nothing(typed: str) -> None:
    assert read_query(typed).is_empty


@given(st.text(max_size=150))
def test_whatever_is_typed_is_read(typed: str) -> None:
    query = read_query(typed)
    assert len(query.units) <= 16


@given(st.integers(1, 10**9), st.integers(0, 10**8), st.integers(0, 10**9))
def test_a_few_blocks_hold_all_that_is_near_the_newest(upto: int, back: int, id_: int) -> None:
    blocks, end = block_places(upto, back)
    assert len(blocks) <= MAX_BLOCKS + 1
    within = upto - back <= id_ <= upto
    if blocks and within:
        assert set(blocks) & set(places_of_id(id_)) and end <= id_
    if blocks and id_ < end:
        assert not set(blocks) & set(places_of_id(id_))
    if not blocks:
        # All is not much more than what was asked for, or a word so rare needs no end.
        assert upto < 2 * back or upto - back < 1 << 15 or back > 1 << 24
