"""A gateway on this machine, and a mailing under a key of its own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from madang.delivery.local_gateways.solapi import SolapiGateway
from madang.delivery.mailings import adding
from madang.delivery.mailings.letters import Content, Recipient
from madang.delivery.models import Mailing
from madang.delivery.solapi import reports
from madang.delivery.solapi.accounts import SolapiAccount
from madang.identity import named_keys
from madang.identity.keys import KeyRing

KEY = "incident:1"
SENDER = "0215881588"


@pytest.fixture
def gateway(settings: Any) -> Iterator[SolapiGateway]:
    gateway = SolapiGateway(templates={"T1": "#{이름}님, 안내를 드려요."}).start()
    settings.SOLAPI = SolapiAccount(gateway.address, "key", "secret", SENDER)
    yield gateway
    gateway.stop()


@pytest.fixture
def mailing(keys: KeyRing, community: Any) -> Mailing:
    named_keys.make(KEY)
    contents = {
        "sms": Content("#{이름}님, 알려 드려요.", "안내"),
        "email": Content("#{이름}님, 자세히 알려 드려요.", "안내"),
        "alimtalk": Content("", templates={"solapi": "T1", "nhn": "N1"}),
    }
    return adding.begin("notice:1", contents, key_name=KEY)


@pytest.fixture
def add(mailing: Mailing) -> Callable[..., list[Recipient]]:
    """Add some people with numbers, and say that these are all."""

    def added(count: int, **more: Any) -> list[Recipient]:
        people = [
            Recipient("sms", f"0101{n:07}", variables={"이름": f"사람{n}"}, **more)
            for n in range(1000, 1000 + count)
        ]
        adding.add(mailing, people, cursor=count)
        adding.complete(mailing)
        return people

    return added


@pytest.fixture
def hook(gateway: SolapiGateway) -> Callable[[], int]:
    """Bring the gateway's events to the web hook as they are; return how many."""

    def brought() -> int:
        import json

        events = list(gateway.events)
        address = f"/hooks/solapi/{reports.token()}"
        body = json.dumps(events)
        assert Client().post(address, body, "application/json").status_code == 200
        return len(events)

    gateway.hook = "later"
    gateway.is_stopped = True
    return brought
