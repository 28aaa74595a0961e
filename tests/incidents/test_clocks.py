"""The law's clocks: which run, until when, and what stops them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from madang.incidents import decisions, facts
from madang.incidents.clocks import Clock, clocks_of, open_clocks
from madang.incidents.law.rules import rules_on
from madang.incidents.models import FactStatus, Incident
from madang.staff.members import StaffMember
from madang.staff.roles import Role

from ..staff.working import at_work, make_staff


def by_key(incident: Incident) -> dict[str, Clock]:
    return {clock.rule.key: clock for clock in clocks_of([incident])}


def hours(clock: Clock) -> float:
    return (clock.due - clock.started) / timedelta(hours=1)


def test_an_intrusion_starts_three_clocks_when_it_is_noticed(incident: Incident) -> None:
    clocks = by_key(incident)
    found = {key: hours(clock) for key, clock in clocks.items()}
    assert found == {
        "tell people": 72,
        "report to the authority": 72,
        "report the intrusion": 24,
    }
    assert {clock.started for clock in clocks.values()} == {incident.noticed}


def test_few_people_and_no_intrusion_need_no_report(incident: Incident) -> None:
    incident.is_intrusion, incident.people = False, 999
    assert set(by_key(incident)) == {"tell people"}
    incident.people = 1000
    assert set(by_key(incident)) == {"tell people", "report to the authority"}
    incident.people, incident.is_grave = 3, True
    assert "report to the authority" in by_key(incident)


def test_nobody_knows_how_many_counts_as_many(incident: Incident) -> None:
    incident.is_intrusion, incident.people = False, None
    assert "report to the authority" in by_key(incident)


def test_each_fact_that_is_confirmed_starts_a_day(incident: Incident, officer: StaffMember) -> None:
    asked = facts.Statement(
        FactStatus.INVESTIGATING,
        "카드 번호도 나갔나요?",
        "보안팀",
        officer,
        timezone.now() + timedelta(hours=5),
    )
    fact = facts.state(incident, asked, by=officer)
    assert "report a further fact" not in by_key(incident)
    known = facts.Statement(FactStatus.CONFIRMED, "카드 번호는 나가지 않았어요.", "보안팀")
    version = facts.change(fact, known, by=officer)
    clock = by_key(incident)["report a further fact"]
    assert (clock.started, hours(clock), clock.version) == (version.at, 24, version.pk)
    facts.change(fact, known, by=officer)
    assert by_key(incident)["report a further fact"].started == version.at


def test_what_turns_out_wrong_is_a_further_fact_and_the_first_clock_stays(
    incident: Incident, officer: StaffMember
) -> None:
    known = facts.Statement(FactStatus.CONFIRMED, "카드 번호가 나갔어요.", "보안팀")
    fact = facts.state(incident, known, by=officer)
    wrong = facts.Statement(FactStatus.RULED_OUT, "카드 번호는 나가지 않았어요.", "보안팀")
    facts.change(fact, wrong, by=officer)
    texts = [clock.fact_text for clock in clocks_of([incident]) if clock.fact_text]
    assert texts == ["카드 번호가 나갔어요.", "카드 번호는 나가지 않았어요."]


def test_a_decision_stops_its_own_clock(incident: Incident, officer: StaffMember) -> None:
    clock = by_key(incident)["report the intrusion"]
    done = timezone.now()
    decisions.decide(incident, clock, by=officer, is_done=True, done=done, reason="접수 2026-1234")
    after = by_key(incident)
    assert after["report the intrusion"].stopped == done
    assert not after["report the intrusion"].is_late
    assert after["tell people"].is_running


def test_a_report_that_is_not_owed_needs_a_ground(incident: Incident, officer: StaffMember) -> None:
    clock = by_key(incident)["report to the authority"]
    with pytest.raises(decisions.DecisionRefused) as refused:
        decisions.decide(incident, clock, by=officer, is_done=False, done=None, reason="음")
    assert refused.value.field == "reason"
    reason = "전부 회수해서 피해가 생길 수 없어요."
    decisions.decide(incident, clock, by=officer, is_done=False, done=None, reason=reason)
    after = by_key(incident)["report to the authority"]
    assert (after.is_owed, after.is_running, after.reason) == (False, False, reason)


def test_a_report_cannot_have_been_made_before_it_began_or_in_the_future(
    incident: Incident, officer: StaffMember
) -> None:
    clock = by_key(incident)["report the intrusion"]
    for done in (None, clock.started - timedelta(hours=1), timezone.now() + timedelta(hours=1)):
        with pytest.raises(decisions.DecisionRefused):
            decisions.decide(
                incident, clock, by=officer, is_done=True, done=done, reason="접수 2026-1234"
            )


def test_a_clock_that_ran_out_is_late_even_when_it_is_stopped(
    incident: Incident, officer: StaffMember
) -> None:
    Incident.objects.update(noticed=timezone.now() - timedelta(hours=30))
    incident.refresh_from_db()
    clock = by_key(incident)["report the intrusion"]
    assert clock.is_late and clock.is_running
    decisions.decide(
        incident, clock, by=officer, is_done=True, done=timezone.now(), reason="접수 2026-1234"
    )
    after = by_key(incident)["report the intrusion"]
    assert after.is_late and not after.is_running


def test_only_whoever_may_decides(incident: Incident, officer: StaffMember) -> None:
    clock = by_key(incident)["report the intrusion"]
    with pytest.raises(PermissionDenied):
        decisions.decide(
            incident,
            clock,
            by=make_staff(Role.LEAD),
            is_done=False,
            done=None,
            reason="괜찮을 것 같아요.",
        )


def test_every_clock_is_on_every_page_of_work(incident: Incident, officer: StaffMember) -> None:
    browser = at_work(officer)
    for page in ("incidents", "roles", f"incidents/{incident.pk}/tasks"):
        shown = browser.get(f"/work/{page}").content.decode()
        assert all(clock.rule.title in shown for clock in open_clocks()), page


def test_rules_are_those_of_the_day(incident: Incident) -> None:
    assert rules_on(date(2027, 1, 1)).in_force == date(2026, 9, 11)
    assert rules_on(date(2020, 1, 1)).in_force == min({rules_on(date(2020, 1, 1)).in_force})
    rules = rules_on(date(2026, 11, 30))
    assert all(rule.source and rule.title and rule.title_en for rule in rules.clock)
    assert all(item.source and item.title_en for item in rules.item)
    assert {item.key for item in rules.items_of("confirmed")} >= {"data", "course", "rights"}
    assert datetime(2026, 9, 11, tzinfo=UTC).date() == rules.in_force
