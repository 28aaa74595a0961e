"""What people expect to find: pictures that open, sharing, looks, keys, emoji, what is new."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, Route, expect

from ..services.demo import copy_demo
from ..services.madang import serving
from .conftest import DESKTOP, PHONE, write_post

KAKAO_KEY = "0123456789abcdef"
SDK = "https://t1.kakaocdn.net/**"
# What Kakao's own script offers, as its documentation says; it notes what it was told.
STUB = """window.Kakao = {
  isInitialized: () => Boolean(window.keyGiven),
  init: (key) => { window.keyGiven = key; },
  Share: { sendDefault: (card) => { window.cardSent = card; } },
};"""


UNSIGNED = """() => {
  document.head.append = (script) => {
    script.removeAttribute("integrity");
    Element.prototype.append.call(document.head, script);
  };
}"""


def axe_finds_nothing(page: Page) -> None:
    assert not Axe().run(page).response["violations"]


@pytest.fixture
def pictured(person: Callable[..., Page], tmp_path: Path) -> tuple[Page, str]:
    """A phone at a post with two pictures and a comment with one; and the post's address."""
    page = person("member")
    shots = []
    for number in range(3):
        shots.append(str(tmp_path / f"{number}.jpg"))
        Image.new("RGB", (1300, 900), (70 * number, 120, 60)).save(shots[-1])
    page.goto("/자유/write")
    page.get_by_label("제목").fill("사진 두 장")
    page.locator(".editor [data-choose]").set_input_files(shots[:2])
    expect(page.locator(".editor figure")).to_have_count(2)
    page.get_by_role("button", name="올리기").click()
    page.get_by_role("heading", level=1, name="사진 두 장").wait_for()
    page.locator("#write [data-choose]").set_input_files(shots[2:])
    expect(page.locator("[data-thumbs] img")).to_have_count(1)
    page.get_by_role("button", name="댓글 쓰기").click()
    page.locator(".comment .text img").wait_for()
    return page, page.url.split("?")[0].split("#")[0]


def test_pictures_open_swipe_grow_and_close_by_going_back(pictured: tuple[Page, str]) -> None:
    page, address = pictured
    page.goto(address)
    page.locator("article .text img").nth(1).click()
    viewer = page.locator("dialog.viewer")
    expect(viewer.get_by_role("status")).to_have_text("2 / 3")
    axe_finds_nothing(page)
    viewer.get_by_role("button", name="다음").click()
    expect(viewer.get_by_role("status")).to_have_text("3 / 3")
    page.keyboard.press("ArrowLeft")
    expect(viewer.get_by_role("status")).to_have_text("2 / 3")
    viewer.locator("img").nth(1).click()
    expect(viewer.locator("figure.large")).to_have_count(1)
    page.go_back()
    expect(viewer).to_have_count(0)
    assert page.url == address
    page.locator("#thread .text img").click()
    expect(viewer.get_by_role("status")).to_have_text("3 / 3")
    viewer.get_by_role("button", name="닫기").click()
    expect(viewer).to_have_count(0)


def test_without_scripts_a_picture_is_the_picture_itself(
    pictured: tuple[Page, str], person: Callable[..., Page]
) -> None:
    plain = person(java_script_enabled=False)
    plain.goto(pictured[1])
    with plain.expect_response("**/media/pictures/*.webp") as answer:
        plain.locator("article .text a[data-picture]").first.click()
    assert answer.value.ok and re.search(r"/[0-9a-f]{32}\.webp$", plain.url)


def test_looks_are_one_tap_away_and_stay(person: Callable[..., Page]) -> None:
    page = person()
    page.goto("/자유")
    page.locator(".looks summary").click()
    before = page.evaluate("getComputedStyle(document.body).fontSize")
    page.get_by_label("아주 크게").check()
    axe_finds_nothing(page)
    page.goto("/accounts/login")
    after = page.evaluate("getComputedStyle(document.body).fontSize")
    assert float(after.removesuffix("px")) > float(before.removesuffix("px"))
    page.locator(".looks summary").click()
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile("/accounts/login$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert [
        cookie["name"] for cookie in page.context.cookies() if cookie["name"] != "csrftoken"
    ] == ["language"]
    page.keyboard.press("Escape")


def test_keys_go_along_lists_and_comments(person: Callable[..., Page]) -> None:
    page = person(viewport=DESKTOP)
    page.goto("/자유")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator(".posts > li a").first
    expect(first).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("다음 새 댓글")
    axe_finds_nothing(page)
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 640, "height": 400})
    page.keyboard.press("/")
    # Where the box has no room its page is opened.
    expect(page.get_by_label("검색어")).to_be_focused()
    page.go_back()
    page.set_viewport_size(DESKTOP)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first).to_be_focused()
    page.keyboard.type("jk?")
    expect(page.locator(".top-search [name=q]")).to_have_value("jk?")
    page.locator(".looks summary").click()
    page.get_by_role("group", name="단축키").get_by_label("끄기").check()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_keys_pressed_before_their_file_came_are_not_lost(person: Callable[..., Page]) -> None:
    page = person(viewport=DESKTOP)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/keys*.js", hold)
    page.goto("/자유")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_count(0)
    held[0].continue_()
    expect(page.locator(".posts > li a").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".posts > li a").first).to_be_focused()


def test_emoji_complete_in_titles_and_comments(person: Callable[..., Page]) -> None:
    page = person("member")
    page.goto("/자유/write")
    title = page.get_by_label("제목")
    title.press_sequentially("고양이 :heart_eyes_c")
    page.get_by_role("listbox", name="이모지").get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    expect(title).to_have_value("고양이 😻")
    write_post(page, "이모지를 쓸 글")
    area = page.get_by_label("댓글 내용")
    area.press_sequentially("좋네요 :엄지")
    page.get_by_role("listbox", name="이모지").get_by_role("option").first.wait_for()
    axe_finds_nothing(page)
    page.get_by_role("option", name="올린 엄지").first.click()
    expect(area).to_have_value("좋네요 👍")
    area.press_sequentially(" 12:30에 봐요")
    expect(page.get_by_role("listbox", name="이모지")).to_be_hidden()


def test_what_is_new_since_the_last_visit_is_marked(person: Callable[..., Page]) -> None:
    page, writer = person(), person("member")
    page.clock.install()
    page.goto("/정보")
    expect(page.locator(".fresh")).to_have_count(0)
    writer.goto("/정보/write")
    writer.get_by_label("제목").fill("새로 온 글")
    writer.locator(".editor .body").fill("새 글이에요")
    writer.get_by_role("button", name="올리기").click()
    writer.get_by_role("heading", level=1, name="새로 온 글").wait_for()
    page.clock.fast_forward("01:00:00")
    for _ in range(20):
        page.goto("/정보")
        if page.get_by_role("link", name="새로 온 글").count():
            break
        page.wait_for_timeout(250)
    row = page.locator(".posts > li", has_text="새로 온 글")
    expect(row.locator(".fresh")).to_have_text("새 글")
    expect(page.locator(".fresh")).to_have_count(1)


def test_a_test_is_made_by_rows(person: Callable[..., Page]) -> None:
    page = person("member")
    page.goto("/유머/write")
    page.get_by_label("제목").fill("줄로 만든 테스트")
    page.locator(".editor .body").fill("해 보세요")
    page.get_by_text("투표·테스트 넣기").click()
    page.get_by_label("투표·테스트").select_option(label="테스트 (점수와 결과)")
    rows = page.locator(".extra-quiz .rows-of")
    rows.get_by_label("질문", exact=True).fill("아침에는?")
    for number, (words, points) in enumerate((("더 자요", "0"), ("나가요", "2"))):
        rows.get_by_label("답", exact=True).nth(number).fill(words)
        rows.get_by_label("점수", exact=True).nth(number).fill(points)
    rows.get_by_label("몇 점까지").fill("2")
    rows.get_by_label("결과 이름").fill("둘 다 좋아요")
    axe_finds_nothing(page)
    page.get_by_role("button", name="올리기").click()
    page.get_by_role("heading", level=1, name="줄로 만든 테스트").wait_for()
    page.get_by_label("나가요").check()
    page.get_by_role("button", name=re.compile("결과")).click()
    expect(page.get_by_text("둘 다 좋아요").first).to_be_visible()


def test_a_visitor_who_recommends_is_told_why_and_comes_back(person: Callable[..., Page]) -> None:
    address = write_post(person("member"), "추천하고 싶은 글").split("?")[0]
    page = person()
    page.goto(address)
    page.get_by_role("link", name="추천 0").click()
    expect(page.get_by_text("추천하려면 로그인해 주세요.")).to_be_visible()
    page.get_by_label("아이디").fill("operator")
    page.get_by_label("비밀번호").fill("madang-demo-1")
    page.get_by_role("main").get_by_role("button", name="로그인", exact=True).click()
    page.get_by_role("button", name="추천 0").click()
    expect(page.get_by_role("button", name="추천됨 1")).to_be_visible()


def test_reactions_are_pressed_where_one_reads(person: Callable[..., Page]) -> None:
    address = write_post(person("member"), "반응할 글").split("?")[0]
    page = person("operator")
    page.goto(address)
    page.get_by_role("button", name="👍").click()
    expect(page.get_by_role("button", name="👍 1")).to_have_attribute("aria-pressed", "true")
    assert page.url == address
    axe_finds_nothing(page)


def test_the_bar_marks_where_one_is_and_lists_leave_forms_alone(
    person: Callable[..., Page],
) -> None:
    page = person("member")
    here = {
        "/": "홈",
        "/popular": "인기글",
        "/자유/write": "글쓰기",
        "/calls": "호출",
        "/me": "내 글",
    }
    for address, name in here.items():
        page.goto(address)
        bar = page.get_by_role("navigation", name="바로 가기")
        expect(bar.locator('[aria-current="page"]')).to_contain_text(name)
        shown = [link.inner_text() for link in page.locator("a:visible").all()]
        assert sum(bool(re.fullmatch(r"호출\s*\d*", text)) for text in shown) == 1
    for address in ("/자유/write", "/accounts/", "/filters", "/없음", "/accounts/password"):
        page.goto(address)
        expect(page.locator(".beside")).to_have_count(0)


@pytest.mark.parametrize("works", [True, False])
def test_sharing_by_kakaotalk_loads_nothing_before_it_is_pressed(
    works: bool, chromium: object, tmp_path: Path
) -> None:
    copy_demo(str(tmp_path))
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if works:
            route.fulfill(body=STUB, headers={"Access-Control-Allow-Origin": "*"})
        else:
            route.abort()

    with serving(tmp_path, "demo", MADANG_KAKAO_JS_KEY=KAKAO_KEY) as served:
        context = chromium.new_context(  # type: ignore[attr-defined]
            viewport=PHONE,
            locale="ko-KR",
            base_url=served.address,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.route(SDK, answer)
        page = context.new_page()
        page.goto("/사진")
        page.locator(".posts a").first.click()
        button = page.get_by_role("button", name="카카오톡 공유")
        expect(button).to_be_visible()
        assert asked == []
        if works:
            # What is served here is not Kakao's own file.
            page.evaluate(UNSIGNED)
        button.click()
        if works:
            expect(page.locator("script[src*=kakao]")).to_have_count(1)
            while not page.evaluate("Boolean(window.cardSent)"):
                page.wait_for_timeout(100)
            card = page.evaluate("window.cardSent")
            assert page.evaluate("window.keyGiven") == KAKAO_KEY
            assert re.search(r"/p/\d+$", card["content"]["link"]["webUrl"])
            assert card["objectType"] == "feed" and "/media/" in card["content"]["imageUrl"]
        else:
            expect(page.get_by_role("button", name="카카오톡을 열지 못했어요.")).to_be_visible()
            copied = page.evaluate("navigator.clipboard.readText()")
            assert re.search(r"/p/\d+$", copied)
        assert len(asked) == 1
        context.close()
