"""나도 해당되나요? Nobody learns of another, and whoever proves a contact learns of themselves."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from madang.delivery.local_gateways.solapi import SolapiGateway
from madang.delivery.solapi.accounts import SolapiAccount
from madang.incidents.affected.importing import Progress, import_list
from madang.incidents.models import CheckCode, Incident

LIST = (
    "이름,생년월일,이메일,전화번호,항목,언제부터,고객\n"
    "김서울,1990-03-07,kim@shop.example,,이름;주소,2026-06-24,예\n"
    "김부산,1992-01-02,kim@shop.example,,이름,2026-06-24,아니요\n"
)


@pytest.fixture
def listed(public: Incident, settings: Any) -> Incident:
    settings.EMAIL_HOST = "mail.example"
    progress = Progress()
    content = io.BytesIO(LIST.encode())
    import_list(public, content, is_csv=True, refused=io.BytesIO(), progress=progress)
    assert progress.taken == 2
    return public


def held_in(page: str) -> str:
    found = re.search(r'name="held" value="([^"]+)"', page)
    assert found
    return found[1]


def last_code() -> str:
    found = re.search(r"\b(\d{6})\b", mail.outbox[-1].body)
    assert found
    return found[1]


class Asker:
    """Somebody at the page, with what it holds."""

    def __init__(self, incident: Incident, run_queued: Callable[[], None]) -> None:
        self.browser, self.run_queued = Client(), run_queued
        self.address = f"/incidents/{incident.pk}/check"

    def ask(self, contact: str) -> str:
        page = self.browser.post(self.address, {"contact": contact}).content.decode()
        self.run_queued()
        return page

    def prove(self, page: str, code: str) -> str:
        form = {"held": held_in(page), "code": code}
        return self.browser.post(f"{self.address}/code", form).content.decode()

    def name(self, page: str, said: str) -> str:
        form = {"held": held_in(page), "said": said}
        return self.browser.post(f"{self.address}/result", form).content.decode()


@pytest.fixture
def asker(listed: Incident, run_queued: Callable[[], None]) -> Asker:
    return Asker(listed, run_queued)


def test_somebody_sees_exactly_what_of_theirs_leaked(asker: Asker) -> None:
    page = asker.prove(asker.ask("Kim@shop.example"), last_code())
    assert "명단에 있어요" in page and "<strong>" not in page.split("<main")[1]
    own = asker.name(page, "김서울")
    assert "<strong>이름</strong>" in own and "<strong>주소</strong>" in own
    assert "2026-06-24" in own and "고객이 아니어도" not in own
    other = asker.name(page, "1992.1.2")
    assert "<strong>주소</strong>" not in other and "고객이 아니어도" in other


def test_a_name_that_is_not_in_the_list_shows_nothing(asker: Asker) -> None:
    page = asker.ask("kim@shop.example")
    page = asker.prove(page, last_code())
    wrong = asker.name(page, "박대구")
    assert "달라요" in wrong and "박대구" in wrong and "<strong>" not in wrong.split("<main")[1]
    for _ in range(12):
        wrong = asker.name(page, "박대구")
    assert "너무 여러 번" in wrong


def test_known_and_unknown_get_the_same_answer_and_the_same_code(asker: Asker) -> None:
    pages = [asker.ask(contact) for contact in ("kim@shop.example", "nix@shop.example")]
    assert [message.to for message in mail.outbox] == [["kim@shop.example"], ["nix@shop.example"]]
    plain = [re.sub(r'value="[^"]+"', "", page) for page in pages]
    assert plain[0] == plain[1]
    assert len(pages[0]) == len(pages[1])
    said = [re.sub(r"\d{6}", "", message.body) for message in mail.outbox]
    assert said[0] == said[1]
    assert "명단에 없어요" in asker.prove(pages[1], last_code())


def test_five_wrong_tries_end_a_code(asker: Asker) -> None:
    page = asker.ask("kim@shop.example")
    code = last_code()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(5):
        assert "맞지 않거나" in asker.prove(page, wrong)
    assert "맞지 않거나" in asker.prove(page, code)


def test_a_code_is_used_once_and_for_ten_minutes(
    asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asker.ask("kim@shop.example")
    assert "명단에 있어요" in asker.prove(page, last_code())
    assert "맞지 않거나" in asker.prove(page, last_code())
    late = asker.ask("kim@shop.example")
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "맞지 않거나" in asker.prove(late, last_code())


def test_what_the_page_holds_cannot_be_made_up(asker: Asker, listed: Incident) -> None:
    for held in ("x", "a" * 200, held_in(asker.ask("kim@shop.example"))):
        answer = asker.browser.post(f"{asker.address}/result", {"held": held, "said": "김서울"})
        assert answer.status_code == 302


def test_a_number_is_proved_by_a_text_message(
    listed: Incident, run_queued: Callable[[], None], settings: Any
) -> None:
    gateway = SolapiGateway().start()
    settings.SOLAPI = SolapiAccount(gateway.address, "key", "secret", "0215881588")
    asker = Asker(listed, run_queued)
    page = asker.ask("010-2222-3333")
    gateway.stop()
    (message,) = [one for group in gateway.groups.values() for one in group.messages]
    found = re.search(r"\d{6}", message["text"])
    assert found and message["to"] == "01022223333" and message["type"] == "SMS"
    assert "명단에 없어요" in asker.prove(page, found[0])


def test_limits_say_what_they_are(asker: Asker, settings: Any) -> None:
    settings.CHECK_CODES_A_DAY = 6
    for _ in range(5):
        asker.ask("kim@shop.example")
    assert "너무 여러 번 보냈어요" in asker.ask("kim@shop.example")
    asker.ask("park@shop.example")
    assert "오늘 보낼 코드를 다 보냈어요" in asker.ask("lee@shop.example")


@pytest.mark.parametrize("typed", ["kim", "02-123-4567", "010-1234-5678", ""])
def test_other_contacts_are_refused_and_kept(asker: Asker, typed: str) -> None:
    answer = asker.browser.post(asker.address, {"contact": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode() or not typed


def test_the_database_keeps_keyed_numbers_and_boxes_alone(asker: Asker) -> None:
    asker.ask("kim@shop.example")
    rows = list(CheckCode.objects.values())
    assert len(rows) == 1
    assert not any("kim" in str(value) or last_code() in str(value) for value in rows[0].values())
