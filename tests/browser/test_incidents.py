"""An incident in a browser: the officer at a desk, and somebody whose data leaked on a phone."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from madang.delivery.local_gateways.smtp import SmtpSink
from madang.operations.rehearsal.company import customers

from ..accounts.test_second_steps import digits
from ..services.madang import Served, serving
from ..services.programs import clean_environment
from .conftest import DESKTOP

PEOPLE = 120
PASSWORD = "rehearsal-only-4711"  # noqa: S105 - of a made-up company


@pytest.fixture(scope="module")
def mail() -> Iterator[SmtpSink]:
    sink = SmtpSink().start()
    yield sink
    sink.stop()


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, mail: SmtpSink) -> Iterator[Served]:
    """A made-up company's site after its rehearsal, without boards."""
    folder: Path = tmp_path_factory.mktemp("company") / "site"
    program = str(Path(sys.executable).with_name("madang"))
    rehearse = [program, "incident", "rehearse", "--people", str(PEOPLE), "--keep", str(folder)]
    subprocess.run(rehearse, env=clean_environment(), check=True, capture_output=True)
    settings = {
        "MADANG_APPS": "incidents",
        "MADANG_MAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "MADANG_MAIL_FROM": "privacy@rehearsal.example",
    }
    with serving(folder, **settings) as served:
        yield served


def code_for(mail: SmtpSink, address: str) -> str:
    until = time.monotonic() + 30
    while not (letters := mail.letters_to(address)):
        assert time.monotonic() < until, "no code came"
        time.sleep(0.1)
    found = re.search(r"\b(\d{6})\b", letters[-1].get_content())  # type: ignore[attr-defined]
    assert found
    return found[1]


def finds_nothing(page: Page) -> None:
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_public_pages_are_for_everybody(
    person: Callable[..., Page], company: Served, scheme: str
) -> None:
    page = person(base_url=company.address, color_scheme=scheme)
    page.goto("/")
    page.get_by_role("link", name="주문 시스템 개인정보 유출").click()
    expect(page.get_by_role("heading", name="확인된 사실")).to_be_visible()
    finds_nothing(page)
    page.get_by_role("link", name="우리가 보낸 메시지인지 확인하기").click()
    finds_nothing(page)
    page.go_back()
    page.get_by_role("link", name="정정 안내").click()
    expect(page.get_by_role("link", name="우편물로 인쇄 (PDF)")).to_be_visible()
    finds_nothing(page)


def test_somebody_checks_themselves_on_a_phone_without_scripts(
    person: Callable[..., Page], company: Served, mail: SmtpSink
) -> None:
    one = next(c for c in customers(PEOPLE) if c.email and not c.is_wrong and c.is_customer)
    page = person(base_url=company.address, java_script_enabled=False)
    page.goto("/incidents/1")
    page.get_by_role("link", name="나도 해당되나요?").click()
    page.get_by_label("이메일 주소나 휴대전화 번호").fill(one.email)
    page.get_by_role("button", name="코드 받기").click()
    page.get_by_label("받은 코드 여섯 자리").fill(code_for(mail, one.email))
    page.get_by_role("button", name="확인").click()
    page.get_by_label("이름이나 생년월일").fill(one.name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="유출된 내 정보")).to_be_visible()
    expect(page.locator("main li strong")).to_have_text(one.items.split(";"))


def test_the_check_works_by_keyboard_at_twice_the_size(
    person: Callable[..., Page], company: Served
) -> None:
    page = person(base_url=company.address, viewport={"width": 320, "height": 640})
    page.goto("/incidents/1/check")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "contact":
            break
    page.keyboard.type("kim")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("예: 010-1234-5678")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def sign_in(page: Page) -> None:
    """Sign in as the officer, set up an authenticator app, and show its code as work asks."""
    page.goto("/accounts/login")
    page.get_by_label("아이디").fill("rehearsal-officer")
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="로그인", exact=True).click()
    page.wait_for_url("**/")
    page.goto("/work")
    expect(page.get_by_role("heading", name="2단계 인증이 필요해요")).to_be_visible()
    page.goto("/accounts/2fa/totp/activate/")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/totp/activate/")
    page.locator("[name=code]").fill(digits(page.locator("code").first.inner_text()))
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/")
    code = page.locator("code").first.inner_text()
    page.goto("/work")
    page.locator("[name=code]").fill(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/incidents")


def test_an_officer_works_at_a_desk(person: Callable[..., Page], company: Served) -> None:
    page = person(base_url=company.address, viewport=DESKTOP)
    sign_in(page)
    for path in ("", "/1", "/1/facts", "/1/facts/1", "/1/timeline", "/1/decisions", "/1/tasks"):
        page.goto(f"/work/incidents{path}")
        finds_nothing(page)
    for path in ("/1/people", "/1/notices", "/1/notices/1", "/1/report", "/1/describe", "/open"):
        page.goto(f"/work/incidents{path}")
        finds_nothing(page)
    for path in ("/work/readiness", "/work/records", "/work/records/review"):
        page.goto(path)
        finds_nothing(page)
    page.goto("/work/incidents/1/facts")
    page.get_by_label("내용").fill("배송 기사의 이름은 나가지 않았어요.")
    page.get_by_label("어디에서 알았나요?").fill("보안팀")
    page.get_by_role("button", name="기록하고 공개하기").click()
    expect(page.get_by_text("기록했어요.")).to_be_visible()
    reader = person(base_url=company.address)
    reader.goto("/incidents/1")
    expect(reader.get_by_text("배송 기사의 이름은")).to_be_visible()
