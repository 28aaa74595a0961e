"""What no web hook told is asked for: some minutes later, and not for ever."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from madang.delivery.local_gateways.solapi import SolapiGateway
from madang.delivery.mailings import dispatch, lost_reports
from madang.delivery.mailings.letters import Recipient
from madang.delivery.mailings.progress import progress_of
from madang.delivery.models import Batch, Mailing

Add = Callable[..., list[Recipient]]


def minutes_pass(minutes: int) -> None:
    earlier = timezone.now() - timedelta(minutes=minutes)
    Batch.objects.update(handed_over=earlier)
    Batch.objects.exclude(not_before=None).update(not_before=earlier)


def test_what_was_not_reported_is_asked_for(
    gateway: SolapiGateway, mailing: Mailing, add: Add
) -> None:
    add(700)
    dispatch.step()
    assert lost_reports.ask() == 0
    minutes_pass(11)
    assert lost_reports.ask() == 700
    assert progress_of(mailing).delivered + progress_of(mailing).failed == 700
    minutes_pass(60)
    asked: list[str] = []
    gateway.before = asked.append
    assert lost_reports.ask() == 0 and asked == []


def test_it_is_not_asked_for_ever(
    gateway: SolapiGateway, mailing: Mailing, add: Add, settings: Any
) -> None:
    add(3)
    dispatch.step()
    gateway.groups.clear()
    asked: list[str] = []
    gateway.before = asked.append
    for _ in range(10):
        minutes_pass(60 * 48)
        lost_reports.ask()
    assert 0 < len(asked) <= len(lost_reports.PAUSES)
