"""The queue: fair by construction, never the same to two, and one key away from passing on."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.desk.care import shifts
from madang.desk.care.warnings import Abuse, AbuseKind
from madang.desk.inquiries.keys import keys_of
from madang.desk.models import Inquiry, InquiryMessage, InquiryState, MessageKind, Urgency
from madang.desk.queue import acting
from madang.desk.queue.acting import ActionRefused
from madang.desk.queue.taking import let_go_lost_claims, take
from madang.staff.members import StaffMember
from madang.staff.models import WorkRecord
from madang.staff.roles import Role

from ..staff.working import make_staff
from .asking import MORNING, asked, taken, works


def later(minutes: float) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def words_in(inquiry: Inquiry, kind: MessageKind) -> list[str]:
    keys = keys_of(inquiry)
    rows = InquiryMessage.objects.filter(inquiry=inquiry, kind=kind).order_by("pk")
    return [keys.words(inquiry.pk, row.box).text for row in rows]


def test_the_most_urgent_comes_first_and_then_the_earliest(agent: StaffMember) -> None:
    usual, money, second = asked(), asked(minutes=2, stake=3), asked(minutes=1)
    works(agent, at=later(20))
    given_out = []
    for minutes in (20, 22, 24):
        inquiry = taken(agent, minutes=minutes)
        assert inquiry is not None
        given_out.append(inquiry.pk)
        acting.answer(inquiry.pk, "네.", by=agent, at=later(minutes))
    assert given_out == [money.inquiry.pk, usual.inquiry.pk, second.inquiry.pk]


def test_two_never_hold_the_same(agent: StaffMember, lead: StaffMember) -> None:
    asked(), asked(minutes=1)
    works(agent), works(lead)
    first, second = taken(agent, minutes=5), taken(lead, minutes=5)
    assert first is not None and second is not None and first.pk != second.pk
    # Pressing twice gives the same again, not another.
    again = taken(agent, minutes=5)
    assert again is not None and again.pk == first.pk


def test_whoever_does_not_hold_it_can_do_nothing_with_it(
    agent: StaffMember, lead: StaffMember
) -> None:
    asked()
    works(agent), works(lead)
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    with pytest.raises(ActionRefused):
        acting.answer(inquiry.pk, "제가 답할게요.", by=lead, at=later(6))
    approver = make_staff(Role.APPROVER, name="승인자")
    with pytest.raises(PermissionDenied):
        take(approver, at=later(6))
    assert words_in(inquiry, MessageKind.ANSWERED) == []


def test_a_machine_that_was_switched_off_keeps_nobody_waiting(
    agent: StaffMember, lead: StaffMember
) -> None:
    asked(), asked(minutes=1)
    works(agent), works(lead)
    lost = taken(agent, minutes=5)
    assert lost is not None and let_go_lost_claims(later(30)) == 0
    assert let_go_lost_claims(later(60)) == 1
    works(lead, at=later(60))
    found = taken(lead, minutes=60)
    assert found is not None and found.pk == lost.pk


def test_each_look_is_written_down_before_anything_is_shown(agent: StaffMember) -> None:
    asked(address="one@example.org")
    works(agent)
    taken(agent, minutes=5)
    (record,) = WorkRecord.objects.filter(action="look at inquiry")
    assert "example" not in record.box and "상담원" not in record.box


def test_an_answer_carries_the_edition_of_the_guide(agent: StaffMember) -> None:
    asked()
    works(agent)
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    acting.answer(inquiry.pk, "아니요. 카드 번호는 나가지 않았어요.", by=agent, at=later(6))
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.ANSWERED and inquiry.claim is None
    (message,) = InquiryMessage.objects.filter(kind=MessageKind.ANSWERED)
    assert message.edition == 0


def test_an_empty_answer_is_refused(agent: StaffMember) -> None:
    asked()
    works(agent)
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    with pytest.raises(ActionRefused):
        acting.answer(inquiry.pk, "", by=agent, at=later(6))


def test_what_is_passed_on_has_a_due_time_and_waits_for_whoever_may_decide(
    agent: StaffMember, lead: StaffMember
) -> None:
    first = asked()
    works(agent), works(lead, desks=("legal",))
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    acting.pass_on(inquiry.pk, "legal", "위임장이 있대요", by=agent, at=later(6))
    inquiry.refresh_from_db()
    assert inquiry.due is not None and inquiry.arrived == first.inquiry.arrived
    assert taken(agent, minutes=10) is None
    found = taken(lead, minutes=10)
    assert found is not None and found.pk == inquiry.pk
    assert "위임장이 있대요" in words_in(inquiry, MessageKind.MOVED)[0]


def test_what_is_handed_over_comes_to_that_colleague_alone(
    agent: StaffMember, lead: StaffMember
) -> None:
    asked()
    other = make_staff(Role.AGENT, name="다른상담원")
    for one in (agent, lead, other):
        works(one)
    inquiry = taken(agent, minutes=5)
    shift = shifts.shift_of(lead, later(5))
    assert inquiry is not None and shift is not None
    acting.hand_over(inquiry.pk, shift, "법을 잘 아셔서요", by=agent, at=later(6))
    assert taken(other, minutes=10) is None
    found = taken(lead, minutes=10)
    assert found is not None and found.pk == inquiry.pk


def test_nothing_is_handed_to_another_firm(agent: StaffMember) -> None:
    asked()
    outside = make_staff(Role.FIRM_AGENT, name="위탁상담원")
    works(agent), works(outside)
    inquiry = taken(agent, minutes=5)
    shift = shifts.shift_of(outside, later(5))
    assert inquiry is not None and shift is not None
    with pytest.raises(ActionRefused):
        acting.hand_over(inquiry.pk, shift, "", by=agent, at=later(6))


def test_what_was_put_off_comes_back_at_its_time(agent: StaffMember) -> None:
    asked()
    works(agent)
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    for wrong in (later(1), later(0) + timedelta(days=99)):
        with pytest.raises(ActionRefused):
            acting.put_off(inquiry.pk, wrong, "", by=agent, at=later(6))
    acting.put_off(inquiry.pk, later(20), "전화 약속", by=agent, at=later(6))
    assert taken(agent, minutes=19) is None
    found = taken(agent, minutes=20)
    assert found is not None and found.pk == inquiry.pk


def test_over_the_limit_one_waits_apart_and_is_lost_by_nobody(agent: StaffMember) -> None:
    flood = asked(is_apart=True)
    usual = asked(minutes=5)
    works(agent, at=later(10))
    first = taken(agent, minutes=10)
    assert first is not None and first.pk == usual.inquiry.pk
    acting.answer(first.pk, "네.", by=agent, at=later(11))
    second = taken(agent, minutes=13)
    assert second is not None and second.pk == flood.inquiry.pk


def test_a_second_opinion_is_asked_without_giving_it_out_of_hand(
    agent: StaffMember, lead: StaffMember
) -> None:
    asked()
    works(agent)
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    acting.note(inquiry.pk, "환불해 드려도 되나요?", by=agent, at=later(6), opinion=True)
    inquiry.refresh_from_db()
    assert inquiry.asks_opinion and inquiry.state == InquiryState.HELD
    acting.say_opinion(inquiry, "네, 오늘까지요.", by=lead, at=later(7))
    inquiry.refresh_from_db()
    assert not inquiry.asks_opinion
    assert words_in(inquiry, MessageKind.NOTE) == ["네, 오늘까지요."]


def test_abuse_is_ended_after_warnings_and_harassment_after_one(agent: StaffMember) -> None:
    asked(address="angry@example.org")
    works(agent)
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    harassment = Abuse(AbuseKind.HARASSMENT)
    with pytest.raises(ActionRefused):
        acting.end(inquiry.pk, harassment, by=agent, at=later(6))
    assert acting.warn(inquiry.pk, harassment, by=agent, at=later(6)) == 1
    shift = shifts.shift_of(agent, later(6))
    assert shift is not None and shift.why == "rest"
    assert shift.free - later(6) == timedelta(minutes=10)


def test_a_firm_is_given_nothing_apart_that_is_not_theirs(community: Any, keys: Any) -> None:
    outside = make_staff(Role.FIRM_AGENT, name="위탁상담원")
    asked(is_apart=True)
    works(outside)
    assert taken(outside, minutes=5) is None


def test_only_a_lead_sits_at_the_leads_desk(agent: StaffMember) -> None:
    asked(desk="lead")
    works(agent, desks=("lead", "front"))
    assert taken(agent, minutes=5) is None


def test_something_is_passed_on_to_firms_that_there_are(agent: StaffMember) -> None:
    asked()
    outside = make_staff(Role.FIRM_AGENT, name="위탁상담원")
    works(agent), works(outside)
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    for wrong in ("firm999", "firm", "firmament" * 5):
        with pytest.raises(ActionRefused):
            acting.pass_on(inquiry.pk, wrong, "", by=agent, at=later(6))
    acting.pass_on(inquiry.pk, f"firm{outside.firm}", "", by=agent, at=later(6))
    found = taken(outside, minutes=10)
    assert found is not None and found.pk == inquiry.pk


def test_what_was_given_back_is_another_ones_if_there_is_any(agent: StaffMember) -> None:
    asked()
    works(agent)
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    acting.give_back(inquiry.pk, "", by=agent, at=later(6))
    second = asked(minutes=6).inquiry
    found = taken(agent, minutes=8)
    assert found is not None and found.pk == second.pk


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "take", "back", "later", "answer", "pass"]),
        st.sampled_from(list(Urgency)),
        st.integers(min_value=1, max_value=7),
    ),
    min_size=5,
    max_size=25,
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_nobody_waits_behind_a_later_arrival_of_equal_urgency(
    fair_desk: Any, steps: list[tuple[str, Urgency, int]]
) -> None:
    """Whatever was snoozed, given back or passed round meanwhile."""
    agent = fair_desk()
    minute = gave_back = 0
    for what, urgency, minutes in steps:
        minute += minutes
        at = later(minute)
        works(agent, at=at)
        held = Inquiry.objects.filter(state=InquiryState.HELD).first()
        if what == "ask":
            asked(minutes=minute, stake=urgency)
        elif what == "take" and held is None:
            given_out = take(agent, at=at).inquiry
            if given_out is not None:
                waiting = Inquiry.objects.filter(state=InquiryState.WAITING)
                # What they have just given back is another's.
                waiting = waiting.filter(urgency__gte=given_out.urgency).exclude(pk=gave_back)
                assert not waiting.filter(urgency__gt=given_out.urgency).exists()
                assert not waiting.filter(arrived__lt=given_out.arrived).exists()
        elif held is not None:
            gave_back = held.pk if what == "back" else 0
            move(what, held.pk, by=agent, at=at)


def move(what: str, number: int, *, by: StaffMember, at: datetime) -> None:
    if what == "back":
        acting.give_back(number, "", by=by, at=at)
    elif what == "later":
        acting.put_off(number, at + timedelta(minutes=3), "", by=by, at=at)
    elif what == "answer":
        acting.answer(number, "네.", by=by, at=at)
    elif what == "pass":
        acting.pass_on(number, "front", "", by=by, at=at)
