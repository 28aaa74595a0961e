"""What is pasted into an editor keeps its words apart, its links and its pictures."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.richtext import rich_to_html, to_html, to_text, words_of
from madang.core.richtext.pictures import Size

PICTURE = '<img src="/media/ab/cd.webp" alt="고양이">'


@pytest.fixture(autouse=True)
def pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    from madang.core.richtext import pictures as module

    monkeypatch.setattr(module, "_size", lambda address: Size(400, 300, ()))


@pytest.mark.parametrize(
    ("sent", "lines"),
    [
        (
            "<table><tr><th>품목</th><th>값</th></tr><tr><td>사과</td><td>1200</td></tr></table>",
            ["품목 | 값", "사과 | 1200"],
        ),
        (
            "<table><caption>표</caption><tbody><tr><td><p>가</p><p>나</p></td><td>다<br>라</td></tr>"
            "</tbody></table>",
            ["표", "가 나 | 다 라"],
        ),
        ("<dl><dt>단어</dt><dd>뜻</dd></dl>", ["단어", "뜻"]),
        ("위<hr>아래", ["위", "아래"]),
        ("<main><header>머리</header><footer>발</footer></main>", ["머리", "발"]),
        ("<pre>def f():\n    return 1</pre>", ["def f():", "return 1"]),
        ("<address>서울<br>종로</address>", ["서울", "종로"]),
        ("<p>가<br><br>나</p>", ["가", "나"]),
        ("<p>가\u2028나\v다</p>", ["가", "나", "다"]),
        ("<ul><li>가<blockquote><p>나</p><p>다</p></blockquote></li></ul>", ["- 가", "나", "다"]),
        ("<ul><li><p>가</p><p>나</p></li></ul>", ["- 가", "나"]),
        ("<details><summary>제목만 쓴 글</summary><p></p></details>", ["제목만 쓴 글"]),
        ("<h2>가<br>나</h2>", ["## 가 나"]),
    ],
)
def test_words_that_stood_apart_stand_apart(sent: str, lines: list[str]) -> None:
    kept = to_text(rich_to_html(sent))
    assert [line.strip() for line in kept.split("\n") if line.strip()] == lines
    assert to_html(kept) == rich_to_html(sent)


def test_a_long_run_of_blanks_is_looked_through_once() -> None:
    """Looked through from each blank, what an editor may send would hold a page for minutes."""
    kept = rich_to_html(f"<p>가{chr(0xA0) * 100_000}나<br>{chr(0xA0) * 50_000}<br>다</p>")
    assert kept.startswith("<p>가") and kept.endswith("<p>다</p>") and "나</p>" in kept


def test_the_deepest_items_of_a_list_are_lines() -> None:
    sent = "".join(f"<ul><li>{word}" for word in ["하나", "둘", "셋", "넷", "다섯", "여섯"])
    assert "넷<br>다섯<br>여섯" in rich_to_html(sent)


@pytest.mark.parametrize(
    "sent",
    [
        f"<ul><li>하나<figure>{PICTURE}</figure></li><li>둘</li></ul>",
        f"<ol><li>하나</li><li>둘<ul><li>셋{PICTURE}</li></ul></li></ol>",
        f"<table><tr><td>하나</td><td>{PICTURE}</td></tr></table>",
        f"<h2>하나 {PICTURE}</h2>",
        f'<p>하나 <a href="https://a.example/">{PICTURE}</a></p>',
        f"<p>하나 <strong>{PICTURE}</strong></p>",
        f"<blockquote><ul><li>하나{PICTURE}</li></ul></blockquote>",
    ],
)
def test_a_picture_is_kept_wherever_it_stood(sent: str) -> None:
    kept = rich_to_html(sent)
    assert kept.count("<figure>") == 1 and "하나" in kept
    assert to_html(to_text(kept)) == kept


@pytest.mark.parametrize("around", ["<ul><li>{}</li></ul>", "<blockquote>{}</blockquote>"])
def test_what_was_folded_stays_folded(around: str) -> None:
    fold = "<details><summary>결말</summary><p>범인은 집사</p></details>"
    kept = rich_to_html(around.format(f"앞{fold}뒤"))
    assert fold in kept and "앞" in kept and "뒤" in kept


def test_numbers_go_on_after_what_parts_a_list() -> None:
    kept = rich_to_html(f"<ol start=3><li>셋{PICTURE}</li><li>넷</li></ol>")
    assert '<ol start="3"><li>셋</li></ol>' in kept and '<ol start="4"><li>넷</li></ol>' in kept


def test_a_heading_keeps_its_link() -> None:
    kept = rich_to_html('<h2><b>굵게</b> <a href="https://a.example/x">링크</a></h2>')
    assert "<strong>굵게</strong>" in kept and 'href="https://a.example/x"' in kept
    assert to_html(to_text(kept)) == kept


_BLOCKS = "p div ul ol li blockquote h1 h3 table tr td details summary pre dl dt span b"
BLOCKS = _BLOCKS.split()


@st.composite
def documents(draw: Any, depth: int = 0) -> str:
    """Draw HTML as editors and other sites write it: blocks in blocks, words in between."""
    parts = draw(st.lists(st.sampled_from(["가", " 나 ", "<br>", "다라", *BLOCKS]), max_size=4))
    return "".join(
        f"<{part}>{draw(documents(depth + 1)) if depth < 5 else '마'}</{part}>"
        if part in BLOCKS
        else part
        for part in parts
    )


@given(documents())
def test_no_letter_is_lost_whatever_is_pasted(sent: str) -> None:
    letters = sorted("".join(words_of(sent).split()))
    kept = "".join(words_of(rich_to_html(sent)).split())
    assert sorted(kept.replace("|", "").replace("…", "")) == letters
    assert rich_to_html(rich_to_html(sent)) == rich_to_html(sent)
