"""Passkeys, with Chromium's own virtual authenticator: signing up, in, and adding one."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


@pytest.fixture
def device(person: Callable[..., Page], server: str) -> Iterator[Page]:
    """Return a phone that can make passkeys; they need a host name, not a bare address."""
    page = person(base_url=server.replace("127.0.0.1", "localhost"))
    chrome = page.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    chrome.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page


def sign_up(page: Page, name: str) -> None:
    page.goto("/accounts/signup")
    page.get_by_role("link", name="비밀번호 없이 패스키로 가입").click()
    page.get_by_label("아이디").fill(name)
    page.get_by_role("button", name="다음").click()
    page.get_by_role("button", name="패스키 만들고 가입").click()
    page.get_by_role("heading", name="내 계정").wait_for()


def is_accessible(page: Page) -> bool:
    violations = Axe().run(page).response["violations"]
    assert violations == [], violations
    return True


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout")
    page.get_by_role("main").get_by_role("button", name="로그아웃").click()
    page.wait_for_url("**/")


def test_one_signs_up_and_in_with_a_passkey_alone(device: Page) -> None:
    sign_up(device, "열쇠사람")
    assert device.get_by_role("note").get_by_text("비밀번호가 없어요").is_visible()
    sign_out(device)
    device.goto("/accounts/login?next=/me")
    device.get_by_role("button", name="패스키로 로그인").click()
    device.get_by_role("heading", level=1, name="내 글").wait_for()
    device.goto("/accounts/")
    device.get_by_role("link", name="비밀번호 정하기").click()
    device.get_by_label("비밀번호", exact=True).wait_for()


def test_a_name_that_is_taken_is_said_before_the_passkey_is_made(device: Page) -> None:
    device.goto("/accounts/signup/passkey")
    device.get_by_label("아이디").fill("member")
    device.get_by_role("button", name="다음").click()
    assert "이미 사용 중인" in device.get_by_role("alert").first.inner_text()
    assert device.get_by_label("아이디").input_value() == "member"


def test_a_member_adds_renames_and_removes_a_passkey(device: Page) -> None:
    sign_up(device, "두열쇠")
    device.goto("/accounts/2fa/webauthn/")
    assert is_accessible(device)
    device.get_by_role("link", name="이름 바꾸기").click()
    assert is_accessible(device)
    device.get_by_role("button", name="패스키로 확인").click()
    device.get_by_label("이름", exact=True).fill("내 휴대폰")
    device.get_by_role("button", name="바꾸기").click()
    device.get_by_text("내 휴대폰").wait_for()
    device.get_by_role("link", name="패스키 추가").click()
    assert is_accessible(device)
    device.goto("/accounts/2fa/totp/activate/")
    assert is_accessible(device)
    device.goto("/accounts/2fa/webauthn/")
    device.get_by_role("link", name="삭제").click()
    assert is_accessible(device)
    device.get_by_role("button", name="삭제").click()
    device.get_by_text("아직 패스키가 없어요.").wait_for()


def test_where_passkeys_cannot_be_used_the_page_says_so(person: Callable[..., Page]) -> None:
    page = person()
    page.goto("/accounts/login")
    page.get_by_role("button", name="패스키로 로그인").click()
    page.get_by_role("alert").get_by_text("쓸 수 없어요").wait_for()
