"""Letters by e-mail: one at a time, and what a mail server may have taken is unknown."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from madang.delivery.email import channel
from madang.delivery.local_gateways.smtp import SmtpSink
from madang.delivery.mailings import adding, control, couriers, dispatch
from madang.delivery.mailings.letters import Content, Recipient
from madang.delivery.mailings.progress import progress_of
from madang.delivery.mailings.results import got
from madang.delivery.models import Batch, Mailing
from madang.identity import named_keys
from madang.identity.keys import KeyRing


@pytest.fixture
def server(settings: Any) -> Iterator[SmtpSink]:
    sink = SmtpSink().start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "privacy@shop.example"
    yield sink
    sink.stop()


def begun(*, again: bool = False) -> Mailing:
    named_keys.make("incident:1")
    content = Content("#{이름}님께 알려 드려요.\n\n. 점으로 시작하는 줄", "[가게] 안내")
    return adding.begin(
        "notice:1", {"email": content}, key_name="incident:1", sends_unknown_again=again
    )


def send_to(mailing: Mailing, *addresses: str) -> None:
    people = [Recipient("email", to, variables={"이름": to[:3]}) for to in addresses]
    adding.add(mailing, people, cursor=0)
    adding.complete(mailing)
    work()


def work() -> None:
    for _ in range(50):
        Batch.objects.update(not_before=None)
        if not dispatch.step():
            return


def test_everybody_gets_one_letter_with_their_words(keys: KeyRing, server: SmtpSink) -> None:
    mailing = begun()
    send_to(mailing, *(f"사람{n}@shop.example" for n in range(25)))
    assert set(Counter(to for to, _raw in server.letters).values()) == {1}
    assert len(server.letters) == 25
    (letter,) = server.letters_to("사람3@shop.example")
    assert letter["Subject"] == "[가게] 안내" and letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_content()  # type: ignore[attr-defined]
    assert "사람3님께 알려 드려요." in body and "\n. 점으로" in body
    assert progress_of(mailing).accepted == 25


def test_nobodys_address_fails_and_the_others_go(keys: KeyRing, server: SmtpSink) -> None:
    mailing = begun()
    send_to(mailing, "a@shop.example", "nobody@shop.example", "b@shop.example")
    shown = progress_of(mailing)
    assert (shown.accepted, shown.failed, len(server.letters)) == (2, 1, 2)


def test_what_broke_off_after_the_last_dot_is_unknown_and_stays_so(
    keys: KeyRing, server: SmtpSink
) -> None:
    server.broken_off = lambda to: to.startswith("b@")
    mailing = begun()
    send_to(mailing, "a@shop.example", "b@shop.example", "c@shop.example")
    server.broken_off = lambda to: False
    work()
    shown = progress_of(mailing)
    assert (shown.accepted, shown.unknown) == (2, 1)
    assert Counter(to for to, _raw in server.letters)["b@shop.example"] == 1


@pytest.mark.parametrize(("again", "times"), [(False, 0), (True, 1)])
def test_what_a_killed_worker_leaves_unknown_goes_again_where_that_was_chosen(
    keys: KeyRing, server: SmtpSink, monkeypatch: pytest.MonkeyPatch, again: bool, times: int
) -> None:
    class Killed(BaseException):
        pass

    def die(*_given: object) -> None:
        raise Killed

    mailing = begun(again=again)
    real = couriers.report
    reported: list[int] = []

    def report(states: Any) -> int:
        reported.append(len(states))
        return real(states)

    monkeypatch.setattr(couriers, "report", report)
    monkeypatch.setattr("madang.delivery.email.channel._give", die)
    monkeypatch.setattr(couriers, "not_given", die)
    with pytest.raises(Killed):
        send_to(mailing, "a@shop.example")
    monkeypatch.undo()
    assert progress_of(mailing).unknown == 1
    settings_again(server)
    work()
    assert len(server.letters) == times


def settings_again(server: SmtpSink) -> None:
    """What `undo` took back of the settings is theirs alone: the server is asked as before."""
    from django.conf import settings

    assert server.port == settings.EMAIL_PORT


def test_a_mail_server_that_is_busy_is_asked_again(keys: KeyRing, server: SmtpSink) -> None:
    mailing = begun()
    people = [Recipient("email", "busy@shop.example")]
    adding.add(mailing, people, cursor=0)
    assert dispatch.step()
    assert not dispatch.step()
    assert progress_of(mailing).waiting == 1 and Batch.objects.get().error


def test_a_stopped_mailing_holds_up_no_other(
    keys: KeyRing, server: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = begun()
    given = channel._give

    def stop(smtp: Any, letter: Any) -> Any:
        if len(server.letters) == 4:
            control.stop(mailing)
        return given(smtp, letter)

    monkeypatch.setattr(channel, "_give", stop)
    send_to(mailing, *(f"p{n}@shop.example" for n in range(30)))
    assert len(server.letters) == 10
    monkeypatch.setattr(channel, "_give", given)
    got_it = len(got(mailing, -1, 100))
    content = {"email": Content("다른 안내", "다른 안내")}
    other = adding.begin("notice:2", content, key_name="incident:1")
    send_to(other, "other@shop.example")
    assert server.letters_to("other@shop.example") and got_it == 10


def test_a_mailbox_that_is_full_holds_up_nobody_and_fails_in_the_end(
    keys: KeyRing, server: SmtpSink
) -> None:
    mailing = begun()
    send_to(mailing, *(f"p{n}@shop.example" for n in range(40)), "busy@shop.example")
    assert len(server.letters) == 40
    shown = progress_of(mailing)
    assert (shown.accepted, shown.failed, shown.is_settled) == (40, 1, True)


def test_a_sender_that_is_refused_fails_nobodys_letter(
    keys: KeyRing, server: SmtpSink, settings: Any
) -> None:
    mailing = begun()
    server.refuses_sender = True
    people = [Recipient("email", "a@shop.example")]
    adding.add(mailing, people, cursor=0)
    dispatch.step()
    assert progress_of(mailing).failed == 0 and "550" in Batch.objects.get().error
    server.refuses_sender = False
    work()
    assert len(server.letters) == 1


def test_two_workers_give_no_letter_twice(
    keys: KeyRing, server: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = begun()
    awake: list[int] = []
    given = channel._give

    def sleep(smtp: Any, letter: Any) -> Any:
        if not awake:
            awake.append(1)
            work()
        return given(smtp, letter)

    monkeypatch.setattr(channel, "_give", sleep)
    send_to(mailing, *(f"p{n}@shop.example" for n in range(25)))
    work()
    assert set(Counter(to for to, _raw in server.letters).values()) == {1}
    assert len(server.letters) == 25
