"""Reading on a phone and on a desktop, by touch, keyboard and screen reader."""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import DESKTOP, PHONE, write_comment, write_post

SHARED = ["/", "/자유", "/자유?page=2", "/유머?category=짤 만들기", "{post}", "{long}", "/없음"]
SIGN_IN = ["/accounts/login", "/accounts/signup", "/accounts/signup/passkey", "/about/anonymity"]
SIGN_IN += ["/filters", "/board-requests", "/자유/1/more"]
SIGN_IN += ["/about/openings", "/동네", "/우리-회사", "/우리-회사/enter"]
OWN = ["/", "/자유/write", "{own}", "{own}?reply=1", "{own}/edit", "{own}/delete", "{own}/c1/edit"]
OWN += ["/accounts/", "/accounts/password", "/accounts/logout", "/write"]
OWN += ["/filters", "/me/drafts", "{own}/more", "{own}/c1/more"]
OWN += ["/accounts/2fa/", "/accounts/sessions", "/accounts/reauthenticate"]
OWN += ["/accounts/export", "/accounts/leave"]
OWN += ["/calls", "/calls/settings", "/동네", "/동네/nickname", "/우리-회사", "/console/boards"]
OWN += ["/accounts/sign-out-everywhere", "/me", "/me/comments", "/me/recommendations", "/me/scraps"]


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    return {}


@pytest.fixture
def addresses(person: Callable[..., Page], known: dict[str, str]) -> Iterator[dict[str, str]]:
    """Return a post with a picture, one with a long thread, and one of the operator's own."""
    if not known:
        page = person()
        page.goto("/유머?category=짤 만들기")
        known["{post}"] = page.locator(".posts a").first.get_attribute("href") or ""
        known["{long}"] = _longest_thread(page)
        writer = person("operator")
        long = "아주 긴 제목이 좁은 화면을 넘지 않는지 보려고 쓴 글 " * 3
        write_post(writer, long.strip() + "하나")
        known["{own}"] = write_post(writer, long.strip() + "둘").split("?")[0]
        write_comment(writer, "끊을데없는" * 40 + "https://example.com/" + "a" * 200)
    yield known


SIZES = {"phone": PHONE, "desktop": DESKTOP}
# Colours are the same at each size, and widths in each scheme.
CHOSEN = [("phone", "light"), ("desktop", "dark")]
IN_LONG = [("phone", "dark"), ("desktop", "light")] if os.environ.get("TEST_LONG") else []


@pytest.mark.parametrize(("size", "scheme"), CHOSEN + IN_LONG)
def test_axe_finds_nothing_and_nothing_overflows(
    size: str, scheme: str, person: Callable[..., Page], addresses: dict[str, str]
) -> None:
    found = []
    for role, paths in ((None, SHARED + SIGN_IN), ("operator", OWN)):
        page = person(role, viewport=SIZES[size], color_scheme=scheme)
        for path in paths:
            for name, address in addresses.items():
                path = path.replace(name, address)
            page.goto(path)
            result = Axe().run(page)
            found += [
                f"{path}: {one['id']}: {[node['html'][:120] for node in one['nodes']]}"
                for one in result.response["violations"]
            ]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{path}: wider than the screen")
    assert not found, "\n".join(found)


def test_a_reader_goes_from_the_home_page_to_a_post_and_on(person: Callable[..., Page]) -> None:
    page = person(viewport=DESKTOP)
    page.goto("/")
    page.get_by_role("link", name="자유").first.click()
    page.get_by_role("navigation", name="페이지", exact=True).get_by_role(
        "link", name="2", exact=True
    ).click()
    row = page.locator(".posts li").nth(3)
    title = row.locator(".title").inner_text()
    row.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".posts .here .title")).to_have_text(title)
    page.locator(".next-to a").last.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)


def test_a_link_to_a_comment_opens_its_page_and_marks_it(
    person: Callable[..., Page], addresses: dict[str, str]
) -> None:
    page = person()
    page.goto(addresses["{long}"] + "/c3")
    assert page.url.endswith("?comments=1#c3")
    expect(page.locator("#c3:target")).to_be_visible()


def test_a_reading_is_counted_soon_and_once(person: Callable[..., Page]) -> None:
    address = write_post(person("member"), "조회를 세는 글").split("?")[0]
    page = person(user_agent="Mozilla/5.0 (one reader)")
    for _ in range(40):
        page.goto(address)
        if page.locator(".byline", has_text="조회 2").count():
            break
        page.wait_for_timeout(250)
    page.goto(address)
    # The writer's own reading, and this reader's many.
    expect(page.locator("article .byline")).to_contain_text("조회 2")


def test_the_reader_chooses_light_or_dark_and_stays_a_stranger(person: Callable[..., Page]) -> None:
    page = person(color_scheme="light")
    page.goto("/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_text("화면", exact=True).click()
    page.get_by_label("다크 모드").check()
    page.goto("/자유")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.get_by_text("화면", exact=True).click()
    expect(page.get_by_label("다크 모드")).to_be_checked()
    assert page.context.cookies() == []


def test_the_address_is_copied(person: Callable[..., Page], addresses: dict[str, str]) -> None:
    page = person(permissions=["clipboard-read", "clipboard-write"])
    page.goto(addresses["{post}"])
    page.get_by_role("button", name="주소 복사").click()
    expect(page.get_by_role("button", name="주소를 복사했어요")).to_be_visible()
    title = page.locator("h1").inner_text()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"http://[^/]+/p/\d+", copied)
    page.goto(copied)
    expect(page.locator("h1")).to_have_text(title)


def test_the_keyboard_alone_is_enough(person: Callable[..., Page]) -> None:
    page = person(viewport=DESKTOP)
    page.goto("/자유")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="본문으로 가기")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.posts') !== null"):
            break
    title = page.evaluate("document.activeElement.querySelector('.title').textContent")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_page_loads_nothing_from_elsewhere_and_little_from_here(
    person: Callable[..., Page], addresses: dict[str, str], server: str
) -> None:
    page = person()
    loaded: dict[str, int] = {}

    def note(response: object) -> None:
        sizes = response.request.sizes()  # type: ignore[attr-defined]
        loaded[response.url] = sizes["responseBodySize"]  # type: ignore[attr-defined]

    page.on("response", note)
    page.goto(addresses["{long}"] + "?comments=1", wait_until="networkidle")
    assert all(address.startswith(server) for address in loaded)
    styles = sum(size for address, size in loaded.items() if address.endswith(".css"))
    scripts = sum(size for address, size in loaded.items() if address.endswith(".js"))
    assert styles <= 12 * 1024 and scripts <= 20 * 1024
    page_size = next(size for address, size in loaded.items() if "comments=1" in address)
    assert page_size <= 15 * 1024


def _longest_thread(page: Page) -> str:
    """Return the address of the demo's thread that has more than a page of comments."""
    page.goto("/")
    boards = page.locator(".boards a").evaluate_all("links => links.map(a => a.href)")
    for board in boards:
        for number in (1, 2):
            page.goto(f"{board}?page={number}")
            row = page.locator(".posts li", has=page.locator(".answers", has_text="130"))
            if row.count():
                return row.locator("a").first.get_attribute("href") or ""
    pytest.fail("the demo has no long thread")


def test_what_is_new_since_the_last_visit_is_marked_on_this_device(
    person: Callable[..., Page],
) -> None:
    reader, writer = person(), person("member")
    address = write_post(writer, "자주 들여다보는 글")
    write_comment(writer, "처음부터 있던 말")
    reader.goto(address)
    expect(reader.locator("#jump")).to_be_hidden()
    expect(reader.locator(".comment.new")).to_have_count(0)
    reader.goto("/")
    write_comment(writer, "그 사이에 온 말")
    write_comment(writer, "또 온 말")
    reader.wait_for_timeout(1200)
    reader.goto(address)
    expect(reader.locator(".comment.new")).to_have_count(2)
    reader.get_by_role("link", name="새 댓글 2개 보기").click()
    expect(reader.locator(".comment:target")).to_contain_text("그 사이에 온 말")
    assert not reader.context.cookies()
    reader.goto("/")
    reader.goto(address)
    expect(reader.locator(".comment.new")).to_have_count(0)
