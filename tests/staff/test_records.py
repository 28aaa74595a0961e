"""The officer goes through the records of who looked, month by month."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from madang.accounts.email.addresses import EmailAddress, confirm
from madang.boards.directory.directory import BoardDirectory
from madang.staff.models import WorkRecord
from madang.staff.reviews import Month, is_due, months, remind, review, reviews
from madang.staff.roles import Role
from madang.staff.work_records import note

from .working import at_work, make_staff


@pytest.fixture
def month(community: BoardDirectory) -> Month:
    """Last month, in which an agent looked at people."""
    agent = make_staff(Role.AGENT, name="김상담")
    last = Month.of(timezone.localdate()).before
    for number in range(60):
        note("look at inquiry", f"inquiry:{number}", agent, whose=f"m:{number}@a.example")
    note("look up person", "incident:1", agent, whose="m:none@a.example")
    note("look up person", "incident:1", agent, reason="전화 문의", whose="m:night@a.example")
    for number in range(4):
        note("look at inquiry", f"inquiry:9{number}", agent, whose="m:former@a.example")
    WorkRecord.objects.update(at=at_noon(last))
    return last


def at_noon(month: Month) -> datetime:
    return month.span[0] + timedelta(days=14, hours=12)


def page(browser: Client, month: Month) -> str:
    return browser.get(f"/work/records/review?month={month.key}").content.decode()


def test_what_stands_out_is_shown_with_its_reason(month: Month) -> None:
    WorkRecord.objects.filter(pk=last_of("night")).update(at=at_noon(month) + timedelta(hours=11))
    shown = page(at_work(make_staff(Role.PRIVACY_OFFICER)), month)
    assert "이유가 없음" in shown and "밤에 봄" in shown and "같은 사람을 4번 봄" in shown
    assert len(review(month).remarkable) == 3


def last_of(whose: str) -> int:
    """Return the row of the look at somebody: the second look-up that was written."""
    rows = WorkRecord.objects.filter(action="look up person").order_by("pk")
    return rows[{"none": 0, "night": 1}[whose]].pk


def test_who_looked_at_many_people_is_counted_nowhere(month: Month) -> None:
    found = review(month)
    assert (found.looks, len(found.by_chance)) == (66, 20)
    assert "60" not in page(at_work(make_staff(Role.PRIVACY_OFFICER)), month).split("<main")[1]


def test_the_sample_is_the_same_each_time(month: Month) -> None:
    assert review(month).by_chance == review(month).by_chance


def test_a_download_is_to_be_explained(month: Month) -> None:
    note("export report", "incident:1", make_staff(Role.PRIVACY_OFFICER, name="박책임"))
    WorkRecord.objects.filter(action="export report").update(at=at_noon(month))
    found = review(month)
    assert [one.detail.name for one in found.downloaded] == ["박책임"] and found.downloads == 1
    assert "보고서를 받음" in page(at_work(make_staff(Role.PRIVACY_OFFICER)), month)


def test_downloads_hide_no_look(month: Month) -> None:
    officer = make_staff(Role.PRIVACY_OFFICER, name="박책임")
    for _n in range(120):
        note("export report", "incident:1", officer)
    WorkRecord.objects.filter(action="export report").update(at=at_noon(month))
    found = review(month)
    assert found.downloads == 120 and {one.why for one in found.remarkable} >= {"이유가 없음"}


def test_a_month_that_goes_on_is_not_gone_through_yet(month: Month) -> None:
    officer, now = at_work(make_staff(Role.PRIVACY_OFFICER)), months()[0]
    answer = officer.post(f"/work/records/review?month={now.key}", {"said": "이상 없음"})
    assert answer.status_code == 422 and "아직 끝나지 않은 달" in answer.content.decode()
    assert now.key not in reviews()


def test_a_month_that_was_forgotten_is_asked_for_again(month: Month) -> None:
    forgotten = month.before.before
    WorkRecord.objects.update(at=at_noon(forgotten))
    assert is_due(timezone.localdate())
    shown = at_work(make_staff(Role.PRIVACY_OFFICER)).get("/work/records/review")
    assert f'action="/work/records/review?month={forgotten.key}"' in shown.content.decode()


def test_the_page_asks_as_often_however_much_there_is(month: Month) -> None:
    browser = at_work(make_staff(Role.PRIVACY_OFFICER))
    address = f"/work/records/review?month={month.key}"
    browser.get(address)
    few = queries_of(lambda: browser.get(address))
    for row in WorkRecord.objects.all():
        row.pk = None
        row.save()
    assert queries_of(lambda: browser.get(address)) == few


def queries_of(do: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert do().status_code == 200
    return len(queries)


def test_it_is_due_until_somebody_went_through_it(month: Month) -> None:
    officer = at_work(make_staff(Role.PRIVACY_OFFICER, name="박책임"))
    assert is_due(timezone.localdate())
    link = 'button primary" href="/work/records/review"'
    assert link in officer.get("/work/records").content.decode()
    address = f"/work/records/review?month={month.key}"
    assert officer.post(address, {"said": ""}).status_code == 422
    assert officer.post(address, {"said": "이상 없음"}).status_code == 302
    assert not is_due(timezone.localdate())
    shown = page(officer, month)
    assert "박책임" in shown and "이상 없음" in shown


def test_only_months_of_which_records_are_kept_are_there(month: Month) -> None:
    officer = at_work(make_staff(Role.PRIVACY_OFFICER))
    assert len(months()) >= 24
    for wrong in ("1999-01", "2026-13", "x", "9999-12"):
        assert officer.get(f"/work/records/review?month={wrong}").status_code == 404


def test_nobody_is_reminded_of_a_month_without_looks(community: BoardDirectory) -> None:
    assert not is_due(timezone.localdate())


def test_officers_are_reminded_while_it_is_due(
    month: Month, settings: Any, run_queued: Callable[[], None]
) -> None:
    settings.EMAIL_HOST = "mail.example"
    confirm(EmailAddress(make_staff(Role.PRIVACY_OFFICER).account, "officer@shop.example"))
    remind()
    run_queued()
    assert [one.to for one in mail.outbox] == [["officer@shop.example"]]
    assert "/work/records/review" in str(mail.outbox[0].body)
