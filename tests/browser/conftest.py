"""A real server with the demo community, and Chromium to use it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from madang.operations.demo.write import SIGN_INS

from ..services.demo import copy_demo
from ..services.madang import serving
from ..services.push import PushService, push_service
from .chromium import Chromium

PASSWORD = "낯선-나무-열한그루"
# A machine that does much else is slow, which no test is about.
WAIT_SECONDS = 30
expect.set_options(timeout=WAIT_SECONDS * 1000)
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # Only where the browser went away: what a test asserts is never tried twice.
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TargetClosedError"]))


@pytest.fixture(scope="session")
def push() -> Iterator[PushService]:
    """The push service that the server may tell."""
    with push_service() as service:
        yield service


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, push: PushService) -> Iterator[str]:
    """Run `madang demo` in a folder of its own; its address."""
    folder = tmp_path_factory.mktemp("demo")
    copy_demo(str(folder))
    push_services = push.address.removeprefix("http://")
    more = {"MADANG_SEARCHES_A_MINUTE": "10000", "MADANG_PUSH_SERVICES": push_services}
    with serving(folder, "demo", **more) as served:
        yield served.address


@pytest.fixture(scope="session")
def installed_chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        chromium = Chromium(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def chromium(installed_chromium: Chromium) -> Iterator[Chromium]:
    with installed_chromium.watched():
        yield installed_chromium


@pytest.fixture
def person(chromium: Chromium, server: str) -> Iterator[Callable[..., Page]]:
    """Return a page of a browser of its own: a phone, unless told otherwise; signed in by role."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_browser(role: str | None = None, **options: Any) -> Page:
        given = {"viewport": PHONE, "locale": "ko-KR", "base_url": server, **options}
        context = chromium.new_context(**given)
        context.set_default_timeout(WAIT_SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if role is not None:
            sign_in(page, role)
        return page

    yield open_browser
    for context in contexts:
        context.close()
    assert errors == [], "a script failed"


def sign_in(page: Page, role: str) -> None:
    name, password = SIGN_INS[role]
    page.goto("/accounts/login")
    page.get_by_label("아이디").fill(name)
    page.get_by_label("비밀번호").fill(password)
    page.get_by_role("main").get_by_role("button", name="로그인", exact=True).click()
    page.wait_for_url("**/")


def sign_up(page: Page, name: str) -> None:
    page.goto("/accounts/signup")
    page.get_by_label("아이디").fill(name)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="가입", exact=True).click()
    page.wait_for_url("**/accounts/started")


def write_post(
    page: Page, title: str, text: str = "브라우저에서 쓴 글", *, scripts: bool = True
) -> str:
    """Write a post as a person does; return its address."""
    page.goto("/자유/write")
    page.get_by_label("제목").fill(title)
    page.locator(".editor .body" if scripts else "#text").fill(text)
    page.get_by_role("button", name="올리기").click()
    page.get_by_role("heading", level=1, name=title).wait_for()
    return page.url


def write_comment(page: Page, text: str) -> None:
    page.get_by_label("댓글 내용").fill(text)
    page.get_by_role("button", name="댓글 쓰기").click()
    page.locator(".comment .text", has_text=text).last.wait_for()
