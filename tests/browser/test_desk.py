"""The desk in a browser: somebody who asks on a phone, and those who answer by keyboard alone."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ..services.madang import Served, serving
from ..services.programs import clean_environment
from .conftest import DESKTOP, PHONE

APPS = "incidents,desk"
# A made-up company, its staff with a session each, a guide that rests on a fact, and who waits.
FOUND = """
import json
import django; django.setup()
from madang.operations import start
start.make_folders(); start.make_tables(); start.ensure_keys()
from madang.desk.clock import now
from madang.desk.groups.forming import form_groups
from madang.desk.inquiries.receiving import Asking, receive
from madang.desk.models import Urgency
from madang.operations.rehearsal.browser import session_of
from madang.operations.rehearsal.desk_day import DeskDay
day = DeskDay(0, 10, 2, 0, 0, print, print)
day.found()
texts = ["보상은 언제 해 주나요?", "배상 얼마나 받을 수 있어요?", "위자료 지급하시나요?",
         "보상금 얼마 주는지 알려 주세요", "피해 보상 언제 받을 수 있을까요?", "배상액이 궁금해요",
         "보상 신청은 어떻게 받나요"]
for text in texts:
    receive(Asking(text), at=now())
receive(Asking("야 이 씨발놈들아 일 안 해? 환불은 언제 되나요?", stake=Urgency.MONEY), at=now())
form_groups()
staff = {"agent": day.staff[0], "colleague": day.staff[1], "lead": day.lead, "officer": day.officer}
print(json.dumps({name: session_of(one.account) for name, one in staff.items()}))
"""
CHANGE = """
import django; django.setup()
from madang.incidents import facts
from madang.incidents.facts import Statement
from madang.incidents.models import Fact, FactStatus
from madang.staff.members import staff_member
from madang.accounts.models import Account
officer = staff_member(Account.objects.get(login_name="desk-officer"))
said = "카드 번호의 뒤 네 자리가 나갔어요."
said = Statement(FactStatus.CONFIRMED, said, "결제팀", is_released=True)
facts.change(Fact.objects.get(), said, by=officer)
"""


class Company(NamedTuple):
    """A made-up company's site, and its staff's sessions by what they do."""

    served: Served
    environment: dict[str, str]
    sessions: dict[str, str]


def run(program: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder: Path = tmp_path_factory.mktemp("desk") / "site"
    settings = {"MADANG_DATA": str(folder), "MADANG_APPS": APPS}
    environment = clean_environment(DJANGO_SETTINGS_MODULE="madang.config.settings", **settings)
    sessions = json.loads(run(FOUND, environment).splitlines()[-1])
    with serving(folder, MADANG_APPS=APPS) as served:
        yield Company(served, environment, sessions)


@pytest.fixture
def at_work(person: Callable[..., Page], company: Company) -> Callable[..., Page]:
    def opened(who: str, **options: object) -> Page:
        page = person(base_url=company.served.address, viewport=DESKTOP, **options)
        cookie = {"name": "sessionid", "value": company.sessions[who]}
        page.context.add_cookies([{**cookie, "url": company.served.address}])
        return page

    return opened


def finds_nothing(page: Page) -> None:
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide, page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_somebody_asks_on_a_phone_without_scripts_and_follows_it(
    person: Callable[..., Page], company: Company, scheme: str
) -> None:
    page = person(base_url=company.served.address, color_scheme=scheme, java_script_enabled=False)
    page.goto("/inquiries/ask")
    page.get_by_label("돈이 나갔거나").check()
    page.get_by_label("내용").fill("모르는 곳에서 결제됐어요.")
    page.get_by_role("button", name="보내기").click()
    if page.get_by_role("heading", name="혹시 이 답을 찾으셨나요?").is_visible():
        page.get_by_role("button", name="보내기").click()
    code = page.locator("dd.big").nth(1).inner_text()
    page.get_by_role("link", name="문의 페이지").click()
    page.get_by_label("확인 코드").fill(code)
    page.get_by_role("button", name="열기").click()
    expect(page.get_by_text("모르는 곳에서 결제됐어요.")).to_be_visible()
    page.get_by_label("내용").fill("3만 원이에요.")
    page.get_by_role("button", name="보내기").click()
    expect(page.get_by_text("3만 원이에요.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_for_everybody_are_for_everybody(
    person: Callable[..., Page], company: Company, scheme: str
) -> None:
    page = person(base_url=company.served.address, color_scheme=scheme)
    for path in ("/inquiries/ask", "/inquiries/open"):
        page.goto(path)
        finds_nothing(page)


def test_no_page_of_work_is_wider_than_a_phone(at_work: Callable[..., Page]) -> None:
    page = at_work("officer")
    page.set_viewport_size(PHONE)
    for name in ("roles", "records", "records/review", "incidents", "incidents/1/decisions"):
        page.goto(f"/work/{name}")
        finds_nothing(page)
    # Nor does a bar of one way stand at its end.
    expect(page.locator("nav.thumb")).to_be_hidden()


def test_an_agent_answers_by_keyboard_alone(at_work: Callable[..., Page]) -> None:
    page = at_work("agent")
    page.goto("/work/desk")
    finds_nothing(page)
    page.get_by_role("button", name="일 시작하기").press("Enter")
    expect(page.get_by_role("button", name="다음 문의 받기")).to_be_visible()
    page.keyboard.press("n")
    # Abuse comes folded, with what is asked.
    expect(page.get_by_text("환불은 언제 되나요?").first).to_be_visible()
    assert "씨발" not in page.content()
    finds_nothing(page)
    page.keyboard.press("p")
    expect(page.get_by_label("팀장")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.type("보상")
    expect(page.locator("[data-found] article").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.type("환불은 사흘 안에 돼요.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("숨을 돌리세요")).to_be_visible()
    expect(page.get_by_role("button", name="다음 문의 받기")).to_be_disabled()
    finds_nothing(page)


def test_a_changed_fact_is_on_an_open_page_at_once(
    at_work: Callable[..., Page], company: Company
) -> None:
    page = at_work("colleague")
    page.goto("/work/guide")
    expect(page.locator("[data-stale]").first).to_be_hidden()
    run(CHANGE, company.environment)
    expect(page.locator("[data-stale]").first).to_be_visible()
    expect(page.get_by_text("가이드가 방금 바뀌었어요.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_work_are_for_everybody_who_works(
    at_work: Callable[..., Page], scheme: str
) -> None:
    page = at_work("lead", color_scheme=scheme)
    paths = ["/work/desk", "/work/groups", "/work/lead", "/work/lead/staffing", "/work/care"]
    paths += ["/work/lead/skills", "/work/lead/evidence"]
    paths += ["/work/desk/telephone", "/work/desk/opinions", "/work/guide", "/work/guide/desk"]
    for path in paths:
        page.goto(path)
        finds_nothing(page)
    page.goto("/work/groups")
    page.locator("main ul.rows a").first.click()
    expect(page.get_by_label("모두에게 보낼 답")).to_be_visible()
    finds_nothing(page)
