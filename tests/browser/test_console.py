"""The operators' pages: by mouse, by keyboard, and with nothing for axe to find."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .test_other_boards import axe_finds_nothing

PAGES = [
    *("reports", "decisions", "words", "site", "banner", "boards", "rising", "places"),
    *("notices", "stickers"),
    *("status", "settings", "data", "hooks"),
]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_the_pages_of_the_console(
    person: Callable[..., Page], name: str
) -> None:
    page = person("operator")
    page.goto(f"/console/{name}")
    expect(page.locator("h1")).to_be_visible()
    axe_finds_nothing(page)


def test_axe_finds_nothing_on_pages_about_programs(person: Callable[..., Page]) -> None:
    page = person("operator")
    page.goto("/api")
    axe_finds_nothing(page)
    page.goto("/accounts/tokens")
    page.get_by_label("어디에 쓰나요?").fill("시험")
    page.get_by_label("내가 볼 수 있는 글").check()
    page.get_by_role("button", name="토큰 만들기").click()
    expect(page.locator("code.once")).to_contain_text("madang_")
    axe_finds_nothing(page)


def names_of(page: Page) -> list[str]:
    return page.locator(".ordered .title").all_inner_texts()


def test_boards_are_dragged_into_an_order_and_moved_back_by_keyboard(
    person: Callable[..., Page],
) -> None:
    page = person("operator")
    page.goto("/console/boards")
    before = names_of(page)
    first, second = page.locator(".grip").nth(0), page.locator("[data-id]").nth(1)
    start, end = first.bounding_box(), second.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, end["y"] + end["height"] - 3, steps=5)
    with page.expect_navigation():
        page.mouse.up()
    assert names_of(page)[:2] == [before[1], before[0]]
    page.get_by_role("button", name=f"위로: {before[0]}").press("Enter")
    expect(page.locator(".ordered .title").first).to_have_text(before[0])
    assert names_of(page) == before
