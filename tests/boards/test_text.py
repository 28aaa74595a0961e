"""What people type becomes HTML that runs nothing, and comes back as they typed it."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from madang.boards.text import excerpt, line_to_html, normalise, to_html, to_text

ALLOWED = {"p", "br", "a", "figure", "img"}
people_type = st.text(
    alphabet=st.one_of(
        st.sampled_from("가나다 ab\n\r\t<>&\"'/:.#!()[]=;@%"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=200,
)


@given(people_type)
@example("https://example.com/?a=1&b=<x>")
@example("www.example.com, http://가.kr/나?다=라 <https://x.y>")
@example("a\x00b\u2028c\u200bd")
def test_it_comes_back_as_it_was_typed(text: str) -> None:
    assert to_text(to_html(text)) == normalise(text)


@given(people_type)
@example("<script>alert(1)</script><svg onload=alert(1)>")
@example('https://x.y/" onmouseover="alert(1)')
@example("javascript:alert(1) http://a.b/<script>")
def test_it_holds_only_harmless_elements(text: str) -> None:
    found = _Elements()
    found.feed(to_html(text))
    for tag, attributes in found.seen:
        assert tag in ALLOWED
        assert set(attributes) <= {"href", "rel", "src", "alt", "width", "height", "loading"}
        assert attributes.get("href", "http:").startswith(("http:", "https:"))


@given(people_type)
def test_what_counts_as_typed_stays_what_it_is(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


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
