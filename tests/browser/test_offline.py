"""Reading without a network, and sharing into the site from elsewhere on a phone."""

from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Page, expect

from .test_other_boards import axe_finds_nothing

KEPT = "async () => (await (await caches.open('opened-posts')).keys()).map((one) => one.url)"


def switch_on(page: Page) -> None:
    page.goto("/about/offline")
    page.get_by_role("button", name="켜기").click()
    expect(page.get_by_role("button", name="끄고 모두 지우기")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    # The page that registered the worker is not its own yet.
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller")


def open_post(page: Page) -> str:
    """Open the first post of a board; return its title once it is kept."""
    page.goto("/자유")
    page.locator(".posts a").first.click()
    title = page.locator("h1").inner_text()
    page.evaluate(
        f"async () => {{ while (!(await ({KEPT})()).includes(location.href))"
        " await new Promise(requestAnimationFrame); }"
    )
    return title


def test_an_opened_post_is_read_without_a_network_and_listed(person: Callable[..., Page]) -> None:
    page = person()
    switch_on(page)
    axe_finds_nothing(page)
    title = open_post(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text(title)
    page.goto("/이슈")
    expect(page.locator("h1")).to_have_text("오프라인에서 읽기")
    page.goto("/about/offline")
    page.get_by_role("link", name=title).click()
    expect(page.locator("h1")).to_have_text(title)


def test_nothing_of_a_member_is_kept_nor_of_boards_for_members(
    person: Callable[..., Page],
) -> None:
    page = person("operator")
    switch_on(page)
    open_post(page)
    kept = page.evaluate(
        "async () => (await (await (await caches.open('opened-posts'))"
        ".match(location.href)).text())"
    )
    assert "로그인" in kept and "내 계정" not in kept
    page.goto("/우리-회사")
    page.locator(".posts a").first.click()
    expect(page.locator("h1")).to_be_visible()
    address = page.url
    page.goto("/about/offline")
    assert address not in page.evaluate(KEPT)


def test_switching_it_off_deletes_what_was_kept(person: Callable[..., Page]) -> None:
    page = person()
    switch_on(page)
    open_post(page)
    page.goto("/about/offline")
    page.get_by_role("button", name="끄고 모두 지우기").click()
    expect(page.get_by_role("button", name="켜기")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    page.goto("/자유")
    page.locator(".posts a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("caches.keys()") == []


def test_what_a_phone_shares_begins_a_post(person: Callable[..., Page]) -> None:
    page = person("member")
    manifest = page.request.get("/manifest.json").json()
    shared = manifest["share_target"]
    address = "https://example.org/기사"
    query = f"title={quote('좋은 기사')}&text={quote('읽어 보세요')}&url={quote(address)}"
    page.goto(f"{shared['action']}?{query}")
    page.get_by_role("main").get_by_role("link", name="이슈").click()
    expect(page.get_by_label("제목")).to_have_value("좋은 기사")
    assert address in page.content() and "읽어 보세요" in page.content()
