"""Every page of the desk asks the database as often, however much there is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.core import fresh
from madang.desk.care.skills import Skills, give
from madang.desk.clock import now
from madang.desk.groups.forming import form_groups
from madang.desk.inquiries.receiving import Asking, add_words
from madang.desk.models import Inquiry, InquiryGroup, InquiryState
from madang.staff.members import StaffMember
from madang.staff.roles import Role

from ..staff.working import at_work, make_staff
from .asking import asked
from .test_groups import COMPENSATION, DOOR


def counted(do: Callable[[], Any]) -> int:
    fresh.forget_all()
    with CaptureQueriesContext(connection) as queries:
        assert do().status_code == 200
    return len(queries)


def fill(times: int) -> None:
    for n in range(times):
        for text in (*COMPENSATION, *DOOR):
            asked(text, minutes=n)
    form_groups()


@pytest.mark.parametrize(
    "path",
    [
        "/work/desk",
        "/work/groups",
        "/work/groups/1",
        "/work/lead",
        "/work/lead/staffing",
        "/work/lead/evidence",
    ],
)
def test_a_page_of_work_asks_as_often(lead: StaffMember, path: str) -> None:
    browser = at_work(lead)
    fill(1)
    first = InquiryGroup.objects.order_by("pk")[0].pk
    path = path.replace("/1", f"/{first}")
    browser.get(path)
    few = counted(lambda: browser.get(path))
    fill(4)
    assert counted(lambda: browser.get(path)) == few


def test_who_takes_what_is_asked_as_often(lead: StaffMember, agent: StaffMember) -> None:
    browser, page = at_work(lead), "/work/lead/skills"
    browser.get(page)
    few = counted(lambda: browser.get(page))
    for n in range(6):
        give(make_staff(Role.AGENT, name=f"상담원 {n}"), Skills(("front",), ("ko",)), by=lead)
    assert counted(lambda: browser.get(page)) == few


def test_a_long_thread_asks_as_often(lead: StaffMember, client: Client) -> None:
    browser = at_work(lead)
    browser.post("/work/desk/begin", {"languages": "ko", "desks": "front"})
    receipt = asked()
    browser.post("/work/desk/next")
    assert Inquiry.objects.get().state == InquiryState.HELD
    page, address = (lambda: browser.get("/work/desk")), f"/inquiries/{receipt.token}"
    theirs = lambda: client.post(address, {"code": receipt.code})  # noqa: E731
    few = counted(page), counted(theirs)
    for n in range(10):
        add_words(receipt.inquiry, Asking(f"하나 더 {n}"), at=now())
    assert (counted(page), counted(theirs)) == few
