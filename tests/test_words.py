"""A word is found by itself and with its particles, and not inside another."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from madang.core.korean.initials import initial_of
from madang.core.korean.particles import Words, contains, span_of
from madang.core.text.compared import compared

# (word, text, is it there); the browser's own filters are held to the same table.
CASES = [
    ("개년", "5개년 계획", False),
    ("오피", "오피스텔 월세", False),
    ("튀기", "감자를 튀기다", False),
    ("쿠팡", "쿠팡에서 샀어", True),
    ("쿠팡", "쿠팡에서는 안 사", True),
    ("쿠팡", "쿠팡이랑 네이버", True),
    ("쿠팡", "쿠팡은?", True),
    ("쿠팡", "(쿠팡)", True),
    ("쿠팡", "쿠팡는", False),
    ("쿠팡", "쿠팡이츠 쿠폰", False),
    ("쿠팡", "새쿠팡", False),
    ("쿠팡", "ㅋㅍ 털렸대", True),
    ("쿠팡", "쿠ㅍ에서", True),
    ("쿠팡", "ㅋㅋㅍ", False),
    ("크크", "ㅋㅋ 웃겨", False),
    ("개인정보", "개인 정보가 샜다", True),
    ("개인 정보", "개인정보도", True),
    ("개인 정보", "개인  정보", True),
    ("카드", "카 드라마", False),
    ("고객", "고객님들께 알립니다", True),
    ("사람", "사람들이 많다", True),
    ("사람", "이 사람들아", True),
    ("사람", "사람아 사람아", True),
    ("쿠팡", "쿠\u200b팡\u3164", True),
    ("서울", "서울로 간다", True),
    ("서울", "서울으로", True),
    ("부산", "부산로", False),
    ("SKT", "skt가 또", True),
    ("SKT", "SKT5", False),
    ("K팝", "K팝은", True),
    ("C++", "C++ 배우기", True),
    ("주가", "주가 조작", True),
    ("주가", "제주가 좋다", False),
    ("쿠팡", "ㅋㅜㅍㅏㅇ에서", True),
    ("쿠팡", "ﾻￓﾽￂﾷ은", True),
    ("카지노", "카\u0336지\u0336노\u0336 광고", True),
    ("카지노", "카\u2800지\u2800노", True),
    ("casino", "ｃａｓｉｎｏ 추천", True),
    ("casino", "𝐜𝐚𝐬𝐢𝐧𝐨", True),
    ("casino", "ⓒⓐⓢⓘⓝⓞ!", True),
    ("casino", "càsíno", True),
    ("smorrebrod", "Smørrebrød", True),
    ("１２３", "비밀번호 123", True),
    ("casino", "🅲🅰🆂🅸🅽🅾", True),
    ("casino", "🅒🅐🅢🅘🅝🅞 은", True),
    ("casino", "⒞⒜⒮⒤⒩⒪", True),
    ("casino", "ᴄᴀꜱɪɴᴏ", True),
    ("casino", "c\u0489a\u0489s\u0489i\u0489n\u0489o\u0489", True),
    ("카지노", "카\u302e지\u302e노", True),
    ("카지노", "카\u0f39지노", True),
    ("쿠팡", "쿠\u0e31팡", True),
    ("가나", "㈎㈏", True),
    ("123", "❶❷❸", True),
    ("123", "⑴⑵⑶", True),
    ("น้ำ", "น้ำ", True),
    ("นา", "น้ำ", False),
    ("cœur", "mon coeur", True),
    ("사과", "사과ㅋㅋ", False),
    ("핰", "하ㅋㅋ", False),
]  # fmt: skip


# Texts that are compared alike on the server and in the browser.
DRESSED = [
    "ﾎﾅ글 ㅎㅏㄴㄱㅡㄹ ㅇㅙ ㄷㅏㄹㄱ ㅇㅓㅄㄷㅏ ㅋㅋㅏㅋ ㅠㅠ",
    "\u1112\u1161\u11ab\u1100\u1173\u11af ㄳ ㅘ ᄀ ᆨ ㆍ",
    "e\u0301 é ñ Å ﬁ ㈜ ½ … ① Ⅳ ㎏ ﾊﾝｸﾞﾙ が",
    "हिन्दी नमस्ते น้ำ ขา עִבְרִית عَرَبِي ꜱ ➀ ➉ ⓵ ⒜ ㈜ ㈀ 🅰️ c\u20e3 가\u0e31",
    "Smørrebrød Łódź Đà Nẵng ıstanbul",
    "\u3164\uffa0\u2800\u034f🏴\U000e0067\U000e007f👩‍👩‍👧",
]


@pytest.mark.parametrize(("word", "text", "there"), CASES)
def test_a_word_is_found_where_it_stands_by_itself(word: str, text: str, there: bool) -> None:
    assert contains(text, word) is there


def test_initials_can_be_left_alone() -> None:
    assert not contains("ㄱㅅ 합니다", "가수", initials=False)
    assert contains("가수가 왔다", "가수", initials=False)


def test_decomposed_syllables_are_the_same_word() -> None:
    assert contains("\u110f\u116e\u1111\u1161\u11bc에서", "쿠팡")


def test_the_place_is_the_word_without_its_particle() -> None:
    text = "어제 쿠팡에서"
    start, end = span_of(text, "쿠팡") or (0, 0)
    assert text[start:end] == "쿠팡"


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Z"]), min_size=1),
    st.text(max_size=30),
)
def test_every_word_is_found_between_spaces(word: str, text: str) -> None:
    word = compared(word).strip()
    assume(word)
    assert contains(f"{text} {word} {text}", word)


@given(st.text("가나다라각낙닥락힣", min_size=2, max_size=6))
def test_no_word_is_found_within_a_longer_run_of_letters(word: str) -> None:
    assert not contains(f"값{word}", word)
    assert not contains(f"{word}값값", word)


def test_initials_of_syllables() -> None:
    assert "".join(map(initial_of, "쿠팡a힣가")) == "ㅋㅍㅎㄱ"


@pytest.mark.parametrize(("word", "text", "there"), CASES)
def test_a_word_among_many_is_found_alike(word: str, text: str, there: bool) -> None:
    assert Words([("없는말", True, False), (word, True, False)]).first_in(text) == (
        1 if there else None
    )


@given(
    st.lists(st.text("가나쿠팡ㅋㅍaA+ ", min_size=1, max_size=5).filter(str.strip)),
    st.text("가나쿠팡ㅋㅍaA은+ "),
)
def test_the_first_of_many_is_the_first_that_is_there(words: list[str], text: str) -> None:
    for initials in (True, False):
        there = [contains(text, word, initials=initials) for word in words]
        found = Words((word, initials, False) for word in words).first_in(text)
        assert found == (there.index(True) if any(there) else None)


@pytest.mark.parametrize(
    ("text", "there"), [("잔치국수 한 그릇", True), ("국수가 좋아", True), ("국 수", False)]
)
def test_a_word_is_found_inside_others_where_one_wants_it(text: str, there: bool) -> None:
    assert contains(text, "국수", within=True) is there
    assert Words([("국수", False, True)]).first_in(text) == (0 if there else None)
