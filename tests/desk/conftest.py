"""A desk: an incident with facts, and those who write, review and use the guide."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from madang.desk.guide import actions
from madang.desk.guide.actions import Said
from madang.desk.models import GuideVersion, Inquiry, ShiftRow
from madang.identity.keys import KeyRing
from madang.incidents import actions as incident_actions
from madang.incidents import facts
from madang.incidents.facts import Statement
from madang.incidents.models import Fact, FactStatus, Incident
from madang.staff.members import StaffMember
from madang.staff.roles import Role

from ..staff.working import make_staff


@pytest.fixture
def lead(community: Any, keys: KeyRing) -> StaffMember:
    return make_staff(Role.LEAD, name="팀장")


@pytest.fixture
def officer(community: Any, keys: KeyRing) -> StaffMember:
    return make_staff(Role.PRIVACY_OFFICER, name="책임자")


@pytest.fixture
def agent(community: Any, keys: KeyRing) -> StaffMember:
    return make_staff(Role.AGENT, name="상담원")


@pytest.fixture
def incident(officer: StaffMember) -> Incident:
    return incident_actions.open_incident(
        by=officer,
        name="주문 시스템 유출",
        noticed=timezone.now() - timedelta(hours=2),
        noticed_how="보안팀이 보았어요.",
        is_intrusion=True,
    )


@pytest.fixture
def fact(incident: Incident, officer: StaffMember) -> Fact:
    said = Statement(FactStatus.CONFIRMED, "카드 번호는 나가지 않았어요.", "결제팀")
    return facts.state(incident, said, by=officer)


@pytest.fixture
def unknown(incident: Incident, officer: StaffMember) -> Fact:
    said = Statement(
        FactStatus.INVESTIGATING,
        "비밀번호가 나갔는지",
        "보안팀",
        officer,
        timezone.now() + timedelta(hours=6),
    )
    return facts.state(incident, said, by=officer)


def said(question: str = "카드도 나갔나요?", **more: Any) -> Said:
    given: dict[str, Any] = {
        "questions": question,
        "answer": "아니요. 카드 번호는 결제 회사에만 있어요.",
        "pass_on_when": "결제된 적이 있다고 하면",
        "pass_on_to": "결제팀",
    }
    return Said(**{**given, **more})


def told(
    incident: Incident | None, by: StaffMember, reviewer: StaffMember, **more: Any
) -> GuideVersion:
    """Return an answer that was written by one and reviewed by another."""
    version = actions.write(said(**more), by=by, incident=incident)
    actions.review(version, by=reviewer)
    version.refresh_from_db()
    return version


@pytest.fixture
def fair_desk(agent: StaffMember) -> Any:
    """Return what empties the desk, and gives back its agent, rested: for many examples."""

    def emptied() -> StaffMember:
        Inquiry.objects.all().delete()
        ShiftRow.objects.all().delete()
        return agent

    return emptied
