"""Finding posts in a browser: search with suggestions, popular lists, what is beside a page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import DESKTOP, PHONE, write_comment, write_post
from .test_other_boards import axe_finds_nothing

Person = Callable[..., Page]
# The index is looked at each second: what is new is found within five.
SOON = 10_000


def search(page: Page, words: str) -> None:
    page.goto("/search")
    page.get_by_role("main").get_by_label("검색어").fill(words)
    page.get_by_role("main").get_by_role("button", name="검색").click()


def found_soon(page: Page, words: str, title: str) -> None:
    """Search again and again until a post is found, as a reader would."""
    for _ in range(20):
        search(page, words)
        if page.locator(".results .title", has_text=title).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{title} was not found")


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_for_finding_are_accessible_and_fit(
    size: dict[str, int], scheme: str, person: Person
) -> None:
    page = person(viewport=size, color_scheme=scheme)
    for path in ("/search", "/search?q=댓글", "/search?q=없는말없는말", "/popular", "/popular/day"):
        page.goto(path)
        if size is DESKTOP and path != "/search":
            expect(page.locator(".beside .short").first).to_be_visible()
        axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_new_post_is_found_and_a_deleted_one_no_more(person: Person) -> None:
    page = person("member")
    address = write_post(page, "얼룩다람쥐를 보았다", "뒷산에서 도토리를 물고 있었다")
    write_comment(page, "저는 너구리를 봤어요")
    found_soon(page, "얼룩 다람쥐", "얼룩다람쥐를 보았다")
    expect(page.locator(".results mark").first).to_have_text("얼룩다람쥐")
    found_soon(page, "너구리", "얼룩다람쥐를 보았다")
    page.locator(".results a").first.click()
    expect(page.locator(".comment:target")).to_contain_text("너구리를 봤어요")
    page.goto(address + "/delete")
    page.get_by_role("main").get_by_role("button", name="삭제").click()
    search(page, "얼룩다람쥐")
    expect(page.get_by_role("main").get_by_text("검색 결과가 없어요")).to_be_visible()


def test_titles_are_suggested_while_one_types(person: Person) -> None:
    writer, page = person("member"), person()
    title = "무지개송어 낚는 법"
    write_post(writer, title)
    found_soon(page, "무지개송어", title)
    page.goto("/search")
    line = page.get_by_role("combobox", name="검색어")
    line.press_sequentially("무지개")
    option = page.get_by_role("option", name=title)
    expect(option).to_be_visible()
    axe_finds_nothing(page)
    line.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    with page.expect_response(re.compile("suggestions")):
        line.press_sequentially("송")
    expect(option).to_be_visible()
    # What was chosen is no more: nothing is named that Enter would not take.
    expect(line).not_to_have_attribute("aria-activedescendant", re.compile(".*"))
    option.click(button="right")
    expect(page).to_have_url(re.compile("/search$"))
    line.press("Escape")
    expect(option).to_be_hidden()
    with page.expect_response(re.compile("suggestions")):
        line.press_sequentially("어")
    expect(option).to_be_visible()
    line.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    line.press("Enter")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_the_box_above_every_page_suggests_too(person: Person) -> None:
    writer, page = person("member"), person(viewport=DESKTOP)
    title = "산천어 축제에 다녀왔다"
    write_post(writer, title)
    found_soon(page, "산천어", title)
    page.goto("/자유")
    line = page.get_by_role("banner").get_by_label("자유에서 검색")
    option = page.get_by_role("option", name=title)
    # What was suggested before the post was found is kept for a while, for everybody.
    for _ in range(30):
        line.press_sequentially("산천어", delay=50)
        page.wait_for_timeout(2000)
        if option.is_visible():
            break
        line.fill("")
    expect(option).to_be_visible()
    axe_finds_nothing(page)
    option.click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_the_other_keyboard_is_thought_of(person: Person) -> None:
    page = person()
    found_soon(page, "댓글", "댓글")
    search(page, "eotrmf")
    page.get_by_role("link", name="댓글", exact=True).click()
    expect(page.locator(".results li").first).to_be_visible()


def test_search_works_without_scripts(person: Person) -> None:
    page = person(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="검색").first.click()
    page.get_by_role("main").get_by_label("검색어").fill("댓글")
    page.get_by_label("정렬").select_option("최신순")
    page.get_by_role("main").get_by_role("button", name="검색").click()
    expect(page.locator(".results li").first).to_be_visible()
    page.get_by_role("link", name="다음", exact=True).click()
    expect(page).to_have_url(re.compile("sort=time.*page=2"))


def test_what_is_like_a_post_comes_when_one_gets_there(person: Person) -> None:
    page = person()
    page.goto("/popular")
    page.locator(".posts a").first.click()
    related = page.locator(".related")
    related.scroll_into_view_if_needed()
    expect(related.locator(".posts li").first).to_be_visible()
    related.get_by_role("link", name="댓글없는글").click()
    expect(related.locator('[aria-current="true"]')).to_have_text("댓글없는글")
    axe_finds_nothing(page)


def test_the_lists_beside_a_page_go_on_by_themselves(person: Person) -> None:
    page, writer = person(viewport=DESKTOP), person("member")
    page.clock.install()
    page.goto("/정보")
    expect(page.locator(".beside .short").first).to_be_visible()
    write_post(writer, "옆에 뜨는 글")
    for _ in range(10):
        page.clock.run_for(16_000)
        if page.locator(".beside").get_by_text("옆에 뜨는 글").count():
            break
        page.wait_for_timeout(1000)
    expect(page.locator(".beside").get_by_text("옆에 뜨는 글").first).to_be_visible()


def top_of_page(page: Page) -> float:
    box = page.locator(".sections").bounding_box()
    assert box is not None
    return box["y"]


def test_a_visitor_from_elsewhere_is_shown_boards_and_puts_them_away(person: Person) -> None:
    operator = person("operator")
    operator.goto("/console/places")
    operator.get_by_label("어디에서 온 사람에게").select_option("미국")
    operator.get_by_label("정보", exact=True).check()
    operator.get_by_role("button", name="저장").click()
    at_home = person(timezone_id="Asia/Seoul")
    at_home.goto("/")
    abroad = person(timezone_id="America/New_York")
    abroad.goto("/")
    hello = abroad.locator("[data-visitor]")
    expect(hello).to_contain_text("미국에서 오셨나요?")
    expect(hello.get_by_role("link", name="정보")).to_be_visible()
    axe_finds_nothing(abroad)
    expect(at_home.locator("[data-visitor]")).to_be_hidden()
    assert top_of_page(abroad) == top_of_page(at_home), "it moved what one reads"
    assert abroad.context.cookies() == []
    hello.get_by_role("button", name="1주일 보지 않기").click()
    abroad.goto("/정보")
    abroad.wait_for_load_state("networkidle")
    expect(abroad.locator("[data-visitor]")).to_be_hidden()


def test_popular_days_are_looked_through(person: Person) -> None:
    page = person()
    page.goto("/popular")
    page.get_by_role("navigation", name="인기글").get_by_role("link", name="일간").click()
    expect(page.locator(".posts li").first).to_be_visible()
    first = page.locator(".posts .title").first.inner_text()
    page.get_by_role("navigation", name="날짜").get_by_role("link", name="전날").click()
    expect(page).to_have_url(re.compile(r"day=\d{4}-\d\d-\d\d"))
    expect(page.locator(".posts .title").first).not_to_have_text(first)
    board = page.locator(".posts .category").first.inner_text().split(maxsplit=1)[-1]
    page.get_by_role("combobox", name="게시판").select_option(board)
    page.get_by_role("button", name="보기").click()
    expect(page).to_have_url(re.compile("day="))
    expect(page.locator(".posts .category").first).to_contain_text(board)
