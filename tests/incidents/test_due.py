"""What falls due is shown, and its owner is written to before it is late, once for each moment."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from madang.accounts.email.addresses import EmailAddress, confirm
from madang.incidents import facts, tasks
from madang.incidents.due import all_due, remind
from madang.incidents.facts import Statement
from madang.incidents.models import FactStatus, Incident, Task
from madang.staff.members import StaffMember
from madang.staff.roles import Role

from ..staff.working import at_work, make_staff


@pytest.fixture
def lead(incident: Incident, settings: Any) -> StaffMember:
    settings.EMAIL_HOST = "mail.example"
    made = make_staff(Role.LEAD, name="lead")
    confirm(EmailAddress(made.account, "lead@shop.example"))
    return made


def to_lead() -> list[str]:
    return [one.subject for one in mail.outbox if one.to == ["lead@shop.example"]]


def test_a_task_is_reminded_of_before_it_is_late_and_once(
    incident: Incident,
    officer: StaffMember,
    lead: StaffMember,
    run_queued: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    due = timezone.now() + timedelta(hours=10)
    task = tasks.give_task(incident, "상담원에게 알리기", by=officer, to=lead, due=due)
    remind()
    run_queued()
    assert to_lead() == []
    for hours, mails in ((5, 1), (5, 1), (9.5, 2), (9.6, 2)):
        later = due - timedelta(hours=10 - hours)
        with monkeypatch.context() as patched:
            patched.setattr(timezone, "now", lambda later=later: later)
            remind()
        run_queued()
        assert len(to_lead()) == mails, hours
    assert "상담원에게 알리기" in to_lead()[0]
    tasks.finish(task, by=lead)
    assert f"task:{task.pk}" not in {one.key for one in all_due()}


def test_word_that_was_promised_falls_due_with_its_owner(
    incident: Incident, officer: StaffMember, lead: StaffMember
) -> None:
    word = timezone.now() + timedelta(hours=3)
    asked = Statement(FactStatus.INVESTIGATING, "몇 명인가요?", "보안팀", lead, word)
    fact = facts.state(incident, asked, by=officer)
    (due,) = [one for one in all_due() if one.key == f"fact:{fact.pk}"]
    assert (due.owner, due.at) == ("lead", word)
    known = Statement(FactStatus.CONFIRMED, "20,000명", "보안팀")
    facts.change(fact, known, by=officer)
    assert f"fact:{fact.pk}" not in {one.key for one in all_due()}


def test_the_public_pages_promise_falls_due(public: Incident) -> None:
    assert f"page:{public.pk}" in {one.key for one in all_due()}


def test_tasks_are_given_and_done_in_a_browser(
    incident: Incident, officer: StaffMember, lead: StaffMember
) -> None:
    browser, root = at_work(officer), f"/work/incidents/{incident.pk}/tasks"
    form = {"text": "언론 답변", "owner": str(lead.account), "due": "2027-01-02T09:30"}
    assert browser.post(root, {**form, "due": "언젠가"}).status_code == 422
    assert browser.post(root, form).status_code == 302
    task = Task.objects.get()
    assert "언론 답변" in browser.get(root).content.decode()
    browser.post(f"{root}/{task.pk}/done")
    task.refresh_from_db()
    assert task.done is not None
