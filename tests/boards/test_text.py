"""What people type becomes HTML that runs nothing, and comes back as they typed it."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from hypothesis import assume, example, given
from hypothesis import strategies as st
from PIL import Image

from madang.core.richtext import TAGS, excerpt, line_to_html, rich_to_html, to_html, to_text
from madang.core.text.door import tidy

ATTRIBUTES = {"href", "rel", "src", "alt", "width", "height", "loading", "srcset", "sizes", "start"}
MARKED = re.compile(r"^(##|!\[|>|\+\+\+ | *(-|\d+\.) )|\*\*|\]\(", re.MULTILINE)
people_type = st.text(
    alphabet=st.one_of(
        st.sampled_from("가나다 ab12\n\r\t<>&\"'/:.#!()[]=;@%*-+"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=200,
)


@given(people_type)
@example("https://example.com/?a=1&b=<x>")
@example("www.example.com, http://가.kr/나?다=라 <https://x.y>")
@example("a\x00b\u2028c\u200bd")
def test_it_comes_back_as_it_was_typed(text: str) -> None:
    typed = tidy(text)
    assume(not MARKED.search(typed))
    assert to_text(to_html(text)) == typed


@given(people_type)
@example("앞\n- 하나\n  더\n  - 안\n- 둘\n뒤")
@example("3. 셋\n4. 넷\n\n## 제목\n> 인용\n>\n> - 목록\n+++ 접은 것\n**굵게**\n+++")
@example("> > > > > 다섯 겹")
def test_no_letter_is_lost_and_it_means_the_same_again(text: str) -> None:
    once = to_html(text)
    again = to_text(once)
    assert sorted("".join(again.split())) == sorted("".join(tidy(text).split()))
    assert to_html(again) == once


@given(people_type)
@example("<script>alert(1)</script><svg onload=alert(1)>")
@example('https://x.y/" onmouseover="alert(1)')
@example("javascript:alert(1) http://a.b/<script>")
def test_it_holds_only_harmless_elements(text: str) -> None:
    found = _Elements()
    found.feed(to_html(text))
    for tag, attributes in found.seen:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES
        assert attributes.get("href", "http:").startswith(("http:", "https:"))


@given(people_type)
def test_what_counts_as_typed_stays_what_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("한 줄", "<p>한 줄</p>"),
        ("한 줄\n두 줄\n\n\n\n새 문단  \n", "<p>한 줄<br>두 줄</p><p>새 문단</p>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
    ],
)
def test_paragraphs_and_lines(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize("text", ["main.py 파일", "ftp://a.b/c", "a@b.com", "//x.y", "3.14.15"])
def test_what_is_no_web_address_is_no_link(text: str) -> None:
    assert "<a" not in to_html(f"{text} www. http://")


def test_a_source_may_be_an_address_or_words() -> None:
    assert line_to_html("https://a.b/").startswith('<a href="https://a.b/" rel=')
    assert line_to_html("책 <한 권>") == "책 &lt;한 권&gt;"


def test_a_picture_of_this_site_is_shown_with_its_size() -> None:
    path = Path(django_settings.MEDIA_ROOT) / "test" / "a.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (12, 8)).save(path)
    text = '앞\n\n![그림 "말"](/media/test/a.webp)\n\n뒤'
    assert 'width="12" height="8"' in to_html(text)
    assert to_text(to_html(text)) == text


@pytest.mark.parametrize(
    "line",
    ["![x](/media/../../etc/passwd.webp)", "![x](/media/none.webp)", "![x](https://a.b/c.webp)"],
)
def test_any_other_picture_stays_text(line: str) -> None:
    assert "<img" not in to_html(line)


def test_an_excerpt_is_plain_words() -> None:
    assert excerpt("<p>한 &lt;줄&gt;<br>두 줄</p><p>셋</p>") == "한 <줄> 두 줄 셋"
    assert len(excerpt(to_html("말 " * 400))) <= 150


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}))


@pytest.mark.parametrize(
    "address", ["/media//tmp/secret.webp", "/media/../secret.webp", "/media/a//b.webp"]
)
def test_a_picture_is_one_of_this_sites(address: str, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    Image.new("RGB", (5, 5)).save(tmp_path / "secret.webp")
    assert "<img" not in to_html(f"![a]({address.replace('/tmp', str(tmp_path))})")


# (what an editor sends, what is kept)
SENT = [
    ("<p>하나</p><p></p><p>둘<br></p>", "<p>하나</p><p>둘</p>"),
    ("<div>하나<div>둘</div></div>", "<p>하나</p><p>둘</p>"),
    ("글자만", "<p>글자만</p>"),
    ("<p>  <b>굵게 </b>보통</p>", "<p><strong>굵게</strong> 보통</p>"),
    ("<h1>제목 <b>x</b></h1><h5>작은</h5>", "<h2>제목 <strong>x</strong></h2><h3>작은</h3>"),
    (
        "<ul><li><p>하나</p><p>더</p><ul><li><p>안</p></li></ul></li><li></li></ul>",
        "<ul><li>하나<br>더<ul><li>안</li></ul></li></ul>",
    ),
    ('<ol start="3"><li>셋</li></ol>', '<ol start="3"><li>셋</li></ol>'),
    ("<blockquote><p>말</p></blockquote>", "<blockquote><p>말</p></blockquote>"),
    (
        "<details open><summary>스포 <b>주의</b></summary><p>범인은</p></details>",
        "<details><summary>스포 주의</summary><p>범인은</p></details>",
    ),
    ('<p style="position:fixed" class="x" onclick="y()">말</p>', "<p>말</p>"),
    ("<p>말</p><script>alert(1)</script><style>p{}</style>", "<p>말</p>"),
    ('<p><a href="javascript:x()">말</a></p>', "<p>말</p>"),
    ('<figure><img src="https://evil.example/a.webp"></figure>', ""),
    ('<p>앞<img src="/media/none.webp">뒤</p>', "<p>앞</p><p>뒤</p>"),
]


@pytest.mark.parametrize(("sent", "kept"), SENT)
def test_what_an_editor_sends_is_written_in_one_way(sent: str, kept: str) -> None:
    assert rich_to_html(sent) == kept
    assert rich_to_html(kept) == kept
    assert to_html(to_text(kept)) == kept


def test_links_of_an_editor_lead_where_they_say() -> None:
    kept = rich_to_html('<p><a href="https://a.example/?b=(c)">여기</a> https://d.example 끝</p>')
    assert kept.count("<a href=") == 2 and kept.count('rel="nofollow ugc noopener"') == 2
    assert to_html(to_text(kept)) == kept


def test_stars_for_what_one_would_rather_not_spell_are_not_bold() -> None:
    for text in ("씨** 개**야", "**놈 **놈", "2**3 그리고 4**5"):
        assert "<strong>" not in to_html(text)
    assert to_html("이건 **정말** 중요") == "<p>이건 <strong>정말</strong> 중요</p>"


_html = st.recursive(
    st.text("가나 <>&\"'ab\n*#-", max_size=8),
    lambda inner: st.tuples(
        st.sampled_from(
            sorted(TAGS | {"script", "svg", "math", "style", "div", "table", "template"})
        ),
        st.sampled_from(["", ' href="javascript:a"', ' src=x onerror="a"', ' style="x"', " open"]),
        st.lists(inner, max_size=4),
    ).map(lambda made: f"<{made[0]}{made[1]}>{''.join(made[2])}</{made[0]}>"),
    max_leaves=12,
)


@given(_html)
def test_whatever_an_editor_sends_is_harmless_and_stays_what_it_is(html: str) -> None:
    kept = rich_to_html(html)
    assert rich_to_html(kept) == kept
    found = _Elements()
    found.feed(kept)
    for tag, attributes in found.seen:
        assert tag in TAGS and set(attributes) <= ATTRIBUTES
        assert attributes.get("href", "http:").startswith(("http:", "https:"))


@pytest.mark.parametrize(
    "address",
    [
        "http://[@example.com/",
        "http://\u2100@example.com/",
        "http://a]@example.com/",
        "https://user:pass@example.com/",
        "https://example.com:99999/",
        "https://",
        f"https://example.com/{'a' * 2000}",
    ],
)
def test_what_is_no_address_is_no_link(address: str) -> None:
    for html in (
        rich_to_html(f'<p><a href="{address}">말</a></p>'),
        to_html(f"[말]({address})"),
        to_html(f"{address} 끝"),
    ):
        assert "<a " not in html or address not in html
        assert to_html(to_text(html)) == html


def test_much_of_nothing_is_gone_through_once() -> None:
    """Each of these took minutes: every blank was looked at from every other one."""
    blanks = "\u00a0" * 60_000
    assert rich_to_html(f"<p><b>x{blanks}x</b></p>").startswith("<p><strong>x")
    assert "<blockquote>" not in to_html(">\n" * 9_000)


@pytest.mark.parametrize("start", ["²", "9" * 5000, "-1", "x", ""])
def test_a_list_begins_with_a_number(start: str) -> None:
    kept = rich_to_html(f'<ol start="{start}"><li>하나</li></ol>')
    assert kept == "<ol><li>하나</li></ol>" and to_text(kept) == "1. 하나"


def test_what_turns_or_hides_letters_is_left_out_of_what_an_editor_sends() -> None:
    assert rich_to_html("<p>가\u202e나\u200b다\ufeff라\u0001</p>") == "<p>가나다라</p>"
