"""Like questions together: answered once, each with their own facts, and all can be undone."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core import mail as sent_mail
from django.test import Client
from django.utils import timezone

from madang.desk.clock import now
from madang.desk.groups import actions
from madang.desk.groups.actions import GroupRefused
from madang.desk.groups.boxes import GroupInfo, info_in, seal_info
from madang.desk.groups.forming import form_groups
from madang.desk.groups.likeness import alike
from madang.desk.models import (
    Channel,
    GroupMove,
    Inquiry,
    InquiryGroup,
    InquiryMessage,
    InquiryState,
    MessageKind,
)
from madang.incidents.affected.importing import Progress, import_list
from madang.incidents.models import DataItem, Incident
from madang.staff.members import StaffMember
from madang.staff.roles import Role

from ..staff.working import at_work, make_staff
from .asking import asked

COMPENSATION = [
    "보상은 언제 해 주나요?",
    "배상 받을 수 있나요? 얼마나 되나요?",
    "유출됐는데 보상금 얼마 주는지 알려 주세요",
    "위자료 같은 거 지급하시나요",
    "보상 신청은 어떻게 받나요",
    "피해 보상 언제 받을 수 있을까요?",
    "배상액이 얼마인지 궁금합니다",
]
DOOR = [
    "공동현관 비밀번호도 새어 나갔나요?",
    "현관 비번 바꿔야 하나요",
    "도어락 번호까지 유출된 건가요?",
    "배송 메모에 적은 현관 출입 번호가 걱정돼요",
    "공동현관 번호 지워 주세요",
    "우리 아파트 현관 비밀번호는 안전한가요",
    "문 앞 도어락 비번을 배송메모에 적어 뒀어요",
]
OTHER = ["택배가 사흘째 안 와요", "영수증을 다시 받고 싶어요"]


@pytest.fixture
def surge(community: Any, keys: Any) -> InquiryGroup:
    """Return the group of those who ask for compensation."""
    for n, text in enumerate([*COMPENSATION, *DOOR, *OTHER]):
        asked(text, minutes=n, address=f"p{n}@example.org")
    form_groups()
    return group_of(COMPENSATION[0])


def group_of(text: str) -> InquiryGroup:
    """Return the group in which somebody waits who asked something."""
    return next(one for one in InquiryGroup.objects.order_by("pk") if text in texts(one))


def numbers(group: InquiryGroup) -> list[int]:
    return [one.inquiry.pk for one in actions.members(group)]


def texts(group: InquiryGroup) -> set[str]:
    return {one.text for one in actions.members(group)}


def test_what_asks_the_same_comes_together_and_the_rest_stays_alone(surge: InquiryGroup) -> None:
    door = group_of(DOOR[0])
    assert texts(surge) <= set(COMPENSATION) and len(texts(surge)) >= 5
    assert texts(door) <= set(DOOR) and len(texts(door)) >= 5
    assert Inquiry.objects.filter(group=None).count() >= len(OTHER)


def test_a_few_alike_are_no_surge() -> None:
    assert set(alike(COMPENSATION[:3])) == {0}
    assert alike([]) == [] and alike([""]) == [0]


def test_who_comes_later_and_asks_the_same_joins(surge: InquiryGroup) -> None:
    door = group_of(DOOR[0])
    groups = InquiryGroup.objects.count()
    late = asked("보상은 얼마나 받을 수 있나요?", minutes=200).inquiry
    form_groups()
    late.refresh_from_db()
    assert late.group == surge and InquiryGroup.objects.count() == groups
    # Alone they would be too few for a group: they know it by where its people lie.
    Inquiry.objects.filter(group=door).update(state=InquiryState.ANSWERED)
    one_more = asked("현관 비밀번호도 유출됐나요", minutes=201).inquiry
    form_groups()
    one_more.refresh_from_db()
    assert one_more.group == door


def test_a_group_is_called_by_what_many_say_and_by_nobodys_name(community: Any, keys: Any) -> None:
    names = ["홍길동", "성춘향", "이몽룡", "심청", "전우치", "장길산", "임꺽정"]
    for n, (text, name) in enumerate(zip(COMPENSATION, names, strict=True)):
        asked(f"{text} {name} 010-1234-567{n}", minutes=n)
    form_groups()
    title = info_in(*InquiryGroup.objects.values_list("year", "box").get()).title
    assert "보상" in title and "010" not in title and not any(name in title for name in names)


def test_what_one_person_repeats_names_no_group(community: Any, keys: Any) -> None:
    for n in range(8):
        asked("홍길동입니다 보상은 언제 주나요", minutes=n)
    form_groups()
    assert "홍길동" not in info_in(*InquiryGroup.objects.values_list("year", "box").get()).title


def test_nobody_joins_a_group_that_was_merged_away(
    surge: InquiryGroup, agent: StaffMember, run_queued: Callable[[], None]
) -> None:
    moved = actions.move(surge, numbers(surge), group_of(DOOR[0]), by=agent, at=now())
    run_queued()
    late = asked("보상은 얼마나 받을 수 있나요?", minutes=200).inquiry
    form_groups()
    late.refresh_from_db()
    assert late.group != surge
    actions.undo(moved, by=agent, at=now())
    run_queued()
    later = asked("보상금은 얼마예요?", minutes=201).inquiry
    form_groups()
    later.refresh_from_db()
    assert later.group == surge


def test_two_leaks_have_two_groups(surge: InquiryGroup, incident: Incident) -> None:
    for n, text in enumerate(COMPENSATION):
        asked(text, minutes=300 + n, incident=incident)
    form_groups()
    groups = InquiryGroup.objects.filter(incident=incident)
    assert groups.count() == 1 and texts(groups.get()) <= set(COMPENSATION)


def test_what_was_moved_is_put_back(surge: InquiryGroup, agent: StaffMember) -> None:
    door = group_of(DOOR[0])
    before = texts(surge)
    moved = actions.move(surge, numbers(surge), door, by=agent, at=now())
    assert texts(surge) == set() and texts(door) >= before
    actions.undo(moved, by=agent, at=now())
    assert texts(surge) == before
    with pytest.raises(GroupRefused):
        actions.undo(moved, by=agent, at=now())


def test_what_an_agent_took_out_is_not_put_in_again(
    surge: InquiryGroup, agent: StaffMember
) -> None:
    one = numbers(surge)[0]
    actions.move(surge, [one], None, by=agent, at=now())
    form_groups()
    assert one not in numbers(surge)
    with pytest.raises(GroupRefused):
        actions.move(surge, [], None, by=agent, at=now())


def test_all_of_a_group_are_answered_once(
    surge: InquiryGroup, agent: StaffMember, run_queued: Callable[[], None]
) -> None:
    waiting = numbers(surge)
    actions.write_answer(surge, "손해배상은 이렇게 신청해요.", late=False, by=agent)
    surge.refresh_from_db()
    with pytest.raises(GroupRefused):
        actions.let_go(surge, seen=waiting[:1], by=agent, at=now())
    actions.let_go(surge, seen=waiting, by=agent, at=now())
    run_queued()
    actions.answer_some(surge.pk)
    for number in waiting:
        inquiry = Inquiry.objects.get(pk=number)
        rows = inquiry.messages.filter(kind=MessageKind.ANSWERED)
        assert inquiry.state == InquiryState.ANSWERED and rows.count() == 1
    surge.refresh_from_db()
    with pytest.raises(GroupRefused):
        actions.let_go(surge, seen=waiting, by=agent, at=now())


def test_to_many_another_person_lets_it_go(
    surge: InquiryGroup, agent: StaffMember, lead: StaffMember
) -> None:
    for n in range(20):
        made = asked(COMPENSATION[n % 7], minutes=100 + n).inquiry
        Inquiry.objects.filter(pk=made.pk).update(group=surge)
    actions.write_answer(surge, "이렇게 신청해요.", late=False, by=agent)
    surge.refresh_from_db()
    with pytest.raises(GroupRefused):
        actions.let_go(surge, seen=numbers(surge), by=agent, at=now())
    actions.let_go(surge, seen=numbers(surge), by=lead, at=now())


@pytest.mark.parametrize("late", [True, False])
def test_who_comes_late_is_answered_as_was_chosen(
    surge: InquiryGroup,
    agent: StaffMember,
    lead: StaffMember,
    run_queued: Callable[[], None],
    late: bool,
) -> None:
    actions.write_answer(surge, "이렇게 신청해요.", late=late, by=agent)
    surge.refresh_from_db()
    actions.let_go(surge, seen=numbers(surge), by=lead, at=now())
    run_queued()
    newcomer = asked("보상금 언제 받나요", minutes=200).inquiry
    Inquiry.objects.filter(pk=newcomer.pk).update(group=surge)
    actions.answer_late_comers()
    newcomer.refresh_from_db()
    assert (newcomer.state == InquiryState.ANSWERED) is late


def test_however_many_come_late_nobody_waits_for_another_minute(
    surge: InquiryGroup, agent: StaffMember, lead: StaffMember, run_queued: Callable[[], None]
) -> None:
    actions.write_answer(surge, "이렇게 신청해요.", late=True, by=agent)
    surge.refresh_from_db()
    actions.let_go(surge, seen=numbers(surge), by=lead, at=now())
    run_queued()
    late = [asked(f"보상금 {n}", minutes=200).inquiry.pk for n in range(actions.AT_ONCE + 10)]
    rows = Inquiry.objects.filter(pk__in=late)
    rows.update(group=surge)
    actions.answer_late_comers()
    run_queued()
    assert not rows.exclude(state=InquiryState.ANSWERED).exists()


def test_what_is_personal_is_shown_after_a_code_and_goes_out_in_no_letter(
    incident: Incident,
    agent: StaffMember,
    client: Client,
    settings: Any,
    run_queued: Callable[[], None],
) -> None:
    settings.EMAIL_HOST = "mail.example"
    Incident.objects.update(published=timezone.now())
    incident.refresh_from_db()
    DataItem.objects.create(incident=incident, name="주소")
    rows = "이름,이메일,항목,언제부터\n김가을,fall@example.org,주소,2026-06-24\n".encode()
    given: Any = {"is_csv": True, "refused": BytesIO(), "progress": Progress()}
    import_list(incident, BytesIO(rows), **given)
    assert given["progress"].taken == 1
    receipt = asked("무엇이 나갔나요?", address="fall@example.org", incident=incident)
    group = make_group(receipt.inquiry)
    answer = "{이름}님, 나간 것은 {내 정보}이고 {언제부터}예요."
    actions.write_answer(group, answer, late=False, by=agent)
    group.refresh_from_db()
    actions.let_go(group, seen=numbers(group), by=agent, at=now())
    run_queued()
    page = client.post(f"/inquiries/{receipt.token}", {"code": receipt.code}).content.decode()
    assert "○○○님" in page and "주소" not in page
    held = hidden(page, "held")
    asked_for = client.post("/inquiries/facts", {"held": held}).content.decode()
    run_queued()
    code = re.search(r"\b(\d{6})\b", sent_mail.outbox[-1].body)
    assert code is not None
    given = {"held": held, "asked": hidden(asked_for, "asked")}
    wrong = client.post("/inquiries/facts", {**given, "code": "000000"})
    assert wrong.status_code == 422
    proved = client.post("/inquiries/facts", {**given, "code": code[1]}).content.decode()
    given = {"held": held, "proved": hidden(proved, "proved")}
    stranger = client.post("/inquiries/facts", {**given, "said": "김겨울"})
    assert stranger.status_code == 422 and "주소" not in stranger.content.decode()
    shown = client.post("/inquiries/facts", {**given, "said": "김가을"}).content.decode()
    assert "김가을님, 나간 것은 주소이고 2026-06-24예요." in shown


def make_group(inquiry: Inquiry) -> InquiryGroup:
    box = seal_info(inquiry.year, GroupInfo("무엇이 나갔나요?"))
    group = InquiryGroup.objects.create(year=inquiry.year, opened=now(), box=box)
    Inquiry.objects.filter(pk=inquiry.pk).update(group=group)
    return group


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_group_is_worked_on_by_its_page(surge: InquiryGroup, agent: StaffMember) -> None:
    browser, address = at_work(agent), f"/work/groups/{surge.pk}"
    assert info_in(surge.year, surge.box).title in browser.get("/work/groups").content.decode()
    page = browser.get(address).content.decode()
    assert COMPENSATION[0] in page
    empty = browser.post(f"{address}/write", {"text": " "})
    assert empty.status_code == 422
    browser.post(f"{address}/write", {"text": "이렇게 신청해요."})
    browser.post(f"{address}/move", {"confirm": "1", "inquiry": numbers(surge)[:2]})
    assert Inquiry.objects.filter(is_confirmed=True).count() == 2
    door = group_of(DOOR[0])
    browser.post(f"{address}/move", {"merge": "1", "target": door.pk})
    assert numbers(surge) == []
    moved = GroupMove.objects.get()
    browser.post(f"{address}/undo/{moved.pk}")
    everybody = numbers(surge)
    browser.post(f"{address}/send", {"seen": everybody})
    surge.refresh_from_db()
    assert surge.answered is not None
    assert info_in(surge.year, surge.box).answer == "이렇게 신청해요."


def test_what_is_written_anew_stops_what_goes_out(
    surge: InquiryGroup, agent: StaffMember, run_queued: Callable[[], None]
) -> None:
    waiting = numbers(surge)
    actions.write_answer(surge, "이렇게 신청해요.", late=False, by=agent)
    surge.refresh_from_db()
    actions.let_go(surge, seen=waiting, by=agent, at=now())
    actions.write_answer(surge, "아무도 읽지 않은 답", late=False, by=agent)
    run_queued()
    assert not InquiryMessage.objects.filter(kind=MessageKind.ANSWERED).exists()
    assert numbers(surge) == waiting


def test_some_are_never_answered_together(surge: InquiryGroup, agent: StaffMember) -> None:
    """Machines, calls, what is at stake for one alone, and what waits for a lead or an hour."""
    kinds: list[dict[str, Any]] = [
        {"is_automatic": True},
        {"channel": Channel.TELEPHONE},
        {"stake": 3},
        {"desk": "lead"},
    ]
    made = [asked(COMPENSATION[0], minutes=300 + n, **one).inquiry for n, one in enumerate(kinds)]
    snoozed = asked(COMPENSATION[1], minutes=310).inquiry
    Inquiry.objects.filter(pk=snoozed.pk).update(state=InquiryState.SNOOZED)
    form_groups()
    alone = Inquiry.objects.filter(pk__in=[*(one.pk for one in made), snoozed.pk])
    assert not alone.exclude(group=None).exists()
    alone.update(group=surge)
    actions.write_answer(surge, "이렇게 신청해요.", late=False, by=agent)
    surge.refresh_from_db()
    InquiryGroup.objects.update(answered=now())
    actions.answer_some(surge.pk)
    assert not alone.filter(state=InquiryState.ANSWERED).exists()


def test_a_firm_sees_no_group(surge: InquiryGroup) -> None:
    outside = at_work(make_staff(Role.FIRM_AGENT, name="위탁"))
    assert outside.get("/work/groups").status_code == 403
    assert outside.get(f"/work/groups/{surge.pk}").status_code == 403


def test_what_nobody_can_fill_in_is_refused(surge: InquiryGroup, agent: StaffMember) -> None:
    with pytest.raises(GroupRefused):
        actions.write_answer(surge, "{이름표}님, 안녕하세요.", late=False, by=agent)
    page = at_work(agent).post(f"/work/groups/{surge.pk}/write", {"text": "{성함}님"})
    assert page.status_code == 422 and "{성함}" in page.content.decode()


def test_abuse_is_folded_where_many_stand_together(surge: InquiryGroup, agent: StaffMember) -> None:
    made = asked("야 이 씨발놈들아 일 안 해? 보상은 언제 주나요?", minutes=99).inquiry
    Inquiry.objects.filter(pk=made.pk).update(group=surge)
    page = at_work(agent).get(f"/work/groups/{surge.pk}").content.decode()
    assert "씨발" not in page and "보상은 언제 주나요?" in page
