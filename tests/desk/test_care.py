"""Those who answer are looked after by the queue: pauses, breaks, caps, and rest after abuse."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.desk.care import overtime, pulse, shifts
from madang.desk.care.folding import folded
from madang.desk.care.overtime import OvertimeRefused
from madang.desk.care.warnings import Abuse, AbuseKind
from madang.desk.clock import now
from madang.desk.limits import Limits, read_pace
from madang.desk.models import Inquiry, PulseRow, ShiftRow
from madang.desk.queue import acting
from madang.desk.queue.taking import take
from madang.staff.members import StaffMember
from madang.staff.roles import Role

from ..staff.working import at_work, make_staff
from .asking import MORNING, asked, taken, works

ABUSIVE = "야 이 씨발놈들아 일 똑바로 안 해? 카드 번호가 나갔는지 알려 주세요."


def test_after_each_contact_nothing_is_given_for_a_minute(agent: StaffMember) -> None:
    asked(), asked(minutes=1)
    works(agent, at=MORNING + timedelta(minutes=5))
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    acting.answer(inquiry.pk, "네.", by=agent, at=MORNING + timedelta(minutes=6))
    held = take(agent, at=MORNING + timedelta(minutes=6, seconds=30))
    assert held.inquiry is None and held.wait is not None and held.wait.why == "pause"
    assert taken(agent, minutes=7) is not None


def test_after_a_stretch_comes_a_break_that_the_queue_keeps(agent: StaffMember) -> None:
    asked()
    works(agent)
    for minutes in (15, 30):
        works(agent, at=MORNING + timedelta(minutes=minutes))
    held = take(agent, at=MORNING + timedelta(minutes=41))
    assert held.inquiry is None and held.wait is not None and held.wait.why == "break"
    assert held.wait.until == MORNING + timedelta(minutes=51)
    assert taken(agent, minutes=50) is None
    assert taken(agent, minutes=51) is not None


def test_stopping_and_beginning_again_is_no_break(agent: StaffMember) -> None:
    asked()
    works(agent)
    for minutes in (15, 30):
        works(agent, at=MORNING + timedelta(minutes=minutes))
    shifts.end(agent, at=MORNING + timedelta(minutes=40))
    works(agent, at=MORNING + timedelta(minutes=41))
    held = take(agent, at=MORNING + timedelta(minutes=41))
    assert held.wait is not None and held.wait.why == "break"


def test_abuse_comes_folded_with_its_gist_and_an_easy_one_after_it(agent: StaffMember) -> None:
    first, second, third = asked(ABUSIVE), asked(ABUSIVE, minutes=1), asked(minutes=2)
    works(agent)
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None and inquiry.pk == first.inquiry.pk
    acting.answer(
        inquiry.pk, "카드 번호는 나가지 않았어요.", by=agent, at=MORNING + timedelta(minutes=6)
    )
    following = taken(agent, minutes=8)
    assert following is not None and following.pk == third.inquiry.pk
    acting.answer(following.pk, "네.", by=agent, at=MORNING + timedelta(minutes=9))
    last = taken(agent, minutes=11)
    assert last is not None and last.pk == second.inquiry.pk
    shown = folded(ABUSIVE)
    assert shown.is_folded and shown.gist == "카드 번호가 나갔는지 알려 주세요."


def test_whoever_asks_for_rest_gets_it_at_once(agent: StaffMember) -> None:
    asked()
    works(agent)
    acting.ask_for_rest(by=agent, at=MORNING + timedelta(minutes=1))
    held = take(agent, at=MORNING + timedelta(minutes=10))
    assert held.wait is not None and held.wait.why == "rest"
    assert taken(agent, minutes=11) is not None


def test_a_warning_is_said_in_the_language_of_whoever_wrote() -> None:
    abuse = Abuse(AbuseKind.ABUSE)
    assert "욕설·폭언" in abuse.warning("ko", 1)
    assert "마칠 수밖에" in abuse.warning("ko", 3) and "마칠 수밖에" not in abuse.warning("ko", 1)
    assert "욕설" not in abuse.warning("en", 1)


def test_no_day_is_told_from_another_by_whose_it_is(agent: StaffMember) -> None:
    works(agent)
    works(agent, at=MORNING + timedelta(days=1))
    first, second = ShiftRow.objects.order_by("day")
    assert first.pk != second.pk and len(first.box) == len(second.box)


def test_nobody_sees_the_day_of_another_firm(agent: StaffMember, lead: StaffMember) -> None:
    works(agent)
    works(lead)
    assert [one.name for one in shifts.colleagues(agent, MORNING)] == ["팀장"]


@pytest.mark.parametrize(
    "text", ["pause=x", "sleep=1", "day=600", "stretch=121", "rest=5", "break=1", "pause"]
)
def test_limits_that_the_law_forbids_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"must look like|at most"):
        Limits.read([text])


@pytest.mark.parametrize("text", ["fast", "48@yesterday", "48@2026-11-30", "0@2026-11-30T09:00Z"])
def test_a_rehearsals_pace_must_be_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_pace(text)


@pytest.mark.django_db
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    lengths=st.lists(st.integers(min_value=1, max_value=10), min_size=40, max_size=90),
    waits=st.lists(st.integers(min_value=0, max_value=5), min_size=90, max_size=90),
)
def test_nobody_works_beyond_a_limit(
    fair_desk: object, lengths: list[int], waits: list[int]
) -> None:
    """However long each contact lasts, up to the ten minutes that are kept free before a limit."""
    agent = fair_desk()  # type: ignore[operator]
    held: Limits = site_settings.DESK_LIMITS
    for n in range(len(lengths)):
        asked(minutes=n)
    at = stretch = MORNING + timedelta(minutes=100)
    works(agent, at=at)
    for length, wait in zip(lengths, waits, strict=False):
        at += timedelta(minutes=wait)
        given_out = take(agent, at=at)
        if given_out.wait is not None:
            if given_out.wait.until is None:
                break
            if given_out.wait.why == "break":
                stretch = given_out.wait.until
            at = given_out.wait.until
            continue
        if given_out.inquiry is None:
            break
        at += timedelta(minutes=length)
        acting.answer(given_out.inquiry.pk, "네.", by=agent, at=at)
        assert at - stretch <= held.stretch
    shift = shifts.shift_of(agent, at)
    assert shift is not None and shift.worked_time <= held.day
    assert Inquiry.objects.exists()


def test_the_pulse_is_shown_from_five_answers_up(community: Any, keys: Any) -> None:
    everybody = [make_staff(Role.AGENT, name=f"상담{n}") for n in range(5)]
    for one in everybody[:4]:
        pulse.say(2, by=one, at=MORNING)
    assert [day.counts for day in pulse.days(MORNING)] == [None]
    pulse.say(5, by=everybody[4], at=MORNING)
    pulse.say(4, by=everybody[4], at=MORNING)
    assert [day.counts for day in pulse.days(MORNING)] == [{2: 4, 4: 1}]
    pulse.say(9, by=everybody[0], at=MORNING)
    assert pulse.days(MORNING)[0].counts == {2: 4, 4: 1}


def test_overtime_may_be_refused_and_what_is_missing_shows_before(
    agent: StaffMember, lead: StaffMember
) -> None:
    day = MORNING.date()
    with pytest.raises(PermissionDenied):
        overtime.ask(day, 2, 60, "많이 와서요", by=agent, at=MORNING)
    for people, minutes, why, when in ((2, 200, "-", day), (2, 60, "", day)):
        with pytest.raises(OvertimeRefused):
            overtime.ask(when, people, minutes, why, by=lead, at=MORNING)
    with pytest.raises(OvertimeRefused):
        overtime.ask(day - timedelta(days=1), 2, 60, "-", by=lead, at=MORNING)
    request = overtime.ask(day, 2, 60, "많이 와서요", by=lead, at=MORNING)
    overtime.answer(request, takes=False, by=agent, at=MORNING)
    (asked_for,) = overtime.asked_for(agent, MORNING)
    assert (asked_for.taken, asked_for.unmet, asked_for.mine) == (0, 2, False)
    overtime.answer(request, takes=True, by=agent, at=MORNING)
    (asked_for,) = overtime.asked_for(lead, MORNING)
    assert (asked_for.taken, asked_for.unmet, asked_for.mine) == (1, 1, None)
    shift = shifts.begin(agent, languages=("ko",), desks=("front",), at=MORNING)
    assert shift.longest == timedelta(hours=9)


def test_those_pages_work(agent: StaffMember, lead: StaffMember) -> None:
    browser = at_work(lead)
    wrong = browser.post("/work/care/overtime", {"people": 2, "minutes": 60, "why": "눈이 와서"})
    assert wrong.status_code == 422 and "눈이 와서" in wrong.content.decode()
    given = {"day": (now() + timedelta(days=1)).date().isoformat(), "people": 2, "minutes": 60}
    browser.post("/work/care/overtime", {**given, "why": "눈이 와서"})
    page = at_work(agent).get("/work/care").content.decode()
    assert "눈이 와서" in page and "2명이 모자라요" in page and "요청하기" not in page
    at_work(agent).post("/work/care/pulse", {"answer": "3"})
    assert PulseRow.objects.count() == 1


def test_a_long_contact_is_work_and_no_rest(agent: StaffMember) -> None:
    asked(), asked(minutes=1)
    works(agent)
    inquiry = taken(agent, minutes=2)
    assert inquiry is not None
    acting.answer(inquiry.pk, "네.", by=agent, at=MORNING + timedelta(minutes=45))
    shift = shifts.shift_of(agent, MORNING + timedelta(minutes=45))
    assert shift is not None and shift.worked_time >= timedelta(minutes=45)
    held = take(agent, at=MORNING + timedelta(minutes=47))
    assert held.wait is not None and held.wait.why == "break"


def test_midnight_is_no_rest(agent: StaffMember) -> None:
    evening = MORNING + timedelta(hours=14)
    works(agent, at=evening)
    works(agent, at=evening + timedelta(minutes=25))
    shift = shifts.shift_of(agent, evening + timedelta(hours=1))
    assert shift is not None and shift.worked_time >= timedelta(minutes=25)


def test_an_easy_one_follows_abuse_however_one_left_it(agent: StaffMember) -> None:
    asked(ABUSIVE), asked(ABUSIVE, minutes=1), asked(minutes=2)
    works(agent)
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    acting.pass_on(inquiry.pk, "legal", "", by=agent, at=MORNING + timedelta(minutes=6))
    following = taken(agent, minutes=8)
    assert following is not None and "!" not in following.lane
