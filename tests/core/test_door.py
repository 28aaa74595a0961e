"""What people type is kept letter for letter; what nobody sees is left out, and alone refused."""

import inspect
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

import madang
from madang.core.text.compared import compared, compared_with_places
from madang.core.text.door import can_be_seen, tidy, tidy_line, tidy_lines
from madang.core.text.fields import LineField, TextField

# Halves of pairs too: JSON can say them.
ANYTHING = st.text(st.characters())
SHOWS_NOTHING = (
    "\u3164\u115f\u1160\uffa0\u2800\u034f\ufe0f\u180b\u200d\u200c\u17b4\u2061\u00ad\u3000"
)


@pytest.mark.parametrize(
    "typed",
    [
        "🩷🩵🫨",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 이겼다",
        "🏴\U000e0075\U000e0073\U000e0063\U000e0061\U000e007f",
        "👩‍👩‍👧‍👦 ❤️ 1️⃣ 🇰🇷",
        "옛 글자 ᄒᆞᆫ글 \ue0bc",
        "葛\U000e0100 नमस्ते می‌خواهم",
        "\U0001faea \u0605 \U00020021",
    ],
)
def test_letters_stay_what_they_are(typed: str) -> None:
    assert tidy(typed) == unicodedata.normalize("NFC", typed) == tidy_line(typed)


def test_every_letter_of_unicode_stays_or_is_known_to_show_nothing() -> None:
    known = re.compile(f"[{_gone()}]")
    for number in range(sys.maxunicode + 1):
        letter = chr(number)
        if (
            unicodedata.category(letter) in ("Cc", "Cs", "Zs", "Zl", "Zp")
            or number & 0xFFFE == 0xFFFE
        ):
            # One of the lines' or words' ends, or nothing.
            assert tidy(f"가{letter}나") in ("가나", "가 나", "가\n나", f"가{letter}나")
            assert len(tidy(letter)) == 0
        elif not known.match(letter):
            assert tidy(letter) == unicodedata.normalize("NFC", letter), hex(number)


def _gone() -> str:
    from madang.core.text.letters import DROPPED

    return DROPPED


@pytest.mark.parametrize("ends", list("\u2028\u2029\v\f\x85\r\x1c\x1d\x1e") + ["\r\n"])
def test_a_line_ends_where_somebody_ended_it(ends: str) -> None:
    assert tidy(f"하나{ends}둘") == "하나\n둘"
    assert tidy_line(f"하나{ends}둘") == "하나 둘"


@pytest.mark.parametrize("space", "\u202f\u2006\u205f\u1680\u2009\u2003\x1f")
def test_a_space_of_any_width_parts_words(space: str) -> None:
    assert tidy(f"1{space}000원") == "1 000원"


@pytest.mark.parametrize("letter", ["\0", "\x1b", "\u202e", "\u2066", "\ufeff", "\ud800", "\uffff"])
def test_what_nobody_sees_is_left_out(letter: str) -> None:
    assert tidy(f"가{letter}나") == "가나"


def test_tags_are_letters_of_a_flag_alone() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "secret words of mine")
    assert tidy(f"안녕{hidden}") == "안녕"
    assert tidy(f"🏴{hidden}\U000e007f") == "🏴"


@given(ANYTHING)
def test_what_is_tidy_stays_so_and_can_be_kept(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once == unicodedata.normalize("NFC", once)
    once.encode()
    # Characters that XML 1.0 allows: feeds are XML.
    assert not re.search(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", once)
    line = tidy_line(text)
    assert tidy_line(line) == line and "\n" not in line


@given(st.text(st.sampled_from(SHOWS_NOTHING + "\n ")))
def test_what_shows_nothing_is_nothing(text: str) -> None:
    assert not can_be_seen(text) and not can_be_seen(tidy(text))
    assert can_be_seen(f"{text}가") and can_be_seen(f".{text}")


def test_a_list_has_no_empty_line_and_none_twice() -> None:
    assert tidy_lines("하나\r\n\u3164\n 둘  셋\u2028하나") == ["하나", "둘 셋"]


@pytest.mark.parametrize("field", [TextField(longest=5), LineField(longest=5)])
def test_a_field_measures_what_it_keeps(field: TextField) -> None:
    assert field.clean(unicodedata.normalize("NFD", "각각각각각")) == "각각각각각"
    assert field.clean("🩷🩷🩷🩷🩷") == "🩷🩷🩷🩷🩷"
    for refused in ("여섯 글자예요", "\u3164\u2800", "", None):
        with pytest.raises(forms.ValidationError):
            field.clean(refused)
    # A browser would cut what is pasted, and say nothing.
    assert "maxlength" not in field.widget_attrs(field.widget)


# Fields for what machines wrote: secrets, and what a script of the page sends.
OF_MACHINES = {"code", "held", "asked", "proved", "password", "html", "draft", "idempotency_key"}
OF_MACHINES |= {"picture_lines", "text"}
# allauth's, which is another once the form is made.
OF_MACHINES |= {"username", "login"}


def test_whatever_people_type_comes_through_the_door() -> None:
    seen = 0
    for form in _all_forms(forms.BaseForm):
        if not form.__module__.startswith("madang."):
            continue
        for name, field in getattr(form, "base_fields", {}).items():
            own = type(field) in (forms.CharField,)
            seen += isinstance(field, TextField)
            assert not own or name in OF_MACHINES, f"{form.__qualname__}.{name}"
    assert seen > 20


def _all_forms(base: type) -> list[type]:
    for path in Path(madang.__file__).parent.rglob("*.py"):
        if path.name.endswith(("forms.py", "views.py", "console.py", "addons.py", "first_run.py")):
            parts = path.relative_to(Path(madang.__file__).parents[1]).with_suffix("").parts
            __import__(".".join(parts))
    found, open_ones = [], [base]
    while open_ones:
        open_ones += (one := open_ones.pop()).__subclasses__()
        found.append(one)
    return [one for one in found if inspect.isclass(one)]


@pytest.mark.parametrize(
    ("dressed", "plain"),
    [
        ("ｃａｓｉｎｏ", "casino"),
        ("𝐜𝐚𝐬𝐢𝐧𝐨 𝓬𝓪𝓼𝓲𝓷𝓸", "casino casino"),
        ("ⓒⓐⓢⓘⓝⓞ", "casino"),
        ("càsïnő café", "casino cafe"),
        ("카\u2800지\u0336노\u0336", "카지노"),
        ("ﾻￂﾸￜﾡ", "ㅋㅏㅈㅣㄱ"),
        ("ㅋㅏㅈㅣㄴㅗ", "카지노"),
        ("ㅋㅋㅋ ㅠㅠ ㅇㅈ", "ㅋㅋㅋ ㅠㅠ ㅇㅈ"),
        ("１２３ ①", "123 1"),
        (unicodedata.normalize("NFD", "한글"), "한글"),
        ("が", "が"),
    ],
)
def test_what_looks_alike_is_compared_as_one(dressed: str, plain: str) -> None:
    assert compared(dressed).split() == compared(plain).split()


@given(ANYTHING)
def test_what_is_compared_is_compared_once(text: str) -> None:
    assert compared(compared(text)) == compared(text)


def test_what_is_dressed_twice_is_undressed_twice() -> None:
    assert compared("\U00010783") == "ae"


@given(ANYTHING)
def test_each_compared_letter_has_its_place(text: str) -> None:
    line, places = compared_with_places(text)
    assert len(places) == len(line) + 1 and places == sorted(places) and places[-1] == len(text)
