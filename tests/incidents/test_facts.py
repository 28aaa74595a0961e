"""Facts are told in versions: nothing that was released is ever altered."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from madang.core.languages import in_language
from madang.incidents import actions, facts
from madang.incidents.facts import FactRefused, Statement, facts_of
from madang.incidents.models import FactStatus, FactVersion, Incident
from madang.staff.members import StaffMember
from madang.staff.roles import Role

from ..staff.working import at_work, make_staff

CONFIRMED = Statement(FactStatus.CONFIRMED, "주소가 나갔어요.", "보안팀")


def test_an_unknown_has_an_owner_and_a_time(incident: Incident, officer: StaffMember) -> None:
    soon = timezone.now() + timedelta(hours=4)
    unknown = FactStatus.INVESTIGATING
    wrong = {
        "owner": Statement(unknown, "몇 명?", "보안팀", None, soon),
        "next_word": Statement(unknown, "몇 명?", "보안팀", officer, timezone.now()),
    }
    for field, what in wrong.items():
        with pytest.raises(FactRefused) as refused:
            facts.state(incident, what, by=officer)
        assert refused.value.field == field
    assert not FactVersion.objects.exists()
    facts.state(incident, Statement(unknown, "몇 명?", "보안팀", officer, soon), by=officer)
    (known,) = facts_of(incident)
    assert (known.owner, known.now.next_word) == ("officer", soon)


def test_a_change_is_a_version_and_the_first_stays(public: Incident, officer: StaffMember) -> None:
    fact = facts.state(public, CONFIRMED, by=officer)
    facts.release(fact, by=officer)
    before = list(FactVersion.objects.order_by("pk").values())
    facts.change(
        fact,
        Statement(FactStatus.RULED_OUT, "주소는 나가지 않았어요.", "보안팀", is_released=True),
        by=officer,
    )
    assert list(FactVersion.objects.order_by("pk").values())[: len(before)] == before
    page = Client().get(f"/incidents/{public.pk}").content.decode()
    assert "주소는 나가지 않았어요." in page and "주소가 나갔어요." in page


def test_what_is_not_released_is_nobodys_to_read(public: Incident, officer: StaffMember) -> None:
    fact = facts.state(public, CONFIRMED, by=officer)
    address = f"/incidents/{public.pk}"
    assert "주소가 나갔어요." not in Client().get(address).content.decode()
    assert "주소가 나갔어요." not in Client().get(f"{address}/feed").content.decode()
    facts.release(fact, by=officer)
    assert "주소가 나갔어요." in Client().get(address).content.decode()
    assert "주소가 나갔어요." in Client().get(f"{address}/feed").content.decode()


def test_a_lead_writes_but_does_not_release(incident: Incident, officer: StaffMember) -> None:
    lead = make_staff(Role.LEAD)
    fact = facts.state(incident, CONFIRMED, by=lead)
    with pytest.raises(PermissionDenied):
        facts.release(fact, by=lead)
    with pytest.raises(PermissionDenied):
        released = Statement(FactStatus.CONFIRMED, "x", "y", is_released=True)
        facts.state(incident, released, by=lead)


def test_a_form_keeps_what_was_typed(incident: Incident, officer: StaffMember) -> None:
    form = {"status": "2", "text": "카드도 나갔나요?", "source": "고객 문의"}
    answer = at_work(officer).post(f"/work/incidents/{incident.pk}/facts", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "카드도 나갔나요?" in page and "담당자가 있어야 해요" in page


def test_facts_are_stated_and_released_in_a_browser(public: Incident, officer: StaffMember) -> None:
    browser = at_work(officer)
    form = {"status": "1", "text": "주소가 나갔어요.", "source": "보안팀", "release": "1"}
    assert browser.post(f"/work/incidents/{public.pk}/facts", form).status_code == 302
    assert "주소가 나갔어요." in Client().get(f"/incidents/{public.pk}").content.decode()
    timeline = browser.get(f"/work/incidents/{public.pk}/timeline").content.decode()
    assert "확인됨: 주소가 나갔어요." in timeline


def test_a_timeline_is_in_one_language_whoever_writes(
    public: Incident, officer: StaffMember
) -> None:
    with in_language("en"):
        facts.state(public, CONFIRMED, by=officer)
        actions.close(public, by=officer)
    texts = list(public.timeline.order_by("pk").values_list("text", flat=True))
    assert texts[-2:] == ["확인됨: 주소가 나갔어요.", "대응을 마쳤어요."]
