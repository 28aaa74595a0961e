"""Notices: whole by the law on each channel, approved by two, to each person once."""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from madang.core.languages import in_language
from madang.delivery.local_gateways.solapi import SolapiGateway
from madang.delivery.mailings import dispatch
from madang.delivery.mailings.results import report
from madang.delivery.models import Batch, BatchState, Mailing, Message, MessageState
from madang.delivery.solapi import reports
from madang.delivery.solapi.accounts import SolapiAccount
from madang.incidents import actions as incident_actions
from madang.incidents import facts
from madang.incidents.affected import imports, keeping
from madang.incidents.affected.contacts import mobile
from madang.incidents.affected.importing import Progress, import_list
from madang.incidents.clocks import clocks_of
from madang.incidents.models import FactStatus, Incident, ListImport, Notice, NoticeKind
from madang.incidents.notices import actions, checks
from madang.incidents.notices.actions import NoticeRefused
from madang.incidents.notices.audience import prepare
from madang.incidents.notices.checks import problems, suggestions
from madang.incidents.notices.following import follow
from madang.incidents.notices.rendering import parts_of, render
from madang.staff.members import StaffMember
from madang.staff.models import WorkRecord
from madang.staff.roles import Role

from ..staff.working import at_work, make_staff

HEAD = "이름,생년월일,이메일,전화번호,항목\n"
PARTS = {
    "data": "이름, 이메일, 주소",
    "course": "2026년 6월 24일부터 11월 29일까지 주문 시스템에서 나갔어요.",
    "what to do": "비밀번호를 바꾸고, 링크가 든 문자를 누르지 마세요.",
    "response": "접속을 막고 경찰에 신고했어요.",
    "contact": "개인정보보호팀 02-123-4567",
    "rights": "손해배상을 청구하거나 분쟁조정을 신청할 수 있어요.",
    "follow up": "확인되면 바로 다시 알려 드려요.",
    "finding": "유출이 아니었어요.",
    "changed": "주소는 나가지 않았어요.",
}


@pytest.fixture
def gateway(settings: Any) -> Iterator[SolapiGateway]:
    gateway = SolapiGateway(hook="later").start()
    gateway.is_stopped = True
    settings.SOLAPI = SolapiAccount(gateway.address, "key", "secret", "0215881588")
    yield gateway
    gateway.stop()


@pytest.fixture
def incident(incident: Incident, officer: StaffMember) -> Incident:
    """The incident, with the page to which notices lead."""
    incident_actions.publish(incident, by=officer, next_update=timezone.now() + timedelta(days=1))
    return incident


@pytest.fixture
def take(incident: Incident) -> Callable[[str], None]:
    def taken(rows: str) -> None:
        content = io.BytesIO((HEAD + rows).encode())
        progress = Progress()
        import_list(incident, content, is_csv=True, refused=io.BytesIO(), progress=progress)
        assert progress.refused == 0

    return taken


def written(
    incident: Incident, by: StaffMember, kind: NoticeKind = NoticeKind.CONFIRMED, **more: Any
) -> Notice:
    notice = actions.draft(incident, kind, by=by, follows=more.pop("follows", None))
    given: dict[str, Any] = {
        "channels": ["sms"],
        "lawyer_agreed": False,
        "sends_unknown_again": False,
    }
    actions.write(notice, PARTS, by=by, **{**given, **more})
    return notice


def send_all() -> None:
    for _ in range(100):
        Batch.objects.update(not_before=None)
        Batch.objects.filter(state=BatchState.COLLECTING).update(state=BatchState.WAITING)
        if not prepare() and not dispatch.step():
            follow()
            return
    raise AssertionError("it goes on for ever")


def reported(gateway: SolapiGateway) -> None:
    events = [{"data": event["data"]} for event in gateway.events]
    report(reports.states_in(json.dumps(events).encode()))


@pytest.mark.parametrize("key", ["data", "course", "what to do", "response", "contact", "rights"])
def test_a_notice_that_lacks_an_item_is_not_sent_and_says_which(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway, key: str
) -> None:
    notice = written(incident, officer)
    assert problems(notice) == []
    lacking = {**PARTS, key: " "}
    actions.write(
        notice,
        lacking,
        by=officer,
        channels=["sms"],
        lawyer_agreed=False,
        sends_unknown_again=False,
    )
    assert [problem.part for problem in problems(notice)] == [key]
    with pytest.raises(NoticeRefused) as refused:
        actions.release(notice, by=officer)
    assert "비어 있어요" in str(refused.value)


def test_each_kind_asks_for_its_own(incident: Incident, officer: StaffMember) -> None:
    def asked(kind: NoticeKind) -> set[str]:
        notice = Notice(incident=incident, kind=kind, follows=None)
        return {one.part for one in problems(notice) if one.part not in ("follows", "channels")}

    assert "follow up" in asked(NoticeKind.POSSIBLE) and "rights" not in asked(NoticeKind.POSSIBLE)
    assert asked(NoticeKind.NOT_A_LEAK) == {"finding", "contact"}
    assert {"changed", "rights"} <= asked(NoticeKind.CORRECTION)


def test_what_does_not_fit_a_text_message_goes_short_with_a_link_once_a_lawyer_agrees(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway
) -> None:
    notice = written(incident, officer)
    assert render(notice, "sms").is_whole
    parts = {**PARTS, "response": "접속을 막았어요. " * 200}
    given = {"by": officer, "channels": ["sms"], "sends_unknown_again": False}
    actions.write(notice, parts, lawyer_agreed=False, **given)
    rendered = render(notice, "sms")
    assert not rendered.is_whole and rendered.bytes <= 2000
    assert f"/incidents/{incident.pk}/notices/{notice.pk}" in rendered.text
    assert ["변호사" in problem.message for problem in problems(notice)] == [True]
    actions.write(notice, parts, lawyer_agreed=True, **given)
    assert problems(notice) == []
    assert render(notice, "email").is_whole


def test_a_notice_is_korean_whoever_sends_it(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway
) -> None:
    notice = written(incident, officer)
    with in_language("en"):
        assert "개인정보가 유출되어" in render(notice, "sms").text
        assert "유출 통지" in render(notice, "email").subject


def test_letters_that_carriers_lack_are_named(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway
) -> None:
    notice = written(incident, officer)
    actions.write(
        notice,
        {**PARTS, "response": "막았어요 🙂"},
        by=officer,
        channels=["sms"],
        lawyer_agreed=False,
        sends_unknown_again=False,
    )
    assert any("🙂" in problem.message for problem in problems(notice))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("고객님의 정보가 노출되었어요.", "유출"),
        ("깊은 유감을 표해요.", "한 일이 없어요"),
        ("10% 할인 쿠폰을 드려요.", "광고"),
        ("조사 중이니 양해 바랍니다.", "언제까지"),
    ],
)
def test_plainer_words_are_suggested(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway, words: str, said: str
) -> None:
    notice = written(incident, officer)
    assert suggestions(notice) == []
    notice.parts = json.dumps({"response": words})
    assert any(said in one.message for one in suggestions(notice))


def test_everybody_is_told_once_and_families_together(
    incident: Incident,
    officer: StaffMember,
    gateway: SolapiGateway,
    take: Callable[[str], None],
) -> None:
    take(
        "가,,a@x.example,01011110001,이름\n"
        "나,,b@x.example,01011110002,이름\n"
        "다,,c@x.example,01011110002,이름\n"
        "라,,d@x.example,,이름\n"
    )
    notice = written(incident, officer, channels=["sms", "email"])
    actions.release(notice, by=officer)
    while prepare():
        pass
    batches = {batch.channel: batch for batch in Batch.objects.all()}
    assert {name: (one.letters, one.people) for name, one in batches.items()} == {
        "sms": (2, 3),
        "email": (1, 1),
    }
    Batch.objects.filter(channel="email").delete()
    send_all()
    assert Counter(number for number, _m in gateway.sent) == {"01011110001": 1, "01011110002": 1}
    texts = {m["to"]: m["text"] for group in gateway.groups.values() for m in group.messages}
    assert "2분께 드리는 안내" in texts["01011110002"]
    assert "분께 드리는" not in texts["01011110001"]


def test_more_than_a_thousand_need_two_people(
    incident: Incident,
    officer: StaffMember,
    gateway: SolapiGateway,
    take: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "ALONE_UP_TO", 1)
    take("가,,,01011110001,이름\n나,,,01011110002,이름\n")
    notice = written(incident, officer)
    with pytest.raises(NoticeRefused, match="다른 사람의 승인"):
        actions.release(notice, by=officer)
    with pytest.raises(NoticeRefused, match="스스로 승인"):
        actions.approve(notice, by=officer)
    with pytest.raises(PermissionDenied):
        actions.approve(notice, by=make_staff(Role.LEAD))
    approver = make_staff(Role.APPROVER)
    actions.approve(notice, by=approver)
    actions.write(
        notice,
        {**PARTS, "response": "다르게 했어요."},
        by=officer,
        channels=["sms"],
        lawyer_agreed=False,
        sends_unknown_again=False,
    )
    with pytest.raises(NoticeRefused, match="다른 사람의 승인"):
        actions.release(notice, by=officer)
    actions.approve(notice, by=approver)
    actions.release(notice, by=officer)
    with pytest.raises(NoticeRefused):
        actions.release(notice, by=officer)
    send_all()
    assert len(gateway.sent) == 2


def test_a_correction_goes_to_those_and_only_those_who_got_the_notice(
    incident: Incident,
    officer: StaffMember,
    gateway: SolapiGateway,
    take: Callable[[str], None],
) -> None:
    # One number is refused on the way, one is reached elsewhere, and nobody knows of a third.
    take("가,,,01011110001,이름\n나,,,01011110041,이름\n다,,,01011110003,이름\n")
    notice = written(incident, officer)
    actions.release(notice, by=officer)
    send_all()
    reported(gateway)
    take("라,,,01011110004,이름\n")
    gateway.sent.clear()
    correction = written(incident, officer, NoticeKind.CORRECTION, follows=notice)
    actions.release(correction, by=officer)
    send_all()
    assert sorted(number for number, _m in gateway.sent) == ["01011110001", "01011110003"]


def test_what_nobody_knows_to_have_arrived_counts_as_got(
    incident: Incident,
    officer: StaffMember,
    gateway: SolapiGateway,
    take: Callable[[str], None],
) -> None:
    take("가,,,01011110001,이름\n")
    notice = written(incident, officer)
    actions.release(notice, by=officer)
    send_all()
    report(dict.fromkeys(Message.objects.values_list("pk", flat=True), MessageState.UNKNOWN))
    gateway.sent.clear()
    correction = written(incident, officer, NoticeKind.CORRECTION, follows=notice)
    actions.release(correction, by=officer)
    send_all()
    assert [number for number, _m in gateway.sent] == ["01011110001"]


def test_telling_people_stops_their_clock(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway, take: Callable[[str], None]
) -> None:
    take("가,,,01011110001,이름\n")
    notice = written(incident, officer, NoticeKind.POSSIBLE)
    actions.release(notice, by=officer)
    clock = {one.rule.key: one for one in clocks_of([incident])}["tell people"]
    assert clock.is_running
    send_all()
    clock = {one.rule.key: one for one in clocks_of([incident])}["tell people"]
    notice.refresh_from_db()
    assert clock.stopped == notice.told and not clock.is_late


def test_the_whole_notice_stands_on_the_own_domain_once_it_is_out(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway, take: Callable[[str], None]
) -> None:
    take("가,,,01011110001,이름\n")
    notice = written(incident, officer)
    address = f"/incidents/{incident.pk}/notices/{notice.pk}"
    assert Client().get(address).status_code == 404
    actions.release(notice, by=officer)
    page = Client().get(address).content.decode()
    assert all(parts_of(notice)[item] in page for item in ("data", "course", "rights", "contact"))


def test_a_notice_is_written_approved_and_sent_in_a_browser(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway, take: Callable[[str], None]
) -> None:
    take("가,,,01011110001,이름\n")
    browser, root = at_work(officer), f"/work/incidents/{incident.pk}/notices"
    begun = browser.post(f"{root}/begin", {"kind": "confirmed"})
    address = begun["Location"]
    assert "아직 보낼 수 없어요" in browser.get(address).content.decode()
    answer = browser.post(f"{address}/release", follow=True)
    assert "비어 있어요" in answer.content.decode() and not Mailing.objects.exists()
    browser.post(address, {**PARTS, "channels": ["sms"]})
    page = browser.get(address).content.decode()
    assert "법이 정한 내용이 모두 들어 있어요" in page and PARTS["response"] in page
    browser.post(f"{address}/release")
    send_all()
    shown = browser.get(address).content.decode()
    assert "모두 넘김" in shown and "<svg" in shown
    assert "<td>1</td>" in browser.get(f"{address}/live").content.decode()
    assert address in browser.get(root).content.decode()
    assert browser.post(address, {**PARTS, "channels": ["sms"]}).status_code == 422


def test_sending_is_paused_and_stopped_in_a_browser(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway, take: Callable[[str], None]
) -> None:
    take("가,,,01011110001,이름\n")
    notice = written(incident, officer)
    browser = at_work(officer)
    address = f"/work/incidents/{incident.pk}/notices/{notice.pk}"
    actions.release(notice, by=officer)
    browser.post(f"{address}/steer", {"what": "pause"})
    send_all()
    assert gateway.sent == []
    browser.post(f"{address}/steer", {"what": "go on"})
    browser.post(f"{address}/steer", {"what": "stop"})
    send_all()
    assert gateway.sent == []
    assert "그만 보내요" in browser.get(f"/work/incidents/{incident.pk}/timeline").content.decode()


def test_a_list_is_destroyed_with_a_certificate_unless_it_is_held(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway, take: Callable[[str], None]
) -> None:
    take("가,,,01011110001,이름\n")
    browser, root = at_work(officer), f"/work/incidents/{incident.pk}/people"
    form = {"reason": "통지를 모두 마쳤어요.", "sure": "on"}
    incident.legal_hold = "소송 중"
    incident.save()
    assert "보존 조치" in browser.post(f"{root}/destroy", form).content.decode()
    incident.legal_hold = ""
    incident.save()
    assert browser.post(f"{root}/destroy", {"reason": "통지를 모두 마쳤어요."}).status_code == 422
    page = browser.post(f"{root}/destroy", form).content.decode()
    assert "파기 확인서" in page and "1줄" in page
    with pytest.raises(NoticeRefused, match="열쇠가 없어져서"):
        actions.release(written(incident, officer), by=officer)


def test_one_person_is_looked_at_for_a_reason_that_is_kept(
    incident: Incident, officer: StaffMember, take: Callable[[str], None]
) -> None:
    take("김서울,,,01011110001,이름\n")
    contact = mobile("01011110001")
    assert contact is not None
    with pytest.raises(keeping.KeepingRefused):
        keeping.look_up(incident, contact, reason="음", by=officer)
    assert not WorkRecord.objects.filter(action="look up person").exists()
    (found,) = keeping.look_up(incident, contact, reason="본인의 전화 문의", by=officer)
    assert found.name == "김서울"
    record = WorkRecord.objects.get(action="look up person")
    assert "officer" not in record.box and timezone.now() >= record.at


def test_who_may_send_alone_is_few(settings: Any) -> None:
    assert checks.ALONE_UP_TO == 1000


def test_a_notice_needs_a_list_that_was_read_and_a_page(
    incident: Incident,
    officer: StaffMember,
    gateway: SolapiGateway,
    take: Callable[[str], None],
) -> None:
    notice = written(incident, officer)
    with pytest.raises(NoticeRefused, match="비어 있어요"):
        actions.release(notice, by=officer)
    take("가,,,01011110001,이름\n")
    waiting = ListImport.objects.create(incident=incident, file="0" * 32, is_csv=True)
    with pytest.raises(NoticeRefused, match="읽고 있어요"):
        actions.release(notice, by=officer)
    waiting.delete()
    incident.published = None
    incident.save()
    with pytest.raises(NoticeRefused, match="공개 페이지"):
        actions.release(Notice.objects.get(pk=notice.pk), by=officer)


def test_nobody_approves_words_that_they_did_not_read(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway, take: Callable[[str], None]
) -> None:
    take("가,,,01011110001,이름\n")
    notice = written(incident, officer)
    read = Notice.objects.get(pk=notice.pk)
    given: dict[str, Any] = {
        "channels": ["sms"],
        "lawyer_agreed": False,
        "sends_unknown_again": False,
    }
    actions.write(notice, {**PARTS, "response": "다른 단어"}, by=officer, **given)
    approver = make_staff(Role.APPROVER)
    with pytest.raises(NoticeRefused, match="다른 사람이 고쳤거나"):
        actions.approve(read, by=approver)
    address = f"/work/incidents/{incident.pk}/notices/{notice.pk}/approve"
    at_work(approver).post(address, {"revision": str(read.revision)})
    notice.refresh_from_db()
    assert notice.approved is None
    at_work(approver).post(address, {"revision": str(notice.revision)})
    notice.refresh_from_db()
    assert notice.approved is not None
    old = Notice.objects.get(pk=notice.pk)
    actions.release(notice, by=officer)
    with pytest.raises(NoticeRefused):
        actions.write(old, PARTS, by=officer, **given)
    assert Notice.objects.get(pk=notice.pk).released is not None


def test_a_correction_needs_the_channels_of_the_notice_and_its_end(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway, take: Callable[[str], None]
) -> None:
    take("가,,,01011110001,이름\n")
    notice = written(incident, officer)
    actions.release(notice, by=officer)
    correction = written(incident, officer, NoticeKind.CORRECTION, follows=notice)
    with pytest.raises(NoticeRefused, match="아직 보내고 있어요"):
        actions.release(correction, by=officer)
    send_all()
    other = written(incident, officer, NoticeKind.CORRECTION, follows=notice, channels=["email"])
    assert [one.part for one in problems(other)] == ["channels"]
    correction.refresh_from_db()
    actions.release(Notice.objects.get(pk=correction.pk), by=officer)
    assert Mailing.objects.get(about=notice.about).is_stopped


def test_after_a_list_is_destroyed_nothing_breaks(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway, take: Callable[[str], None]
) -> None:
    take("가,,,01011110001,이름\n")
    notice = written(incident, officer)
    actions.release(notice, by=officer)
    assert prepare()
    actions.steer(notice, "stop", by=officer)
    keeping.destroy(incident, reason="통지를 그만두었어요.", by=officer)
    assert Client().get(f"/incidents/{incident.pk}/check").status_code == 404
    assert "나도 해당되나요" not in Client().get(f"/incidents/{incident.pk}").content.decode()
    look = {"contact": "01011110001", "reason": "본인의 전화"}
    answer = at_work(officer).post(f"/work/incidents/{incident.pk}/people/look", look)
    assert answer.status_code in (200, 422)
    released = facts.Statement(FactStatus.CONFIRMED, "새 사실", "보안팀", is_released=True)
    facts.state(incident, released, by=officer)
    send_all()
    numbers = list(Message.objects.values_list("pk", flat=True))
    assert report(dict.fromkeys(numbers, MessageState.DELIVERED)) == len(numbers)


def test_staff_who_are_affected_are_told_first_and_once(
    incident: Incident, officer: StaffMember, gateway: SolapiGateway
) -> None:
    head = "이름,전화번호,항목,직원\n"
    rows = "".join(f"사람{n},0101111{n:04},이름,{'예' if n % 7 == 3 else ''}\n" for n in range(40))
    waiting = imports.queue(incident, io.BytesIO((head + rows).encode()), is_csv=True, by=officer)
    imports.read(waiting)
    actions.release(written(incident, officer), by=officer)
    send_all()
    order = [number for number, _m in gateway.sent]
    staff = {f"0101111{n:04}" for n in range(40) if n % 7 == 3}
    assert set(order[: len(staff)]) == staff
    assert len(order) == len(set(order)) == 40
