"""The lead's numbers and plans: how the desk stands, whom nobody is named in."""

import csv
import json
import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.account_data.erasure.erasure import erase
from madang.desk.care.skills import Skills, give, skills_of
from madang.desk.lead.numbers import numbers, people
from madang.desk.models import (
    FirmAtFront,
    GuideSeen,
    Inquiry,
    InquiryState,
    QuarterHour,
    SkillsRow,
)
from madang.desk.queue import acting
from madang.desk.staffing import counting
from madang.desk.staffing.counting import QUARTER, count_quarters
from madang.desk.staffing.forecast import forecast
from madang.desk.staffing.planning import Plan, outcome
from madang.staff.members import StaffMember
from madang.staff.roles import Role

from ..staff.working import at_work, make_staff
from .asking import MORNING, asked, taken, works


def test_what_was_passed_on_and_not_taken_is_seen(agent: StaffMember, lead: StaffMember) -> None:
    asked()
    works(agent)
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    acting.pass_on(inquiry.pk, "legal", "", by=agent, at=MORNING + timedelta(minutes=6))
    (passed,) = numbers(MORNING + timedelta(minutes=7)).passed
    assert (passed.desk, passed.waiting, passed.late) == ("legal", 1, 0)
    (passed,) = numbers(MORNING + timedelta(days=2)).passed
    assert passed.late == 1


def test_nobody_is_named_and_no_sum_is_of_few(agent: StaffMember, lead: StaffMember) -> None:
    asked(address="fall@example.org")
    works(agent)
    inquiry = taken(agent, minutes=5)
    assert inquiry is not None
    acting.answer(inquiry.pk, "네.", by=agent, at=MORNING + timedelta(minutes=6))
    assert people(MORNING + timedelta(minutes=7)).minutes_a_contact is None
    page = at_work(lead).get("/work/lead").content.decode()
    assert "상담원" not in page and "fall@" not in page


def test_minutes_a_contact_are_known_of_five_together(agent: StaffMember) -> None:
    everybody = [make_staff(Role.AGENT, name=f"상담{n}") for n in range(5)]
    for n, one in enumerate(everybody):
        asked(minutes=n)
        works(one)
    for one in everybody:
        inquiry = taken(one, minutes=10)
        assert inquiry is not None
        acting.answer(inquiry.pk, "네.", by=one, at=MORNING + timedelta(minutes=14))
    measured = people(MORNING + timedelta(minutes=15)).minutes_a_contact
    assert measured is not None and 13 < measured < 15


def test_the_numbers_are_handed_out_as_csv_and_json(agent: StaffMember, lead: StaffMember) -> None:
    asked()
    browser = at_work(lead)
    text = browser.get("/work/lead/export").content.decode("utf-8-sig")
    rows = {row[0]: row[1] for row in csv.reader(StringIO(text)) if len(row) == 2}
    held = json.loads(browser.get("/work/lead/export?as=json").content)
    assert rows["waiting"] == "1" and held["waiting"] == 1


def test_a_firm_answers_at_the_front_where_a_lead_shares_it(
    agent: StaffMember, lead: StaffMember
) -> None:
    outside = make_staff(Role.FIRM_AGENT, name="위탁")
    asked()
    assert "front" not in skills_of(outside).desks
    assert "기다리는 사람 0명" in at_work(outside).get("/work/desk").content.decode()
    works(outside)
    assert taken(outside) is None
    at_work(lead).post("/work/lead/share", {"firm": outside.firm})
    assert FirmAtFront.objects.count() == 1
    works(outside)
    assert taken(outside) is not None


def test_a_lead_says_who_takes_what(agent: StaffMember, lead: StaffMember) -> None:
    browser, to = at_work(lead), str(agent.account)
    assert agent.name in browser.get("/work/lead/skills").content.decode()
    browser.post("/work/lead/skills", {"to": to, "desks": ["legal"], "languages": ["en"]})
    assert skills_of(agent) == Skills(("legal",), ("en",))
    assert browser.post("/work/lead/skills", {"to": "1"}).status_code == 404
    # Nothing chosen: whatever the role allows, and never the lead's own desk.
    browser.post("/work/lead/skills", {"to": to})
    assert skills_of(agent).desks == ("front", "legal", "technical")
    browser.post("/work/lead/skills", {"to": to, "desks": ["lead", "front"]})
    assert skills_of(agent).desks == ("front",)


def test_what_somebody_takes_and_read_goes_with_their_account(
    agent: StaffMember, lead: StaffMember
) -> None:
    give(agent, Skills(("legal",), ("ko",)), by=lead)
    at_work(agent).post("/work/guide/read")
    assert SkillsRow.objects.count() == GuideSeen.objects.count() == 1
    erase(agent.account, deletes_texts=False)
    assert SkillsRow.objects.count() == GuideSeen.objects.count() == 0


def test_what_somebody_no_longer_takes_is_not_given_to_them(
    agent: StaffMember, lead: StaffMember
) -> None:
    asked()
    works(agent)
    give(agent, Skills(("legal",), ("ko",)), by=lead)
    assert taken(agent) is None
    legal = asked(minutes=1, desk="legal").inquiry
    assert taken(agent) == legal


def test_quarters_are_counted_once_and_later_too(
    agent: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minutes in (1, 2, 16, 31):
        asked(minutes=minutes)
    for later in (46, 46, 76):
        monkeypatch.setattr(counting, "now", lambda m=later: MORNING + timedelta(minutes=m))
        count_quarters()
    counted = QuarterHour.objects.filter(at__gte=MORNING).order_by("at")
    assert list(counted.values_list("arrived", flat=True)) == [2, 1, 1, 0, 0]


def surge(days: int, peak: float, *, until: datetime) -> dict[datetime, int]:
    """Return what comes in each quarter of a surge that halves from day to day."""
    came = {}
    for n in range(days * 96):
        at = until - days * timedelta(days=1) + n * QUARTER
        hour = (n % 96) / 4
        busy = 1.0 if 9 <= hour < 21 else 0.15
        came[at] = round(peak * busy * 0.5 ** (n // 96))
    return came


def test_a_surge_is_forecast_by_its_own_curve() -> None:
    came = surge(3, 200, until=MORNING)
    found = forecast(came, MORNING)
    by_hour = dict(found.quarters)
    # It ends at a midnight of the curve: nights are quiet, and the next day has half of the last.
    assert by_hour[MORNING + 4 * QUARTER] < 10
    assert found.off is not None and found.naive_off is not None


def test_the_forecast_of_a_day_with_hours_beats_the_last_hour_going_on() -> None:
    at = MORNING + timedelta(hours=12)
    came = surge(3, 200, until=at)
    found = forecast(came, at)
    assert found.off is not None and found.naive_off is not None
    assert found.off <= found.naive_off


def test_without_a_past_the_last_hour_goes_on() -> None:
    came = {MORNING - n * QUARTER: 10 for n in range(1, 5)}
    assert {round(count) for _at, count in forecast(came, MORNING).quarters} == {10}
    assert {count for _at, count in forecast({}, MORNING).quarters} == {0}


def test_the_articles_case_is_what_it_was_reckoned_to_be() -> None:
    """24 people, 3.5 times 100 contacts in half an hour: two of three give up."""
    plan = Plan(rate=700, minutes=6, people=24, within=1, wanted=0.8, patience=5)
    assert round(outcome(plan).gives_up, 2) == 0.66
    with_guide = Plan(**{**{f: getattr(plan, f) for f in plan.__slots__}, "taken_away": 0.7})
    assert round(outcome(with_guide).gives_up, 3) == 0.038


@given(
    rate=st.floats(min_value=0, max_value=20_000),
    minutes=st.floats(min_value=0.5, max_value=60),
    people_there=st.integers(min_value=1, max_value=500),
    taken_away=st.floats(min_value=0, max_value=0.95),
)
def test_any_plan_has_an_outcome(
    rate: float, minutes: float, people_there: int, taken_away: float
) -> None:
    plan = Plan(rate, minutes, people_there, 60, 0.95, 5, taken_away)
    found = outcome(plan)
    assert 0 <= found.answered <= 1 and 0 <= found.gives_up <= 1
    assert found.people_needed <= found.needed_without


def test_a_plan_is_shown_and_nonsense_is_refused(lead: StaffMember) -> None:
    browser = at_work(lead)
    given = {
        "rate": 200,
        "minutes": 6,
        "people": 24,
        "within": 1,
        "wanted": 80,
        "patience": 5,
        "taken_away": 0,
    }
    page = browser.get("/work/lead/staffing", given).content.decode()
    assert "24명이면 1분 안에" in page and "<svg" in page
    few = browser.get("/work/lead/staffing", {**given, "people": 10}).content.decode()
    assert "10명으로는 줄이 끝없이 길어져요. 한 시간에 100건씩 밀려요." in few
    fewer = browser.get("/work/lead/staffing", {**given, "taken_away": 30}).content.decode()
    assert "덜어 준 덕이에요" in fewer
    assert not any(re.search(r"요\.[가-힣0-9]", page) for page in (page, few, fewer))
    many = browser.get("/work/lead/staffing", {**given, "rate": 90_000}).content.decode()
    assert "2,000명도 모자라요" in many
    wrong = browser.get("/work/lead/staffing", {**given, "people": "many"})
    assert wrong.status_code == 422 and "many" in wrong.content.decode()


def test_what_is_apart_is_counted_apart(lead: StaffMember) -> None:
    asked(is_apart=True)
    found = numbers(MORNING)
    assert found.apart == 1 and found.waiting.total == 0
    assert Inquiry.objects.get().state == InquiryState.APART
