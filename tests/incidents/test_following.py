"""Following an incident by e-mail: confirmed, told of what is released, and ended by a link."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from madang.delivery.local_gateways.smtp import SmtpSink
from madang.delivery.mailings import dispatch
from madang.incidents import facts
from madang.incidents.facts import Statement
from madang.incidents.models import FactStatus, Follower, Incident
from madang.incidents.notices.audience import prepare
from madang.staff.members import StaffMember


@pytest.fixture
def server(settings: Any) -> Iterator[SmtpSink]:
    sink = SmtpSink().start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.DEFAULT_FROM_EMAIL = "p@shop.example"
    yield sink
    sink.stop()


def follow(incident: Incident, run_queued: Callable[[], None], address: str) -> str:
    """Ask to follow, and return the link that came."""
    Client().post(f"/incidents/{incident.pk}/follow", {"address": address})
    run_queued()
    found = re.search(r"(/incidents/\d+/follow/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def release(incident: Incident, by: StaffMember, text: str) -> None:
    said = Statement(FactStatus.CONFIRMED, text, "보안팀", is_released=True)
    facts.state(incident, said, by=by)
    for _ in range(20):
        if not prepare() and not dispatch.step():
            return


def test_what_is_released_comes_once_to_those_who_confirmed(
    public: Incident, officer: StaffMember, server: SmtpSink, run_queued: Callable[[], None]
) -> None:
    link = follow(public, run_queued, "kim@shop.example")
    release(public, officer, "아직 아무도 따르지 않아요.")
    assert server.letters == []
    assert Client().get(link).status_code == 200 and not Follower.objects.exists()
    Client().post(link)
    Client().post(link)
    release(public, officer, "주소가 나갔어요.")
    (letter,) = server.letters_to("kim@shop.example")
    body = letter.get_content()  # type: ignore[attr-defined]
    assert "주소가 나갔어요." in body
    stop = re.search(r"(/incidents/\d+/follow/stop/\S+)", body)
    assert stop
    Client().post(stop[1])
    assert not Follower.objects.exists()
    release(public, officer, "또 하나 확인했어요.")
    assert len(server.letters) == 1


def test_what_stays_inside_is_told_to_nobody(
    public: Incident, officer: StaffMember, server: SmtpSink, run_queued: Callable[[], None]
) -> None:
    Client().post(follow(public, run_queued, "kim@shop.example"))
    facts.state(public, Statement(FactStatus.CONFIRMED, "안에서만", "보안팀"), by=officer)
    assert not prepare() and server.letters == []


def test_a_link_that_is_none_changes_nothing(public: Incident, server: SmtpSink) -> None:
    for path in ("follow/x", "follow/stop/x"):
        answer = Client().post(f"/incidents/{public.pk}/{path}", follow=True)
        assert "잘렸거나" in answer.content.decode()


def test_addresses_are_sealed_and_wrong_ones_refused(
    public: Incident, server: SmtpSink, run_queued: Callable[[], None]
) -> None:
    Client().post(follow(public, run_queued, "kim@shop.example"))
    assert "kim" not in Follower.objects.get().box
    answer = Client().post(f"/incidents/{public.pk}/follow", {"address": "kim"})
    assert answer.status_code == 422 and 'value="kim"' in answer.content.decode()
