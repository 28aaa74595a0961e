"""Alimtalk through NHN Cloud: sent at once under a key, and asked for where an answer broke off."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from madang.delivery.local_gateways.nhn import NhnGateway
from madang.delivery.mailings import adding, dispatch, health
from madang.delivery.mailings.letters import Recipient
from madang.delivery.mailings.progress import progress_of
from madang.delivery.models import Batch, Mailing, Message
from madang.delivery.nhn_cloud import reports
from madang.delivery.nhn_cloud.accounts import NhnAccount

TEXT = "#{이름}님, 안내를 드려요."


@pytest.fixture
def nhn(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[NhnGateway]:
    server = NhnGateway(templates={"N1": (TEXT, "TSC03"), "N2": (TEXT, "TSC02")}).start()
    settings.NHN = NhnAccount(server.address, "app", "secret", "sender")
    monkeypatch.setattr(health, "providers_health", health.Providers())
    yield server
    server.stop()


def send(mailing: Mailing, *numbers: str) -> None:
    people = [Recipient("alimtalk", to, variables={"이름": "가"}) for to in numbers]
    adding.add(mailing, people, cursor=0)
    adding.complete(mailing)
    work()


def work() -> None:
    for _ in range(30):
        Batch.objects.update(not_before=None)
        if not dispatch.step():
            return


def test_everybody_gets_one_and_the_refused_are_counted(nhn: NhnGateway, mailing: Mailing) -> None:
    send(mailing, "01011112222", "01011113333", "12")
    assert Counter(number for number, _key in nhn.sent) == {"01011112222": 1, "01011113333": 1}
    assert progress_of(mailing).failed == 1


def test_an_answer_that_broke_off_doubles_nobody(nhn: NhnGateway, mailing: Mailing) -> None:
    nhn.breaks = 1
    send(mailing, "01011112222")
    assert len(nhn.sent) == 1 and progress_of(mailing).handed_over == 1


def test_an_error_before_the_work_misses_nobody(nhn: NhnGateway, mailing: Mailing) -> None:
    nhn.errors = 2
    send(mailing, "01011112222")
    assert len(nhn.sent) == 1


def test_a_template_that_is_not_approved_sends_nothing_and_says_so(
    nhn: NhnGateway, mailing: Mailing
) -> None:
    nhn.templates["N1"] = (TEXT, "TSC02")
    people = [Recipient("alimtalk", "01011112222", variables={"이름": "가"})]
    adding.add(mailing, people, cursor=0)
    dispatch.step()
    assert nhn.sent == [] and Batch.objects.get().error == "-3005"


def test_reports_need_the_agreed_secret(nhn: NhnGateway, mailing: Mailing) -> None:
    send(mailing, "01011112222")
    number = Message.objects.get().pk
    hook = {"recipientGroupingKey": str(number), "messageStatus": "COMPLETED"}
    body = json.dumps({"hooks": [hook, {**hook, "messageStatus": "READY"}]})
    wrong = Client(headers={"X-Toast-Webhook-Signature": "x"})
    assert wrong.post("/hooks/nhn", body, "application/json").status_code == 404
    right = Client(headers={"X-Toast-Webhook-Signature": reports.signature()})
    assert right.post("/hooks/nhn", "[]", "application/json").status_code == 400
    assert right.post("/hooks/nhn", body, "application/json").status_code == 200
    assert progress_of(mailing).delivered == 1
