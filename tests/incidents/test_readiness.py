"""Readiness says what is missing before it is needed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail

from madang.accounts.email.addresses import EmailAddress, confirm
from madang.delivery.local_gateways.solapi import SolapiGateway
from madang.delivery.solapi.accounts import SolapiAccount
from madang.incidents.models import Incident, NoticeKind
from madang.incidents.notices.templates import first_parts
from madang.incidents.readiness import gateway as gateway_checks
from madang.incidents.readiness import house, mail_domain
from madang.incidents.readiness.answers import Answer, State
from madang.incidents.readiness.look import look_weekly
from madang.staff.members import StaffMember
from madang.staff.roles import Role

from ..services.dns import Zone, dns_server
from ..staff.working import at_work, make_staff


@pytest.fixture
def zone(settings: Any) -> Iterator[Zone]:
    with dns_server() as served:
        settings.RESOLVER = served.address
        settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example", "가게 <p@shop.example>"
        settings.DKIM_SELECTOR = "s1"
        yield served


@pytest.fixture
def gateway(settings: Any) -> Iterator[SolapiGateway]:
    server = SolapiGateway(templates={"T1": "안내"}).start()
    settings.SOLAPI = SolapiAccount(server.address, "key", "secret", "0215881588", "channel")
    yield server
    server.stop()


def states(answers: Any) -> dict[str, State]:
    found: list[Answer] = list(answers)
    return {answer.what: answer.state for answer in found}


def test_a_domain_that_is_believed(zone: Zone) -> None:
    zone.texts = {
        "shop.example": ["v=spf1 ip4:192.0.2.1 -all", "other"],
        "s1._domainkey.shop.example": ["v=DKIM1; k=rsa; p=MIGf"],
        "_dmarc.shop.example": ["v=DMARC1; p=reject"],
    }
    found = states(mail_domain.answers())
    assert {found[name] for name in ("SPF", "DKIM", "DMARC")} == {State.READY}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({}, {"SPF": State.MISSING, "DKIM": State.MISSING, "DMARC": State.MISSING}),
        ({"shop.example": ["v=spf1 +all"]}, {"SPF": State.WEAK}),
        ({"shop.example": ["v=spf1 -all", "v=spf1 ~all"]}, {"SPF": State.MISSING}),
        ({"s1._domainkey.shop.example": ["v=DKIM1; p="]}, {"DKIM": State.MISSING}),
        ({"_dmarc.shop.example": ["v=DMARC1; p=none"]}, {"DMARC": State.WEAK}),
    ],
)
def test_a_domain_that_is_not(
    zone: Zone, texts: dict[str, list[str]], expected: dict[str, State]
) -> None:
    zone.texts = texts
    found = states(mail_domain.answers())
    assert {name: found[name] for name in expected} == expected


def test_what_cannot_be_looked_up_is_an_answer(zone: Zone, monkeypatch: pytest.MonkeyPatch) -> None:
    zone.silent = True
    monkeypatch.setattr(mail_domain, "SECONDS", 0.2)
    found = states(mail_domain.answers())
    assert {found[name] for name in ("SPF", "DKIM", "DMARC")} == {State.CANNOT_TELL}


def test_a_gateway_that_could_send_today(gateway: SolapiGateway, settings: Any) -> None:
    settings.ALIMTALK_TEMPLATES = {"confirmed": "T1", "possible": "T2"}
    found = states(gateway_checks.answers())
    assert (found["발신번호"], found["게이트웨이 잔액"]) == (State.READY, State.READY)
    assert found["알림톡 템플릿: 유출 통지"] is State.READY
    assert found["알림톡 템플릿: 유출 가능성 안내"] is State.MISSING
    assert found["알림톡 템플릿: 정정 안내"] is State.MISSING


def test_a_gateway_that_could_not(gateway: SolapiGateway, settings: Any) -> None:
    settings.ALIMTALK_TEMPLATES = {"confirmed": "T1"}
    gateway.asleep, gateway.balance, gateway.senders = frozenset({"T1"}), 10.0, frozenset()
    found = states(gateway_checks.answers())
    assert (found["발신번호"], found["게이트웨이 잔액"]) == (State.MISSING, State.WEAK)
    assert found["알림톡 템플릿: 유출 통지"] is State.MISSING
    settings.SOLAPI = SolapiAccount("http://127.0.0.1:9", "key", "secret", "0215881588")
    assert states(gateway_checks.answers())["문자 게이트웨이"] is State.CANNOT_TELL


def test_two_people_with_second_factors_are_needed(officer: StaffMember) -> None:
    found = states(house.answers())
    assert found["개인정보 보호책임자"] is State.READY
    assert found["승인할 두 번째 사람"] is State.MISSING
    assert found["2단계 인증"] is State.MISSING
    make_staff(Role.APPROVER)
    assert states(house.answers())["승인할 두 번째 사람"] is State.READY


def test_the_operator_is_written_to_when_something_is_missing(
    community: Any, keys: Any, settings: Any, zone: Zone, run_queued: Callable[[], None]
) -> None:
    operator = make_staff(Role.OPERATOR)
    confirm(EmailAddress(operator.account, "operator@shop.example"))
    look_weekly()
    run_queued()
    (message,) = mail.outbox
    assert message.to == ["operator@shop.example"] and "DMARC" in message.body


def test_drafts_written_beforehand_are_where_a_notice_begins(
    incident: Incident, officer: StaffMember
) -> None:
    browser = at_work(officer)
    form = {"response": "경로를 막았어요.", "data": "전에 쓴 것"}
    assert browser.post("/work/readiness/confirmed", form).status_code == 302
    parts = first_parts(incident, NoticeKind.CONFIRMED)
    assert parts["response"] == "경로를 막았어요."
    assert parts["data"] == "이름, 이메일, 주소"


def test_the_page_shows_it_and_sends_a_test(
    officer: StaffMember, settings: Any, zone: Zone, run_queued: Callable[[], None]
) -> None:
    browser = at_work(officer)
    assert "DMARC" in browser.get("/work/readiness").content.decode()
    browser.post("/work/readiness/test", {"contact": "me@shop.example"})
    run_queued()
    assert mail.outbox[-1].to == ["me@shop.example"]
    assert states(house.answers())["시험 이메일"] is State.READY
    wrong = browser.post("/work/readiness/test", {"contact": "me"}, follow=True)
    assert "휴대전화 번호로 적어" in wrong.content.decode()
