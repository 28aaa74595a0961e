"""Letters go once: through every step, whatever breaks off, pauses, or comes twice."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from madang.delivery.local_gateways.solapi import SolapiGateway
from madang.delivery.mailings import adding, control, dispatch
from madang.delivery.mailings.letters import Recipient
from madang.delivery.mailings.progress import progress_of
from madang.delivery.models import Batch, BatchState, Mailing, Message, MessageState
from madang.delivery.solapi.accounts import SolapiAccount
from madang.delivery.solapi.client import SolapiClient
from madang.identity import named_keys

Add = Callable[..., list[Recipient]]
STEPS = ("open", "add", "send")


class Killed(BaseException):
    """The worker dies here."""


def send_all() -> None:
    """Work until nothing is left, however long a batch would wait."""
    for _ in range(200):
        Batch.objects.update(not_before=None)
        Batch.objects.filter(state=BatchState.COLLECTING).update(state=BatchState.WAITING)
        if not dispatch.step():
            return
    raise AssertionError("it goes on for ever")


def numbers(gateway: SolapiGateway) -> Counter[str]:
    return Counter(number for number, _reference in gateway.sent)


def test_everybody_gets_one_letter(gateway: SolapiGateway, mailing: Mailing, add: Add) -> None:
    people = add(25)
    send_all()
    assert numbers(gateway) == Counter(person.to for person in people)
    texts = [one["text"] for group in gateway.groups.values() for one in group.messages]
    assert "사람1000님, 알려 드려요." in texts
    (batch,) = Batch.objects.all()
    assert (batch.state, batch.letters, batch.people) == (BatchState.HANDED_OVER, 25, 25)


def test_adding_again_adds_nobody(gateway: SolapiGateway, mailing: Mailing, add: Add) -> None:
    people = add(5)
    adding.add(mailing, people, cursor=5)
    send_all()
    assert set(numbers(gateway).values()) == {1} and len(gateway.sent) == 5


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_worker_that_dies_at_any_step_doubles_and_misses_nobody(
    gateway: SolapiGateway, mailing: Mailing, add: Add, step: str, when: str
) -> None:
    people = add(7)
    dead: list[str] = []

    def die(now: str) -> None:
        if now == step and not dead:
            dead.append(now)
            raise ConnectionAbortedError

    setattr(gateway, when, die)
    dispatch.step()
    assert dead == [step]
    send_all()
    assert numbers(gateway) == Counter(person.to for person in people)


@pytest.mark.parametrize("commit", ["open", "fill", "send", "done"])
def test_a_worker_that_dies_before_it_writes_down_what_it_did(
    gateway: SolapiGateway,
    mailing: Mailing,
    add: Add,
    commit: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = add(7)
    states = {
        "open": BatchState.FILLING,
        "fill": BatchState.FILLED,
        "send": BatchState.SENDING,
        "done": BatchState.HANDED_OVER,
    }
    move = dispatch._move

    def die(batch: Batch, state: BatchState, **columns: object) -> None:
        if state is states[commit]:
            raise Killed
        move(batch, state, **columns)

    monkeypatch.setattr(dispatch, "_move", die)
    with pytest.raises(Killed):
        dispatch.step()
    monkeypatch.setattr(dispatch, "_move", move)
    send_all()
    assert numbers(gateway) == Counter(person.to for person in people)


def test_a_worker_that_slept_changes_nothing_any_more(
    gateway: SolapiGateway, mailing: Mailing, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has filled a group when another takes the batch on, and sends that one's group."""
    people = add(7)
    filled, awake = SolapiClient.add, []

    def sleep(client: SolapiClient, group: str, messages: Any) -> dict[int, str]:
        refused = filled(client, group, messages)
        if not awake:
            awake.append(group)
            # Meanwhile another worker does the whole of it.
            send_all()
        return refused

    monkeypatch.setattr(SolapiClient, "add", sleep)
    dispatch.step()
    send_all()
    assert numbers(gateway) == Counter(person.to for person in people)
    assert len(gateway.groups) == 2


def test_a_pause_holds_what_is_not_sent_and_a_stop_ends_it(
    gateway: SolapiGateway, mailing: Mailing, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(3)
    filled = SolapiClient.add

    def pause(client: SolapiClient, group: str, messages: Any) -> dict[int, str]:
        control.pause(mailing)
        return filled(client, group, messages)

    monkeypatch.setattr(SolapiClient, "add", pause)
    send_all()
    assert gateway.sent == []
    monkeypatch.undo()
    control.go_on(mailing)
    control.stop(mailing)
    send_all()
    assert gateway.sent == []
    assert {batch.state for batch in Batch.objects.all()} == {BatchState.STOPPED}
    assert progress_of(mailing).stopped == 3


def test_going_on_after_a_pause_sends_once(
    gateway: SolapiGateway, mailing: Mailing, add: Add
) -> None:
    people = add(3)
    control.pause(mailing)
    send_all()
    control.go_on(mailing)
    send_all()
    send_all()
    assert numbers(gateway) == Counter(person.to for person in people)


def test_refused_numbers_are_counted_and_the_others_go(
    gateway: SolapiGateway, mailing: Mailing
) -> None:
    people = [Recipient("sms", "01012341234"), Recipient("sms", "12"), Recipient("sms", "0109")]
    adding.add(mailing, people, cursor=0)
    send_all()
    (batch,) = Batch.objects.all()
    assert (batch.failed, batch.failed_people, list(numbers(gateway))) == (2, 2, ["01012341234"])


def test_whoever_is_not_reached_is_told_by_the_next_channel(
    gateway: SolapiGateway, mailing: Mailing, settings: Any, hook: Callable[[], int]
) -> None:
    settings.SOLAPI = SolapiAccount(gateway.address, "key", "secret", "0215881588", "channel")
    to = "01000000031"
    next_one = Recipient("sms", to, people=2)
    first = Recipient("alimtalk", to, people=2, variables={"이름": "가"}, otherwise=(next_one,))
    adding.add(mailing, [first], cursor=0)
    adding.complete(mailing)
    send_all()
    assert gateway.sent == []
    hook()
    send_all()
    hook()
    assert [number for number, _reference in gateway.sent] == [to]
    shown = {one.channel: one for one in progress_of(mailing).channels}
    assert (shown["alimtalk"].failed, shown["sms"].delivered) == (1, 1)
    assert progress_of(mailing).told_people == 2
    hook()
    send_all()
    assert len(gateway.sent) == 1


def test_alimtalk_switches_the_gateways_own_fall_back_off(
    gateway: SolapiGateway, mailing: Mailing, settings: Any
) -> None:
    settings.SOLAPI = SolapiAccount(gateway.address, "key", "secret", "0215881588", "channel")
    one = Recipient("alimtalk", "01012341234", variables={"이름": "가"})
    adding.add(mailing, [one], cursor=0)
    send_all()
    (message,) = [one for group in gateway.groups.values() for one in group.messages]
    assert message["kakaoOptions"]["disableSms"] is True
    assert message["kakaoOptions"]["variables"] == {"#{이름}": "가"}


def test_a_gateway_that_is_away_is_asked_again_later(
    mailing: Mailing, add: Add, settings: Any, gateway: SolapiGateway
) -> None:
    add(2)
    account = settings.SOLAPI
    settings.SOLAPI = SolapiAccount("http://127.0.0.1:9", "key", "secret", "0215881588")
    assert dispatch.step()
    assert not dispatch.step()
    (batch,) = Batch.objects.all()
    assert batch.error and batch.not_before and batch.not_before > timezone.now()
    settings.SOLAPI = account
    Batch.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    send_all()
    assert len(gateway.sent) == 2


def test_a_group_that_the_gateway_lost_is_unknown_and_never_sent_again(
    gateway: SolapiGateway, mailing: Mailing, add: Add
) -> None:
    add(4)

    def die(step: str) -> None:
        if step == "send":
            raise ConnectionAbortedError

    gateway.before = die
    dispatch.step()
    gateway.before = lambda step: None
    gateway.groups.clear()
    send_all()
    assert gateway.sent == []
    assert progress_of(mailing).unknown == 4
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.UNKNOWN}


def test_nothing_goes_once_the_key_is_destroyed(
    gateway: SolapiGateway, mailing: Mailing, add: Add
) -> None:
    add(2)
    named_keys.destroy(mailing.key_name)
    send_all()
    assert gateway.sent == []
    assert {batch.state for batch in Batch.objects.all()} == {BatchState.STOPPED}


def test_whoever_falls_back_to_anothers_number_keeps_their_further_ways(
    gateway: SolapiGateway, mailing: Mailing, hook: Callable[[], int], settings: Any
) -> None:
    """Y's number fails first; X comes to it from a number of their own, and has an address."""
    settings.EMAIL_HOST = ""
    address = Recipient("email", "x@shop.example")
    shared = "01000000041"
    x = Recipient("sms", "01000001141", otherwise=(Recipient("sms", shared, otherwise=(address,)),))
    adding.add(mailing, [Recipient("sms", shared)], cursor=0)
    send_all()
    hook()
    adding.add(mailing, [x], cursor=1)
    send_all()
    hook()
    assert [batch.letters for batch in Batch.objects.filter(channel="email")] == [1]


def test_two_who_fall_back_to_one_contact_get_one_letter_and_both_count(
    gateway: SolapiGateway, mailing: Mailing, hook: Callable[[], int]
) -> None:
    family = "01000000001"
    others = [
        Recipient("sms", f"0100000{n}41", otherwise=(Recipient("sms", family, people=n),))
        for n in (11, 12)
    ]
    adding.add(mailing, others, cursor=0)
    send_all()
    hook()
    send_all()
    assert [number for number, _m in gateway.sent] == [family]
    assert Batch.objects.get(letters=1, failed=0).people == 23


def test_one_batch_that_cannot_be_carried_holds_up_no_other(
    gateway: SolapiGateway, mailing: Mailing, add: Add
) -> None:
    adding.add(mailing, [Recipient("carrier pigeon", "x")], cursor=0)
    people = add(3)
    for _ in range(5):
        dispatch.step()
    assert numbers(gateway) == Counter(person.to for person in people)
