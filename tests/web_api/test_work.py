"""Programs of moderators and staff do what their roles allow, and no more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.directory.directory import BoardDirectory
from madang.boards.models import Post, State
from madang.desk.clock import now
from madang.desk.inquiries.receiving import Asking, receive
from madang.incidents.actions import open_incident, publish
from madang.incidents.models import Incident, TimelineEntry
from madang.moderation.models import Decision
from madang.staff.members import StaffMember
from madang.staff.models import WorkRecord
from madang.staff.roles import Role
from madang.web_api.tokens import Scope

from ..staff.working import make_staff
from .calling import Program


def program_of(by: StaffMember) -> Program:
    return Program(Account.objects.get(pk=by.account))


@pytest.fixture
def incident(community: BoardDirectory) -> Incident:
    officer = make_staff(Role.PRIVACY_OFFICER)
    return open_incident(
        by=officer, name="시험", noticed=timezone.now(), noticed_how="점검", is_intrusion=False
    )


def test_a_case_is_read_decided_and_undone(post: Post, another: Account, operator: Account) -> None:
    Program(another).send("POST", "/reports", {"post": post.pk, "complaint": "spam"})
    keeper = Program(operator)
    (case,) = keeper.get("/moderation/cases").json()["items"]
    assert (case["post"], case["reports"]) == (post.pk, 1)
    shown = keeper.get(f"/moderation/cases/{post.pk}/0").json()
    decided = {"kind": "hide", "reason": "광고예요", "seen": shown["last"]}
    made = keeper.send("POST", f"/moderation/cases/{post.pk}/0/decisions", decided)
    assert made.status_code == 201
    assert Post.objects.get().state == State.HIDDEN
    assert keeper.get("/moderation/cases").json()["items"] == []
    number = keeper.get("/moderation/decisions").json()["items"][0]["id"]
    assert keeper.send("DELETE", f"/moderation/decisions/{number}").status_code == 200
    assert Post.objects.get().state == State.LIVE


def test_a_decision_without_a_reason_is_refused(post: Post, operator: Account) -> None:
    path = f"/moderation/cases/{post.pk}/0/decisions"
    assert Program(operator).send("POST", path, {"kind": "hide"}).status_code == 409
    assert not Decision.objects.exists()


def test_members_moderate_nothing_even_with_the_scope(post: Post, member: Account) -> None:
    with_all, with_one = Program(member), Program(member, [Scope.READ])
    for method, path in [
        ("GET", "/moderation/cases"),
        ("GET", f"/moderation/cases/{post.pk}/0"),
        ("POST", f"/moderation/cases/{post.pk}/0/decisions"),
        ("GET", "/moderation/decisions"),
        ("GET", "/work/incidents"),
        ("GET", "/desk"),
        ("POST", "/desk/next"),
    ]:
        sent = {"kind": "hide", "reason": "싫어요"} if "decisions" in path else None
        answer = with_all.send(method, path, sent if method == "POST" else None)
        assert answer.status_code == 403, (method, path)
        assert with_one.send(method, path).status_code == 403


def test_an_incident_is_public_once_it_is_published(incident: Incident) -> None:
    assert Program().get(f"/incidents/{incident.pk}").status_code == 404
    officer = make_staff(Role.PRIVACY_OFFICER)
    publish(incident, by=officer, next_update=timezone.now() + timedelta(hours=1))
    assert Program().get(f"/incidents/{incident.pk}").json()["name"] == "시험"
    assert [one["id"] for one in Program().get("/incidents").json()["items"]] == [incident.pk]


def test_what_happened_is_written_into_the_timeline(incident: Incident) -> None:
    program = program_of(make_staff(Role.PRIVACY_OFFICER))
    path = f"/work/incidents/{incident.pk}"
    made = program.send("POST", f"{path}/timeline", {"text": "서버를 멈췄어요"})
    assert made.status_code == 201
    assert TimelineEntry.objects.filter(text="서버를 멈췄어요").exists()
    shown = program.get(path).json()
    assert shown["clocks"] and shown["timeline"]
    agent = program_of(make_staff(Role.AGENT))
    assert agent.get(path).status_code == 403
    approver = program_of(make_staff(Role.APPROVER))
    assert approver.send("POST", f"{path}/timeline", {"text": "글"}).status_code == 403


def test_an_inquiry_is_taken_answered_and_recorded(community: BoardDirectory) -> None:
    receive(Asking("제 정보도 유출됐나요?"), at=now())
    program = program_of(make_staff(Role.AGENT))
    assert program.send("POST", "/desk/next").status_code == 404
    program.send("POST", "/desk/begin", {"languages": ["ko"], "desks": ["front"]})
    assert program.get("/desk").json()["waiting"] == 1
    taken = program.send("POST", "/desk/next").json()
    assert taken["messages"][0]["text"] == "제 정보도 유출됐나요?"
    assert WorkRecord.objects.filter(action="look at inquiry").count() == 1
    assert program.get("/desk/held").json()["id"] == taken["id"]
    path = f"/desk/{taken['id']}"
    assert program.send("POST", f"{path}/note", {"text": "확인함"}).status_code == 200
    assert program.send("POST", f"{path}/answer", {"text": "아니에요"}).status_code == 200
    assert program.get("/desk/held").status_code == 404
    assert program.send("POST", f"{path}/answer", {"text": "또"}).status_code == 409
