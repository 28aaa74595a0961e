"""The public page: for anybody, of few queries, and up for as long as the law says."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from madang.incidents import actions, facts
from madang.incidents.facts import Statement
from madang.incidents.models import FactStatus, Incident
from madang.staff.members import StaffMember

from ..staff.working import at_work


def test_nobody_sees_an_incident_that_is_not_public(incident: Incident) -> None:
    for page in ("", "/feed", "/genuine", "/check", "/check/code", "/check/result"):
        assert Client().get(f"/incidents/{incident.pk}{page}").status_code == 404
    assert "주문 시스템" not in Client().get("/incidents").content.decode()


def test_it_is_shared_and_costs_the_same_however_many_facts(
    public: Incident, officer: StaffMember, django_assert_num_queries: Any
) -> None:
    browser, address = Client(), f"/incidents/{public.pk}"
    assert "s-maxage" in browser.get(address)["Cache-Control"]
    for number in range(12):
        said = Statement(FactStatus.CONFIRMED, f"사실 {number}", "보안팀", is_released=True)
        facts.state(public, said, by=officer)
    with django_assert_num_queries(4):
        page = browser.get(address).content.decode()
    assert page.count("<li id=") == 12


def test_it_says_what_one_needs(public: Incident, officer: StaffMember) -> None:
    said = actions.Description(
        public.name,
        is_intrusion=True,
        is_grave=False,
        people=20_000,
        since=None,
        until=None,
        contact="개인정보보호팀 02-123-4567",
        official_numbers="1588-0000",
        what_to_do="비밀번호를 바꾸세요.",
    )
    actions.describe(public, said, by=officer)
    page = Client().get(f"/incidents/{public.pk}").content.decode()
    assert "개인정보보호팀" in page and "비밀번호를 바꾸세요." in page and "다음 소식" in page
    genuine = Client().get(f"/incidents/{public.pk}/genuine").content.decode()
    assert "1588-0000" in genuine and "앱을 설치하라고 하지 않아요" in genuine


def test_a_question_stands_above_its_answer_and_what_was_answered_before(
    public: Incident, officer: StaffMember
) -> None:
    work = at_work(officer)
    given = {
        "status": FactStatus.RULED_OUT,
        "question": "비밀번호도 나갔나요?",
        "text": "아니요.",
        "source": "로그",
        "release": "1",
    }
    root = f"/work/incidents/{public.pk}/facts"
    form = work.get(root).content.decode()
    assert all(f'name="{name}"' in form for name in given)
    assert work.post(root, given).status_code == 302
    (fact,) = facts.facts_of(public)
    again = {**given, "text": "아니요. 로그를 다 보았어요."}
    assert work.post(f"{root}/{fact.id}", again).status_code == 302
    page = Client().get(f"/incidents/{public.pk}").content.decode()
    asked, answered = page.index("비밀번호도 나갔나요?"), page.index("로그를 다 보았어요.")
    assert page.index("질문과 답") < asked < answered < page.index(">아니요.</p>")
    assert "아닌 것으로 확인한 것" not in page
    assert "비밀번호도" in Client().get(f"/incidents/{public.pk}/feed").content.decode()


def test_nobody_takes_it_down_before_day_30(public: Incident, officer: StaffMember) -> None:
    with pytest.raises(actions.IncidentRefused):
        actions.unpublish(public, by=officer)
    answer = at_work(officer).post(f"/work/incidents/{public.pk}/page/take-down", follow=True)
    assert "내릴 수 없어요" in answer.content.decode()
    assert Client().get(f"/incidents/{public.pk}").status_code == 200
    Incident.objects.update(published=timezone.now() - timedelta(days=30, minutes=1))
    public.refresh_from_db()
    actions.unpublish(public, by=officer)
    assert Client().get(f"/incidents/{public.pk}").status_code == 404
