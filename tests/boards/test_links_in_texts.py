"""An address in a sentence is a link, and nothing of the sentence is in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.richtext import rich_to_html, to_html, to_text

AROUND = ["“”", "‘’", "「」", "『』", "《》", "〈〉", "【】", "〔〕", "（）", "«»", "［］"]


def links(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', html)


@pytest.mark.parametrize("pair", AROUND)
@pytest.mark.parametrize("after", ["", "다", "입니다.", "…"])
def test_brackets_and_quotation_marks_are_not_in_it(pair: str, after: str) -> None:
    found = links(to_html(f"기사는 {pair[0]}https://news.example/a?b=1#c{pair[1]}{after}"))
    assert found == [("https://news.example/a?b=1#c",) * 2]


@pytest.mark.parametrize(
    "after",
    [
        "。다음",
        "…그리고",
        "···",
        "··",
        "·",
        "，둘",
        "！",
        "？",
        "；",
        "、셋",
        "‥",
        "⋯",
        "・・・",
        "․․",
        "︙",
        "｡",
        "､",
        "﹒",
        ":",
        "‼",
        "⁉",
        "❗",
        "—그리고",
        "→",
        "※",
        "**",
        "👍",
        "~",
        "^^",
        "'라고",
    ],
)
def test_what_ends_a_sentence_ends_it(after: str) -> None:
    assert links(to_html(f"https://a.example/글{after}")) == [("https://a.example/글",) * 2]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://shop.example을 보세요", "https://shop.example"),
        ("http://shop.example:8080에서", "http://shop.example:8080"),
        ("https://shop.example이랑/또는", "https://shop.example"),
        ("https://shop.example을요.", "https://shop.example"),
        ("https://shop.example이에요...", "https://shop.example"),
        ("https://shop.example입니다.그리고", "https://shop.example"),
        ("https://shop.example인데,", "https://shop.example"),
        ("https://kt샵.example/", "https://kt샵.example/"),
        ("https://192.168.0.1을", "https://192.168.0.1"),
        ("http://8.8.8.8에서", "http://8.8.8.8"),
        ("http://localhost를", "http://localhost"),
        ("https://shop.exampleです", "https://shop.example"),
        ("https://shop.example日本", "https://shop.example"),
        ("https://shop.example♥", "https://shop.example"),
        ("https://shop.example^^", "https://shop.example"),
        ("https://shop.example|둘", "https://shop.example"),
        ("https://shop.example_을", "https://shop.example"),
        ("https://정부.한국을", "https://정부.한국"),
        ("출처=https://a.example/x", "https://a.example/x"),
        ("`https://a.example/x`", "https://a.example/x"),
        ("https://a.example/?u=https://b.example/", "https://a.example/?u=https://b.example/"),
        ("https://한국.kr 은", "https://한국.kr"),
        ("https://한국.kr을", "https://한국.kr"),
        ("https://누리집.한국/알림", "https://누리집.한국/알림"),
        ("https://k팝.example/", "https://k팝.example/"),
        ("https://ko.example/위키/3·1_운동", "https://ko.example/위키/3·1_운동"),
        ("여기→https://a.example/x", "https://a.example/x"),
        ("링크https://a.example/x", "https://a.example/x"),
        ("https://old.example/https://a.example/", "https://old.example/https://a.example/"),
    ],
)
def test_the_name_of_a_server_ends_where_it_does(typed: str, address: str) -> None:
    assert links(to_html(typed)) == [(address, address)]


@pytest.mark.parametrize(
    "typed", ["Https://a.example/B", "HTTP://a.example/B", "httpS://a.example/B"]
)
def test_capitals_at_its_beginning_are_no_matter(typed: str) -> None:
    ((leads, said),) = links(to_html(typed))
    assert said == typed and leads == typed.partition(":")[0].lower() + "://a.example/B"


@pytest.mark.parametrize("typed", ["WWW.naver.com", "Www.naver.com에서", "www.naver.com"])
def test_neither_are_they_where_it_is_short(typed: str) -> None:
    ((leads, said),) = links(to_html(typed))
    assert said.lower() == "www.naver.com" and leads.lower() == "http://www.naver.com"


@pytest.mark.parametrize("between", ["은", "을,", "(", "과,", ","])
def test_two_that_touch_are_two(between: str) -> None:
    found = links(to_html(f"https://a.example{between}https://b.example을"))
    assert [leads for leads, _said in found] == ["https://a.example", "https://b.example"]
    found = links(to_html(f"www.naver.com{between}www.daum.net을"))
    assert [said for _leads, said in found] == ["www.naver.com", "www.daum.net"]


def test_an_editors_link_that_took_more_of_the_sentence_is_read_anew() -> None:
    html = rich_to_html('<p><a href="https://a.example을">https://a.example을</a> 봐</p>')
    assert links(html) == [("https://a.example",) * 2] and "을 봐" in html


def test_words_in_brackets_lead_where_they_led() -> None:
    html = rich_to_html('<p><a href="https://a.example/1">[속보] 기사 보기</a></p>')
    assert links(to_html(to_text(html))) == [("https://a.example/1", "[속보] 기사 보기")]


@given(st.text(st.sampled_from("가a1.:/?#=·…”」을w@-_%"), max_size=30))
def test_nothing_is_lost_however_an_address_goes_on(more: str) -> None:
    typed = f"https://a.example/{more}"
    assert to_text(to_html(typed)) == typed.rstrip()


@pytest.mark.parametrize("mark", ["!", "'", "ㆍ", "•", "~", "[", "[[x]", "·"])
def test_a_long_run_of_marks_is_looked_through_once(mark: str) -> None:
    """Looked through from each mark, the longest text would hold a page for minutes."""
    typed = f"www.a.example {mark * 19_000}끝"
    assert "끝" in to_html(typed)
