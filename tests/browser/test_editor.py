"""Writing with the editor as a person does: on a phone, with Hangul, pictures, and a crash."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from madang.core.richtext import rich_to_html, to_html

from ..attachments.attacks import attacks
from .conftest import DESKTOP, sign_in, sign_up


@pytest.fixture
def shots(tmp_path: Path) -> list[str]:
    names = [str(tmp_path / f"사진 {number}.jpg") for number in range(2)]
    for number, name in enumerate(names):
        Image.new("RGB", (1200, 800), (200, 60 * number, 60)).save(name)
    return names


def begin(page: Page, title: str) -> Any:
    """Open the editor and give the post a title; return where one writes."""
    page.goto("/자유/write")
    surface = page.locator(".editor .body")
    expect(surface).to_be_visible()
    page.get_by_label("제목", exact=True).and_(page.locator("input")).fill(title)
    surface.click()
    return surface


def publish(page: Page, title: str) -> Any:
    page.get_by_role("button", name="올리기").click()
    page.get_by_role("heading", level=1, name=title).wait_for()
    return page.locator(".post .text.body")


def press(page: Page, act: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name=act, exact=True).click()


@pytest.mark.parametrize("dark", [False, True])
def test_a_post_with_everything_in_it(
    dark: bool, person: Callable[..., Page], shots: list[str]
) -> None:
    page = person("member", **({"viewport": DESKTOP, "color_scheme": "dark"} if dark else {}))
    surface = begin(page, f"다 들어 있는 글 {dark}")
    press(page, "소제목")
    page.keyboard.type("작은 제목")
    page.keyboard.press("Enter")
    press(page, "굵게")
    page.keyboard.type("굵은 말")
    press(page, "굵게")
    page.keyboard.type(" 보통 말")
    page.keyboard.press("Enter")
    press(page, "목록")
    page.keyboard.type("하나")
    page.keyboard.press("Enter")
    page.keyboard.type("둘")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator("[data-choose]").set_input_files(shots)
    expect(surface.locator("figure")).to_have_count(2)
    surface.locator(".alt").first.fill("빨간 네모")
    surface.locator("figure").nth(1).get_by_role("button", name="위로").click()
    assert not Axe().run(page).response["violations"]
    expect(page.locator("#text-count")).to_contain_text("/ 20,000자")
    text = publish(page, f"다 들어 있는 글 {dark}")
    expect(text.locator("h2")).to_have_text("작은 제목")
    expect(text.locator("strong")).to_have_text("굵은 말")
    expect(text.locator("ul li")).to_have_text(["하나", "둘"])
    pictures = text.locator("img")
    assert [one.get_attribute("alt") for one in pictures.all()] == ["", "빨간 네모"]
    expect(pictures.first).to_have_js_property("complete", True)
    assert pictures.first.evaluate("image => image.naturalWidth") > 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not Axe().run(page).response["violations"]


def test_hangul_is_composed_without_a_lost_or_doubled_syllable(
    person: Callable[..., Page],
) -> None:
    page = person("member")
    surface = begin(page, "한글로 쓴 글")
    keyboard = page.context.new_cdp_session(page)

    def compose(*states: str) -> None:
        for state in states[:-1]:
            at = {"selectionStart": len(state), "selectionEnd": len(state)}
            keyboard.send("Input.imeSetComposition", {"text": state, **at})
        keyboard.send("Input.insertText", {"text": states[-1]})

    for states in (("ㅎ", "하", "한", "한"), ("ㄱ", "그", "글", "글"), ("ㅇ", "으", "으", "으로")):
        compose(*states)
    page.keyboard.press("Enter")
    press(page, "굵게")
    compose("ㄲ", "구", "굵", "굵")
    compose("ㄱ", "게", "게")
    page.keyboard.press("Backspace")
    compose("ㄱ", "게", "게")
    expect(surface).to_have_text("한글으로굵게")
    text = publish(page, "한글로 쓴 글")
    expect(text.locator("p")).to_have_text(["한글으로", "굵게"])
    expect(text.locator("strong")).to_have_text("굵게")


def test_what_is_pasted_keeps_its_words_and_little_else(person: Callable[..., Page]) -> None:
    page = person("member")
    surface = begin(page, "붙여 넣은 글")
    surface.evaluate(
        """(element) => {
            const data = new DataTransfer();
            data.setData("text/html", '<h1 style="color:red">큰 제목</h1>'
                + '<p onclick="x()">말 <a href="https://a.example">링크</a>'
                + '<img src="https://evil.example/x.png"></p>');
            element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data }));
        }"""
    )
    expect(surface.locator("a")).to_have_attribute("href", "https://a.example")
    expect(surface.locator("img[src*=evil]")).to_have_count(0)
    text = publish(page, "붙여 넣은 글")
    expect(text).to_contain_text("큰 제목")
    expect(text.locator("a")).to_have_attribute("rel", re.compile("nofollow"))


def test_a_fold_is_closed_until_it_is_pressed(person: Callable[..., Page]) -> None:
    page = person("member")
    begin(page, "스포일러가 있는 글")
    press(page, "접기")
    page.keyboard.type("결말")
    page.keyboard.press("Enter")
    page.keyboard.type("범인은 집사")
    text = publish(page, "스포일러가 있는 글")
    expect(text.get_by_text("범인은 집사")).to_be_hidden()
    text.locator("summary").click()
    expect(text.get_by_text("범인은 집사")).to_be_visible()


def test_what_was_written_comes_back_after_a_crash(person: Callable[..., Page]) -> None:
    page = person()
    sign_up(page, "쓰다가-꺼진-사람")
    begin(page, "쓰다 만 글")
    press(page, "굵게")
    page.keyboard.type("굵은 약속")
    expect(page.locator(".draft-said")).to_have_text("임시 저장했어요.")
    page.evaluate("localStorage.clear()")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/me/drafts")
    page.get_by_role("link", name="쓰다 만 글").click()
    expect(page.locator(".editor .body strong")).to_have_text("굵은 약속")
    page.get_by_role("button", name="미리보기").click()
    expect(page.locator(".preview strong")).to_have_text("굵은 약속")
    expect(page.locator(".editor .body strong")).to_have_text("굵은 약속")


def test_a_post_is_changed_with_what_it_was_made_of(person: Callable[..., Page]) -> None:
    page = person("member")
    begin(page, "고쳐 쓸 글")
    press(page, "인용")
    page.keyboard.type("누가 한 말")
    publish(page, "고쳐 쓸 글")
    page.get_by_role("link", name="수정").click()
    surface = page.locator(".editor .body")
    expect(surface.locator("blockquote")).to_have_text("누가 한 말")
    surface.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("덧붙인 말")
    page.get_by_role("button", name="저장").click()
    expect(page.locator(".post .text.body")).to_contain_text("덧붙인 말")
    expect(page.locator(".post .text.body blockquote")).to_contain_text("누가 한 말")


def test_a_picture_that_is_none_says_so_and_nothing_is_lost(
    person: Callable[..., Page], tmp_path: Path
) -> None:
    page = person("member")
    surface = begin(page, "그림이 아닌 것")
    page.keyboard.type("쓰던 말")
    wrong = tmp_path / "문서.png"
    wrong.write_text("<svg onload=alert(1)>")
    page.locator("[data-choose]").set_input_files(str(wrong))
    expect(page.locator("[data-uploads]").get_by_role("alert")).to_contain_text(
        "읽을 수 있는 사진이"
    )
    expect(surface).to_contain_text("쓰던 말")


def test_without_scripts_the_same_is_typed(person: Callable[..., Page]) -> None:
    page = person(java_script_enabled=False)
    sign_in(page, "member")
    page.goto("/자유/write")
    page.get_by_label("제목", exact=True).fill("스크립트 없이 쓴 글")
    page.get_by_label("내용").fill("## 제목\n- 하나\n- 둘\n\n**굵게** 쓴 말\n+++ 접은 것\n안\n+++")
    page.get_by_role("button", name="올리기").click()
    text = page.locator(".post .text.body")
    expect(text.locator("h2")).to_have_text("제목")
    expect(text.locator("li")).to_have_text(["하나", "둘"])
    page.get_by_role("link", name="수정").click()
    expect(page.get_by_label("내용")).to_have_value(
        "## 제목\n\n- 하나\n- 둘\n\n**굵게** 쓴 말\n\n+++ 접은 것\n안\n+++"
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_six_pictures_a_link_a_poll_and_a_fold_on_a_telephone(
    scripts: bool, person: Callable[..., Page], tmp_path: Path
) -> None:
    page = person(java_script_enabled=scripts)
    sign_in(page, "member")
    shots = [str(tmp_path / f"{number}.jpg") for number in range(6)]
    for number, name in enumerate(shots):
        Image.new("RGB", (1300, 900), (40 * number, 120, 60)).save(name)
    title, link = f"여섯 장과 투표 {scripts}", "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    if scripts:
        begin(page, title)
        page.keyboard.type("오늘 다녀온 곳이에요")
        page.keyboard.press("Enter")
        page.keyboard.type(link)
        page.keyboard.press("Enter")
        page.locator(".editor [data-choose]").set_input_files(shots)
        expect(page.locator(".editor figure")).to_have_count(6, timeout=20_000)
        press(page, "접기")
        page.keyboard.type("가는 길")
        page.keyboard.press("Enter")
        page.keyboard.type("지하철 2호선")
    else:
        page.goto("/자유/write")
        page.get_by_label("제목", exact=True).fill(title)
        page.get_by_label("내용").fill(
            f"오늘 다녀온 곳이에요\n\n{link}\n\n+++ 가는 길\n지하철 2호선\n+++"
        )
        page.locator("#pictures").set_input_files(shots)
    page.get_by_text("투표·테스트 넣기").click()
    page.get_by_label("투표·테스트").select_option(label="투표")
    page.get_by_label("질문", exact=True).first.fill("다음에는 어디로 갈까요?")
    if scripts:
        page.locator(".choice-words").nth(0).fill("바다")
        page.locator(".choice-words").nth(1).fill("산")
    else:
        page.get_by_label("선택지").fill("바다\n산")
    text = publish(page, title)
    expect(text.locator("figure img")).to_have_count(6)
    expect(text.locator(".card")).to_have_count(1)
    expect(page.get_by_role("button", name="영상 보기")).to_have_count(1 if scripts else 0)
    expect(text.get_by_text("지하철 2호선")).to_be_hidden()
    text.locator("summary").click()
    expect(text.get_by_text("지하철 2호선")).to_be_visible()
    page.get_by_role("radio", name="바다").check()
    page.get_by_role("button", name="투표하기", exact=True).click()
    expect(page.get_by_text("100% · 1표")).to_be_visible()
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not Axe().run(page).response["violations"]


def ran(page: Page) -> list[int]:
    """Return the numbers of what has run in a page by now, after every event was tried."""
    page.evaluate(
        """() => {
            for (const element of document.querySelectorAll("main *")) {
                for (const event of ["mouseover", "pointerenter", "focus", "scroll"]) {
                    element.dispatchEvent(new Event(event, { bubbles: true }));
                }
                if (!element.closest("a[href^=http], form")) element.click?.();
            }
        }"""
    )
    page.wait_for_timeout(300)
    found: list[int] = page.evaluate("globalThis.found ?? []")
    return found


def put(page: Page, html: str) -> None:
    page.evaluate(
        """(html) => {
            globalThis.found = [];
            globalThis.ran = (number) => globalThis.found.push(number);
            const main = document.querySelector("main");
            main.innerHTML = html;
        }""",
        html,
    )


@pytest.mark.parametrize("clean", [rich_to_html, to_html])
def test_nothing_that_people_write_runs_with_the_policy_or_without(
    clean: Callable[[str], str], person: Callable[..., Page]
) -> None:
    page = person()
    page.set_content("<main></main>")
    put(page, "".join(f"<div>{attack}</div>" for attack in attacks() if attack.startswith("<img")))
    assert len(ran(page)) > 5, "uncleaned, they run"
    cleaned = "".join(f"<div>{clean(attack)}</div>" for attack in attacks())
    page.set_content("<main></main>")
    put(page, cleaned)
    assert ran(page) == []
    page.goto("/about/anonymity")
    page.evaluate(
        """() => {
            globalThis.blocked = [];
            addEventListener("securitypolicyviolation", () => globalThis.blocked.push(1));
        }"""
    )
    put(page, cleaned)
    assert ran(page) == [] and page.evaluate("globalThis.blocked") == []


def test_a_poll_comes_back_with_the_draft_and_there_is_one_draft(
    person: Callable[..., Page],
) -> None:
    page = person()
    sign_up(page, "투표를-쓰다-만-사람")
    page.goto("/정보/write")
    page.locator(".editor .body").fill("골라 주세요")
    page.get_by_text("투표·테스트 넣기").click()
    page.get_by_label("투표·테스트").select_option(label="투표")
    page.get_by_label("질문", exact=True).first.fill("어느 쪽이 좋아요?")
    page.locator(".choice-words").nth(0).fill("이쪽")
    page.locator(".choice-words").nth(1).fill("저쪽")
    expect(page.locator(".draft-said")).to_have_text("임시 저장했어요.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="이어 쓰기").click()
    expect(page.locator(".editor .body")).to_have_text("골라 주세요")
    expect(page.get_by_label("질문", exact=True).first).to_have_value("어느 쪽이 좋아요?")
    expect(page.locator(".choice-words").nth(1)).to_have_value("저쪽")
    page.get_by_label("제목", exact=True).and_(page.locator("input")).fill("이어 쓴 투표")
    publish(page, "이어 쓴 투표")
    expect(page.get_by_role("heading", name="어느 쪽이 좋아요?")).to_be_visible()
    page.goto("/me/drafts")
    expect(page.get_by_text("임시 저장한 글이 없어요.")).to_be_visible()


@pytest.mark.parametrize("how", ["paste", "drop"])
def test_pictures_are_pasted_and_dropped(how: str, person: Callable[..., Page]) -> None:
    page = person("member", viewport=DESKTOP)
    surface = begin(page, f"사진을 {how}")
    page.keyboard.type("여기에")
    surface.evaluate(
        """(element, how) => {
            const canvas = document.createElement("canvas");
            canvas.width = 700;
            canvas.height = 500;
            canvas.getContext("2d").fillRect(0, 0, 300, 300);
            // Not toBlob: it waits for an idle moment, which a busy machine may not have.
            const drawn = atob(canvas.toDataURL("image/png").split(",")[1]);
            const bytes = Uint8Array.from(drawn, (letter) => letter.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], "붙인 것.png", { type: "image/png" }));
            const { x, y } = element.getBoundingClientRect();
            const more = { bubbles: true, cancelable: true, clientX: x + 20, clientY: y + 20 };
            element.dispatchEvent(how === "paste"
                ? new ClipboardEvent("paste", { clipboardData: data, ...more })
                : new DragEvent("drop", { dataTransfer: data, ...more }));
        }""",
        how,
    )
    expect(surface.locator("figure img")).to_have_count(1, timeout=10_000)
    text = publish(page, f"사진을 {how}")
    expect(text.locator("img")).to_have_attribute("width", "700")
    expect(text).to_contain_text("여기에")


def test_a_picture_that_is_moved_stays_under_the_thumb(
    person: Callable[..., Page], tmp_path: Path
) -> None:
    page = person("member")
    begin(page, "사진을 옮기는 글")
    files = []
    for number in range(4):
        files.append(str(tmp_path / f"{number}.png"))
        Image.new("RGB", (600, 700), (50 * number, 90, 120)).save(files[-1])
    page.locator(".editor [data-choose]").set_input_files(files)
    figures = page.locator(".editor figure")
    expect(figures).to_have_count(4)
    last = figures.nth(3).locator("img").get_attribute("src")
    up = figures.nth(3).get_by_role("button", name="위로")
    up.scroll_into_view_if_needed()
    before = up.bounding_box()
    up.click()
    moved = figures.nth(2)
    expect(moved.locator("img")).to_have_attribute("src", str(last))
    after = moved.get_by_role("button", name="위로").bounding_box()
    assert before and after and abs(before["y"] - after["y"]) < 2
    expect(moved.get_by_role("button", name="위로")).to_be_focused()
    moved.get_by_role("button", name="삭제").click()
    expect(figures).to_have_count(3)


def test_a_button_pressed_within_a_syllable_loses_and_doubles_nothing(
    person: Callable[..., Page],
) -> None:
    page = person("member")
    surface = begin(page, "조합하다 누른 글")
    keyboard = page.context.new_cdp_session(page)
    for state in ("ㅎ", "하"):
        at = {"selectionStart": 1, "selectionEnd": 1}
        keyboard.send("Input.imeSetComposition", {"text": state, **at})
    press(page, "굵게")
    page.keyboard.insert_text("늘")
    expect(surface).to_have_text("하늘")
    text = publish(page, "조합하다 누른 글")
    expect(text.locator("strong")).to_have_text("늘")


def test_an_address_without_its_beginning_is_a_link_and_others_are_refused(
    person: Callable[..., Page],
) -> None:
    page = person("member")
    surface = begin(page, "링크를 넣는 글")
    surface.fill("여기를 보세요")
    surface.press("Control+a")
    page.locator("[data-act=link]").click()
    form = page.get_by_role("dialog", name="링크")
    expect(form.get_by_label("보이는 글자")).to_have_value("여기를 보세요")
    form.get_by_label("주소", exact=True).fill("그냥 말")
    form.get_by_role("button", name="넣기").click()
    expect(form.get_by_role("alert")).to_contain_text("링크 주소가 아니에요")
    assert not Axe().run(page).response["violations"]
    form.get_by_label("주소", exact=True).fill("example.com/가나")
    form.get_by_role("button", name="넣기").click()
    text = publish(page, "링크를 넣는 글")
    expect(text.get_by_role("link")).to_have_attribute("href", "https://example.com/가나")


def test_a_link_does_not_stick_to_the_words_beside_it(person: Callable[..., Page]) -> None:
    page = person("member")
    begin(page, "말 사이의 링크")
    page.keyboard.type("앞말")
    page.locator("[data-act=link]").click()
    form = page.get_by_role("dialog", name="링크")
    form.get_by_label("주소", exact=True).fill("https://example.com/a")
    form.get_by_label("주소", exact=True).press("Enter")
    page.keyboard.type("뒷말")
    text = publish(page, "말 사이의 링크")
    expect(text.locator("p").first).to_have_text("앞말 https://example.com/a 뒷말")
    expect(text.get_by_role("link")).to_have_attribute("href", "https://example.com/a")


def test_a_picture_alone_is_a_post(person: Callable[..., Page], shots: list[str]) -> None:
    page = person("member")
    begin(page, "사진 한 장뿐인 글")
    page.locator(".editor [data-choose]").set_input_files(shots[:1])
    page.locator(".editor figure").wait_for()
    expect(page.locator(".draft-said")).to_have_text("임시 저장했어요.")
    text = publish(page, "사진 한 장뿐인 글")
    expect(text.locator("img")).to_have_count(1)
