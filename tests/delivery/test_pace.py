"""Each provider gets as many letters a minute as it takes; one that rests holds up no other."""

from collections.abc import Iterator
from typing import Any

import pytest

from madang.config.environment import WrongSettings, read_environment
from madang.delivery.local_gateways.smtp import SmtpSink
from madang.delivery.local_gateways.solapi import SolapiGateway
from madang.delivery.mailings import adding, dispatch, pace
from madang.delivery.mailings.letters import Recipient
from madang.delivery.models import Batch, BatchState, Mailing


@pytest.fixture
def mail(settings: Any) -> Iterator[SmtpSink]:
    sink = SmtpSink().start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    yield sink
    sink.stop()


@pytest.fixture
def waiting(mailing: Mailing, monkeypatch: pytest.MonkeyPatch) -> Mailing:
    """Two batches of e-mail, then two of text messages."""
    monkeypatch.setattr(dispatch, "MAX_WAIT", 0.0)
    for channel, to in (("email", "a{}@shop.example"), ("sms", "0101234567{}")):
        for n in range(2):
            adding.add(mailing, [Recipient(channel, to.format(n))], cursor=n)
    adding.complete(mailing)
    return mailing


def handed_over(channel: str) -> int:
    return Batch.objects.filter(channel=channel, state=BatchState.HANDED_OVER).count()


def test_a_slow_provider_rests_and_the_others_go_on(
    waiting: Mailing, gateway: SolapiGateway, mail: SmtpSink, settings: Any
) -> None:
    settings.MESSAGES_A_MINUTE = {"": 10**9, "smtp": 1}
    for _ in range(5):
        assert dispatch.step()
    assert (handed_over("email"), handed_over("sms")) == (1, 2)
    pace.forget()
    dispatch.step()
    assert handed_over("email") == 2


def test_lanes_leave_each_others_letters(
    waiting: Mailing, gateway: SolapiGateway, mail: SmtpSink
) -> None:
    while dispatch.step(dispatch.LANES["gateways"]):
        pass
    assert (handed_over("email"), handed_over("sms")) == (0, 2)
    while dispatch.step(dispatch.LANES["e-mail"]):
        pass
    assert handed_over("email") == 2


@pytest.mark.parametrize("given", ["fax=100", "smtp=", "smtp=59", "a lot", "1e6"])
def test_what_is_no_rate_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADANG_MESSAGES_A_MINUTE", given)
    with pytest.raises(WrongSettings, match="MADANG_MESSAGES_A_MINUTE"):
        read_environment()


def test_one_provider_may_have_a_rate_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_environment().message_rates == {"": 100_000}
    monkeypatch.setenv("MADANG_MESSAGES_A_MINUTE", "60000, smtp=600")
    assert read_environment().message_rates == {"": 60_000, "smtp": 600}
