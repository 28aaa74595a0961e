"""An incident, and those who work on it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from madang.identity.keys import KeyRing
from madang.incidents import actions
from madang.incidents.models import Incident
from madang.staff.members import StaffMember
from madang.staff.roles import Role

from ..staff.working import make_staff


@pytest.fixture
def officer(community: Any, keys: KeyRing) -> StaffMember:
    return make_staff(Role.PRIVACY_OFFICER, name="officer")


@pytest.fixture
def incident(officer: StaffMember) -> Incident:
    """An intrusion that was noticed two hours ago, with three kinds of data."""
    opened = actions.open_incident(
        by=officer,
        name="주문 시스템 유출",
        noticed=timezone.now() - timedelta(hours=2),
        noticed_how="보안팀이 이상한 조회를 보았어요.",
        is_intrusion=True,
    )
    actions.set_items(opened, ["이름", "이메일", "주소"], by=officer)
    return opened


@pytest.fixture
def public(incident: Incident, officer: StaffMember) -> Incident:
    """The incident, with its public page up."""
    actions.publish(incident, by=officer, next_update=timezone.now() + timedelta(days=1))
    return incident
