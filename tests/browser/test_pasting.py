"""What is pasted, dropped or folded while one writes is there when it is published."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from .conftest import DESKTOP
from .test_editor import begin, press, publish

PASTE = """(target, { html, text, picture, type, name }) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (text) data.setData("text/plain", text);
  if (picture) {
    const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name ?? "picture.png", { type: type ?? "image/png" }));
  }
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  target.dispatchEvent(new ClipboardEvent("paste", options));
}"""
# So many milliseconds a person holds the mouse; sooner, the editor has not seen where it went.
A_PRESS = 150
SHEET = "<table><tr><th>품목</th><th>값</th></tr><tr><td><b>사과</b></td><td>1200</td></tr></table>"


@pytest.fixture
def shot(tmp_path: Path) -> str:
    file = tmp_path / "shot.png"
    Image.new("RGB", (300, 200), (90, 20, 60)).save(file)
    return b64encode(file.read_bytes()).decode()


def paste(where: Any, **what: str) -> None:
    where.evaluate(PASTE, what)


def test_a_table_comes_as_its_rows(person: Callable[..., Page]) -> None:
    page = person("member", viewport=DESKTOP)
    surface = begin(page, "붙인 표")
    paste(surface, html=SHEET)
    text = publish(page, "붙인 표")
    expect(text.locator("p")).to_have_text(["품목 | 값", "사과 | 1200"])
    expect(text.locator("strong").last).to_have_text("사과")


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        (
            "<p>앞글</p><TABLE><CAPTION>표 1</CAPTION><TR><TD><P>가</P></TD><TD>나</TD></TR>"
            "</TABLE><p>뒷글</p>",
            ["앞글", "표 1", "가 | 나", "뒷글"],
        ),
        (
            "<table><tr><td>앞<table><tr><td>안</td></tr></table>뒤</td><td>옆</td></tr></table>",
            ["앞 안 뒤 | 옆"],
        ),
        (
            "<table><tr><td><h2>가</h2><ul><li>나</li><li>다</li></ul></td><td>값</td></tr></table>",
            ["가 나 다 | 값"],
        ),
        (
            "<div role=row><span role=cell>가</span><span role=cell>나</span></div>",
            ["가 | 나"],
        ),
        ("<main>가</main><nav>나</nav><center>다</center><legend>라</legend>마", [*"가나다라마"]),
    ],
)
def test_whatever_stood_apart_stands_apart(
    html: str, lines: list[str], person: Callable[..., Page]
) -> None:
    page = person("member")
    surface = begin(page, "여러 가지 표")
    paste(surface, html=html)
    text = publish(page, "여러 가지 표")
    said = [" ".join(each.split()) for each in text.locator("p").all_inner_texts()]
    assert said == lines


WORD = """<p class=MsoNormal>앞글<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
lang=EN-US style='mso-list:Ignore'>1.<span style='font:7pt "Times New Roman"'>&nbsp;&nbsp;
</span></span><![endif]>첫째<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span>&nbsp;&nbsp;</span></span><![endif]>둘째</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>점</p>"""


def test_lists_of_word_are_lists(person: Callable[..., Page]) -> None:
    page = person("member")
    surface = begin(page, "워드에서 온 글")
    paste(surface, html=WORD)
    text = publish(page, "워드에서 온 글")
    expect(text.locator("ol > li")).to_have_text(["첫째", "둘째"])
    expect(text.locator("ul > li")).to_have_text(["점"])
    expect(text.locator("p")).to_have_text(["앞글"])


def test_what_is_selected_goes_into_a_new_fold(person: Callable[..., Page]) -> None:
    page = person("member")
    begin(page, "골라서 접은 글")
    page.keyboard.type("남길 말")
    page.keyboard.press("Enter")
    page.keyboard.type("고른 글")
    page.keyboard.press("Shift+Home")
    press(page, "접기")
    text = publish(page, "골라서 접은 글")
    expect(text.locator("details p")).to_have_text("고른 글")
    expect(text.locator("> p").first).to_have_text("남길 말")


def test_the_words_win_over_a_picture_of_them(person: Callable[..., Page], shot: str) -> None:
    page = person("member")
    surface = begin(page, "엑셀에서 온 글")
    paste(surface, html=SHEET, text="품목\t값\n사과\t1200", picture=shot)
    expect(surface).to_contain_text("사과")
    paste(surface, html='<img src="file:///tmp/x.png">', picture=shot)
    expect(surface.locator("figure")).to_have_count(1)
    text = publish(page, "엑셀에서 온 글")
    expect(text).to_contain_text("1200")
    area = page.locator("#write textarea")
    paste(area, text="댓글에 붙인 말", picture=shot)
    expect(page.locator("[data-thumbs] img")).to_have_count(0)
    paste(area, picture=shot)
    expect(page.locator("[data-thumbs] img")).to_have_count(1)


def test_what_is_bold_elsewhere_is_bold_and_nothing_else(person: Callable[..., Page]) -> None:
    page = person("member")
    surface = begin(page, "문서에서 온 글")
    paste(
        surface,
        html='<b style="font-weight:normal" id="docs-internal-guid-1"><p>보통 '
        '<span style="font-weight:700">굵게</span></p></b>',
    )
    text = publish(page, "문서에서 온 글")
    expect(text.locator("strong")).to_have_text(["굵게"])
    expect(text.locator("p")).to_have_text(["보통 굵게"])


def test_a_post_of_ones_own_is_copied_with_its_pictures(
    person: Callable[..., Page], shot: str
) -> None:
    page = person("member")
    surface = begin(page, "사진이 있는 글")
    paste(surface, picture=shot)
    expect(surface.locator("figure img")).to_have_count(1)
    text = publish(page, "사진이 있는 글")
    source = text.locator("img").first.evaluate("image => image.src")
    surface = begin(page, "옮겨 쓴 글")
    paste(surface, html=f'<p>앞</p><figure><img src="{source}" alt="꽃"></figure><p>뒤</p>')
    paste(surface, html=f'<p>또</p><img src="{source}">')
    expect(surface.locator("figure img")).to_have_count(2)
    paste(surface, html='<img src="https://elsewhere.example/media/x.webp">')
    expect(surface.locator("figure img")).to_have_count(2)


def test_what_is_typed_into_a_new_fold_is_in_it(person: Callable[..., Page]) -> None:
    page = person("member")
    begin(page, "접은 글")
    press(page, "접기")
    page.keyboard.type("범인은 집사")
    text = publish(page, "접은 글")
    expect(text.locator("details")).to_have_count(1)
    expect(text.locator("details p")).to_have_text("범인은 집사")


def test_a_fold_with_nothing_but_a_title_keeps_it(person: Callable[..., Page]) -> None:
    page = person("member")
    surface = begin(page, "제목만 쓴 접은 글")
    press(page, "접기")
    surface.locator(".fold-title").click(click_count=3)
    page.keyboard.type("여기에 다 써 버렸다")
    text = publish(page, "제목만 쓴 접은 글")
    expect(text).to_contain_text("여기에 다 써 버렸다")


def test_a_fold_that_was_not_touched_says_nothing(person: Callable[..., Page]) -> None:
    page = person("member")
    begin(page, "안 쓴 접기")
    page.keyboard.type("앞말")
    page.keyboard.press("Enter")
    press(page, "접기")
    text = publish(page, "안 쓴 접기")
    expect(text).to_have_text("앞말")


@pytest.mark.parametrize("place", [".fold-title", ".fold-title + p"])
def test_backspace_takes_a_fold_away_that_says_nothing(
    place: str, person: Callable[..., Page]
) -> None:
    page = person("member")
    surface = begin(page, "지운 접기")
    page.keyboard.type("앞말")
    page.keyboard.press("Enter")
    press(page, "접기")
    surface.locator(place).click(delay=A_PRESS)
    page.keyboard.press("Backspace")
    expect(surface.locator(".fold")).to_have_count(0)
    page.keyboard.type("뒷말")
    expect(surface).to_contain_text("뒷말")


def test_backspace_leaves_a_fold_with_a_picture(person: Callable[..., Page], shot: str) -> None:
    page = person("member")
    surface = begin(page, "접은 사진")
    press(page, "접기")
    paste(surface, picture=shot)
    expect(surface.locator(".fold figure img")).to_have_count(1)
    surface.locator(".fold-title").click(delay=A_PRESS)
    page.keyboard.press("Backspace")
    page.keyboard.type("누르면 보여")
    expect(surface.locator(".fold-title")).to_contain_text("누르면 보여")
    expect(surface.locator(".fold figure img")).to_have_count(1)


def test_an_emptied_text_is_not_published(person: Callable[..., Page]) -> None:
    page = person("member")
    begin(page, "비울 글")
    page.keyboard.type("처음 글")
    publish(page, "비울 글")
    page.get_by_role("link", name="수정").first.click()
    surface = page.locator(".editor .body")
    surface.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.locator(".error").first).to_contain_text("아직 아무것도")


KEY = """(area) => area.dispatchEvent(Object.defineProperty(
  new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }),
  "keyCode", { value: 229 }))"""


def test_enter_that_ends_a_syllable_takes_no_name(person: Callable[..., Page]) -> None:
    writer, page = person("member"), person("operator")
    begin(writer, "부를 글")
    writer.keyboard.type("글")
    publish(writer, "부를 글")
    page.goto(writer.url)
    area = page.locator("#write textarea")
    area.click()
    page.keyboard.type("@글")
    expect(page.get_by_role("listbox", name="누구를 부를까요?")).to_be_visible()
    # As Safari says it: nothing is being composed any more, and the number is 229.
    assert area.evaluate(KEY)
    expect(area).to_have_value("@글")
    page.keyboard.press("Enter")
    expect(area).to_have_value("@글쓴이 ")


@pytest.mark.parametrize(
    "path", ["/search?q=글", "/자유/write", "/accounts/signup", "/calls/settings"]
)
def test_no_field_makes_a_telephone_zoom_in(path: str, person: Callable[..., Page]) -> None:
    page = person("member" if path != "/accounts/signup" else None)
    page.goto(path)
    sizes = page.eval_on_selector_all(
        "input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), select, textarea",
        "all => all.map((one) => [one.name, parseFloat(getComputedStyle(one).fontSize)])",
    )
    assert sizes and [one for one in sizes if one[1] < 16] == []


def test_arabic_goes_from_the_right(person: Callable[..., Page]) -> None:
    page = person("member")
    begin(page, "שלום עולם!")
    page.keyboard.type("مرحبا 1, 2!")
    text = publish(page, "שלום עולם!")
    places = text.locator("p").first.evaluate(
        """(line) => {
            const range = document.createRange();
            const { firstChild: words } = line;
            const place = (at) => {
              range.setStart(words, at);
              range.setEnd(words, at + 1);
              return range.getBoundingClientRect().x;
            };
            return [place(0), place(words.length - 1), line.getBoundingClientRect().right];
        }"""
    )
    first, last, right = places
    assert last < first and right - first < 60
