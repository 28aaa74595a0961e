"""The gateway on this machine speaks as the published library expects, limits and codes too."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from madang.delivery.local_gateways.solapi import SolapiGateway
from madang.delivery.mailings.providers import GroupState, Refused, TryLater
from madang.delivery.solapi.accounts import SolapiAccount
from madang.delivery.solapi.client import SolapiClient
from madang.delivery.texts import euc_kr_length, foreign_letters

SENDER = "0215881588"


@pytest.fixture
def server() -> Iterator[SolapiGateway]:
    gateway = SolapiGateway(templates={"T1": "#{이름}님"}).start()
    yield gateway
    gateway.stop()


@pytest.fixture
def client(server: SolapiGateway) -> SolapiClient:
    return SolapiClient(SolapiAccount(server.address, "key", "secret", SENDER))


def message(to: str, text: str = "안내", **more: object) -> dict[str, object]:
    return {
        "to": to,
        "from": SENDER,
        "text": text,
        "type": "LMS",
        "customFields": {"m": to},
        **more,
    }


def test_the_published_library_is_understood(server: SolapiGateway) -> None:
    from solapi import SolapiMessageService
    from solapi.model import RequestMessage

    service = SolapiMessageService("key", "secret")
    service.base_url = server.address
    sent = service.send([RequestMessage(from_=SENDER, to="010-1234-5678", text="안내예요")])
    assert sent.group_info.count.registered_success == 1
    assert server.sent == [("01012345678", "")]
    assert service.get_balance().balance == 1_000_000


def test_a_group_is_filled_and_sent_once(client: SolapiClient, server: SolapiGateway) -> None:
    group = client.open_group()
    assert client.state(group) is GroupState.PENDING
    assert client.add(group, [message("01012345678")]) == {}
    client.send(group)
    client.send(group)
    assert client.state(group) is GroupState.SENT
    assert len(server.sent) == 1
    with pytest.raises(Refused, match="GroupAlreadySent"):
        client.add(group, [message("01012345679")])
    assert client.state("G4Vnone") is GroupState.UNKNOWN


def test_limits_and_codes(client: SolapiClient, server: SolapiGateway) -> None:
    group = client.open_group()
    cases = {
        "01012345678": (message("01012345678"), None),
        "0109": (message("0109"), "1030"),
        "01012345670": (message("01012345670", "뷁"), "1029"),
        "01012345671": (message("01012345671", "가" * 1001), "1011"),
        "01012345672": (message("01012345672", "가" * 46, type="SMS"), "1011"),
        "01012345673": ({**message("01012345673"), "from": "0100000000"}, "1062"),
    }
    refused = client.add(group, [given for given, _code in cases.values()])
    assert refused == {int(number): code for number, (_m, code) in cases.items() if code}
    assert client.add(group, [message("01012345678")]) == {1012345678: "1026"}
    with pytest.raises(Refused, match="RecipientsTooMany"):
        client.add(group, [message(f"010{n:08}") for n in range(10_001)])


def test_signatures_are_looked_at(server: SolapiGateway) -> None:
    wrong = SolapiClient(SolapiAccount(server.address, "key", "other", SENDER))
    with pytest.raises(Refused, match="SignatureDoesNotMatch"):
        wrong.open_group()
    nobody = SolapiClient(SolapiAccount(server.address, "nobody", "secret", SENDER))
    with pytest.raises(Refused, match="InvalidAPIKey"):
        nobody.open_group()


def test_a_signature_is_used_once_and_is_of_now(
    client: SolapiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = client._authorization()
    monkeypatch.setattr(client, "_authorization", lambda: said)
    client.open_group()
    with pytest.raises(TryLater, match="DuplicatedSignature"):
        client.open_group()
    monkeypatch.undo()

    class Late(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Late":  # type: ignore[override]
            return cls.fromtimestamp((datetime.now(UTC) - timedelta(hours=1)).timestamp(), UTC)

    monkeypatch.setattr("madang.delivery.solapi.client.datetime", Late)
    with pytest.raises(TryLater, match="RequestTimeTooSkewed"):
        client.open_group()


@pytest.mark.parametrize(
    ("text", "length", "foreign"),
    [
        ("abc", 3, []),
        ("가나다", 6, []),
        ("가 a", 4, []),
        ("뷁a", 3, ["뷁"]),
        ("✓🙂", 4, ["✓", "🙂"]),
    ],
)
def test_lengths_are_those_of_carriers(text: str, length: int, foreign: list[str]) -> None:
    assert (euc_kr_length(text), foreign_letters(text)) == (length, foreign)
