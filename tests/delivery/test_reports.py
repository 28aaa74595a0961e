"""Reports of gateways: twice, late, in any order, or forged; counters always tell the rows."""

import json
import random
from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.delivery.local_gateways.solapi import SolapiGateway
from madang.delivery.mailings import dispatch
from madang.delivery.mailings.letters import Recipient
from madang.delivery.mailings.progress import progress_of
from madang.delivery.mailings.results import report
from madang.delivery.models import Batch, Mailing, Message, MessageState
from madang.delivery.solapi import reports
from madang.delivery.solapi.reports import state_of

Add = Callable[..., list[Recipient]]


def counted() -> Counter[int]:
    found: Counter[int] = Counter()
    for batch in Batch.objects.all():
        known = {
            MessageState.ACCEPTED: batch.accepted,
            MessageState.UNKNOWN: batch.unknown,
            MessageState.FAILED: batch.failed,
            MessageState.DELIVERED: batch.delivered,
        }
        for state, count in known.items():
            found[state] += count
        found[MessageState.CREATED] += batch.letters - sum(known.values())
    return +found


def kept() -> Counter[int]:
    return Counter(Message.objects.values_list("state", flat=True))


def test_what_was_delivered_is_counted_by_letters_and_people(
    gateway: SolapiGateway, mailing: Mailing, add: Add, hook: Callable[[], int]
) -> None:
    add(6, people=3)
    dispatch.step()
    assert progress_of(mailing).handed_over == 6
    assert hook() == 12
    shown = progress_of(mailing)
    assert (shown.delivered, shown.told_people) == (6, 18)
    hook()
    assert counted() == kept() == Counter({MessageState.DELIVERED: 6})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(seed=st.integers(0, 10**6))
def test_states_only_rise_in_whatever_order_reports_come(
    gateway: SolapiGateway, mailing: Mailing, add: Add, seed: int
) -> None:
    Batch.objects.all().delete()
    add(4)
    numbers = list(Message.objects.values_list("pk", flat=True))
    chance = random.Random(seed)
    said = [
        (chance.choice(numbers), chance.choice(list(MessageState)))
        for _ in range(chance.randrange(20))
    ]
    for number, state in said:
        report({number: state, 12345: state})
        assert counted() == kept()
    highest = {number: max([0, *(s for n, s in said if n == number)]) for number in numbers}
    assert dict(Message.objects.values_list("pk", "state")) == highest


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"[{}]", b'[{"data": 1}]', b"\xff"])
def test_a_body_that_is_no_report_is_refused_or_changes_nothing(
    mailing: Mailing, add: Add, body: bytes, gateway: SolapiGateway
) -> None:
    add(1)
    address = f"/hooks/solapi/{reports.token()}"
    answer = Client().post(address, body, "application/json")
    assert answer.status_code in (200, 400)
    assert kept() == Counter({MessageState.CREATED: 1})


def test_whoever_does_not_know_the_address_changes_nothing(
    mailing: Mailing, add: Add, gateway: SolapiGateway
) -> None:
    add(1)
    number = Message.objects.get().pk
    data = {"statusCode": "4000", "customFields": {"m": str(number)}}
    for token in ("x", reports.token()[:-1] + "x"):
        body = json.dumps([{"data": data}])
        answer = Client().post(f"/hooks/solapi/{token}", body, "application/json")
        assert answer.status_code == 404
    assert kept() == Counter({MessageState.CREATED: 1})


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("2000", MessageState.ACCEPTED),
        ("3000", MessageState.ACCEPTED),
        ("4000", MessageState.DELIVERED),
        ("3104", MessageState.FAILED),
        ("1062", MessageState.FAILED),
        ("", None),
        ("5000", None),
        ("x", None),
    ],
)
def test_codes_say_what_became_of_a_message(code: str, state: MessageState | None) -> None:
    assert state_of(code) == state


def test_a_report_takes_few_queries_however_many_letters(
    gateway: SolapiGateway,
    mailing: Mailing,
    add: Add,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    add(400)
    numbers = list(Message.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        report(dict.fromkeys(numbers, MessageState.DELIVERED))
