"""Members of this site who are affected: told on a page of their own and by their browsers."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from madang.accounts.models import Account
from madang.accounts.removal import remove_account
from madang.delivery.local_gateways.smtp import SmtpSink
from madang.delivery.mailings import control
from madang.delivery.mailings.progress import progress_of
from madang.delivery.web_push import client as pushes
from madang.incidents.affected import keeping
from madang.incidents.affected.importing import Progress, import_list
from madang.incidents.affected.imports import note_done
from madang.incidents.models import Incident, Notice, NoticeKind
from madang.incidents.notices import actions
from madang.incidents.notices.checks import problems
from madang.staff.members import StaffMember

from ..factories import make_account
from ..services.push import Browser, PushService, push_service
from ..staff.working import at_work
from .test_notices import PARTS, send_all, written

WAYS = ["email", "page", "push"]


@pytest.fixture(autouse=True)
def mail(settings: Any) -> Iterator[SmtpSink]:
    sink = SmtpSink().start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    yield sink
    sink.stop()


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    pushes._session.cache_clear()
    with push_service() as service:
        settings.PUSH_SERVICES = (service.address.removeprefix("http://"),)
        yield service


@pytest.fixture
def member() -> Account:
    return make_account("가람")


@pytest.fixture
def take(public: Incident) -> Callable[[str], tuple[Progress, str]]:
    def taken(rows: str) -> tuple[Progress, str]:
        content = io.BytesIO(f"이름,아이디,이메일,항목\n{rows}".encode())
        refused, progress = io.BytesIO(), Progress()
        import_list(public, content, is_csv=True, refused=refused, progress=progress)
        note_done(public, progress, is_csv=True)
        return progress, refused.getvalue().decode()

    return taken


def signed_in(account: Account) -> Client:
    browser = Client()
    browser.force_login(account)
    return browser


def subscribed(browser: Client, service: PushService) -> Browser:
    own = service.subscribe()
    given = json.dumps(own.subscription)
    assert browser.post("/calls/devices", given, content_type="application/json").status_code == 204
    return own


def told(incident: Incident, by: StaffMember, **more: Any) -> Notice:
    notice = written(incident, by, **{"channels": WAYS, **more})
    actions.release(notice, by=by)
    send_all()
    return notice


def mine(browser: Client) -> str:
    return browser.get("/incidents/mine").content.decode()


def test_a_login_name_of_nobody_is_refused_with_the_reason(
    public: Incident, member: Account, take: Any
) -> None:
    progress, refused = take("하나,가람,,이름\n둘,나무,,이름\n셋,,c@shop.example,이름\n")
    assert (progress.taken, progress.refused, progress.members) == (2, 1, 1)
    assert "이 아이디를 쓰는 회원이 없어요." in refused


def test_a_member_reads_what_of_theirs_leaked_and_nobody_else_does(
    public: Incident, officer: StaffMember, member: Account, take: Any
) -> None:
    take("하나,가람,a@shop.example,이름;주소\n")
    other, own = signed_in(make_account("나무")), signed_in(member)
    assert "안내가 있어요" not in own.get("/").content.decode()
    notice = told(public, officer)
    assert "안내가 있어요" in own.get("/").content.decode()
    page = mine(own)
    assert "주소" in page and f"/incidents/{public.pk}/notices/{notice.pk}" in page
    assert "안내가 있어요" not in other.get("/").content.decode()
    assert "이 계정으로 보낸 안내가 없어요." in mine(other)
    assert "/incidents/mine" in own.get(reverse("account")).content.decode()
    assert Client().get("/incidents/mine").status_code == 302


def test_all_browsers_in_which_a_member_is_signed_in_are_told(
    public: Incident, officer: StaffMember, member: Account, take: Any, service: PushService
) -> None:
    take("하나,가람,a@shop.example,이름\n둘,나무2,,이름\n")
    phone, laptop = signed_in(member), signed_in(member)
    first, second = subscribed(phone, service), subscribed(laptop, service)
    laptop.post("/accounts/logout")
    told(public, officer)
    assert [to for to, _headers, _body in service.sent] == [first.endpoint]
    said = first.read(service.sent[0][2])
    assert said["to"] == "/incidents/mine" and "유출 통지" in said["title"]
    assert second.endpoint not in {to for to, _headers, _body in service.sent}


def test_each_person_counts_once_however_many_ways_they_are_told(
    public: Incident, officer: StaffMember, member: Account, take: Any
) -> None:
    make_account("나무")
    take("하나,가람,a@shop.example,이름\n둘,나무,,이름\n셋,,c@shop.example,이름\n")
    notice = written(public, officer, channels=WAYS)
    mailing = actions.release(notice, by=officer)
    send_all()
    people = {one.channel: one.people for one in progress_of(mailing).channels}
    assert people == {"email": 2, "page": 1, "push": 0}


def test_a_correction_stands_where_what_was_wrong_stood(
    public: Incident, officer: StaffMember, member: Account, take: Any
) -> None:
    take("하나,가람,,이름\n")
    wrong = told(public, officer)
    take("둘,가람,,주소\n")
    right = told(public, officer, kind=NoticeKind.CORRECTION, follows=wrong)
    page = mine(signed_in(member))
    assert f"/notices/{wrong.pk}" in page and f"/notices/{right.pk}" in page


def test_whoever_has_the_name_of_a_member_who_left_is_told_nothing(
    public: Incident, officer: StaffMember, member: Account, take: Any
) -> None:
    take("하나,가람,,이름\n")
    remove_account(member.pk)
    successor = make_account("가람")
    notice = told(public, officer)
    assert "이 계정으로 보낸 안내가 없어요." in mine(signed_in(successor))
    mailing = actions.mailing_of(notice)
    assert mailing is not None
    assert {one.channel: one.failed for one in progress_of(mailing).channels} == {
        "page": 1,
        "push": 1,
    }


def test_a_push_alone_tells_nobody(public: Incident, officer: StaffMember) -> None:
    notice = written(public, officer, channels=["push"])
    assert "브라우저 알림만으로는" in problems(notice)[-1].message
    actions.write(
        notice,
        PARTS,
        by=officer,
        channels=["page", "push"],
        lawyer_agreed=False,
        sends_unknown_again=False,
    )
    assert problems(notice) == []


def test_members_are_offered_their_ways_where_a_list_names_some(
    public: Incident, officer: StaffMember, member: Account, take: Any
) -> None:
    assert "page" not in actions.draft(public, NoticeKind.POSSIBLE, by=officer).channels
    take("하나,가람,,이름\n")
    assert "page push" in actions.draft(public, NoticeKind.POSSIBLE, by=officer).channels


def test_nothing_is_told_any_more_once_the_list_is_destroyed(
    public: Incident, officer: StaffMember, member: Account, take: Any
) -> None:
    take("하나,가람,,이름\n")
    notice = told(public, officer)
    mailing = actions.mailing_of(notice)
    assert mailing is not None
    control.stop(mailing)
    keeping.destroy(public, reason="끝났어요. 더 필요 없어요.", by=officer)
    browser = signed_in(member)
    assert "이 계정으로 보낸 안내가 없어요." in mine(browser)
    assert browser.get("/").status_code == 200


def test_an_officer_finds_a_member_by_name_for_a_reason(
    public: Incident, officer: StaffMember, member: Account, take: Any
) -> None:
    take("하나,가람,,이름\n")
    asked = {"contact": "가람", "reason": "본인이 전화로 물었어요"}
    answer = at_work(officer).post(f"/work/incidents/{public.pk}/people/look", asked)
    assert "하나" in answer.content.decode()


def test_a_member_costs_the_home_page_one_query_and_only_where_members_are_told(
    public: Incident, officer: StaffMember, member: Account, take: Any
) -> None:
    browser = signed_in(member)

    def asked() -> int:
        browser.get("/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/")
        return len(queries)

    before = asked()
    take("하나,가람,,이름\n")
    told(public, officer)
    assert asked() == before + 1
