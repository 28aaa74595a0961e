"""What is scheduled comes at its time, and one job that fails stops no other."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from madang.identity import epochs
from madang.operations import schedule
from madang.operations.leaks.run import Result
from madang.operations.schedule import JOBS, Job

SEOUL = ZoneInfo("Asia/Seoul")


def test_jobs_come_daily_in_the_sites_time_zone() -> None:
    after = JOBS[0].after(datetime(2026, 11, 24, 12, 0, tzinfo=SEOUL))
    assert after == datetime(2026, 11, 25, 4, 10, tzinfo=SEOUL)


def test_a_job_that_fails_is_logged_and_the_others_are_done(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, db: Any
) -> None:
    done: list[str] = []
    jobs = [
        Job("breaks", "0 0 * * *", lambda: 1 / 0),
        Job("works", "0 0 * * *", lambda: done.append("x")),
    ]
    monkeypatch.setattr(schedule, "JOBS", jobs)
    monkeypatch.setattr(schedule, "close_old_connections", lambda: None)
    monkeypatch.setattr(schedule.time, "sleep", lambda seconds: done.append("slept"))
    schedule.run(until=lambda: "slept" in done)
    assert done == ["x", "slept"] and "breaks failed" in caplog.text


def test_old_keys_are_destroyed_and_kept_where_so_wished(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    destroyed: list[int] = []
    monkeypatch.setattr(epochs, "destroy", destroyed.append)
    monkeypatch.setattr(epochs, "outdated", lambda months, day: [202501] if months == 12 else [])
    settings.KEY_MONTHS = 0
    assert schedule.destroy_old_keys() == [] == destroyed
    settings.KEY_MONTHS = 12
    assert schedule.destroy_old_keys() == [202501] == destroyed


def test_leaks_are_checked_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    monkeypatch.setattr(schedule, "check_site", lambda: checked.append("x"))
    today = timezone.localdate()
    for last in (None, Result(today - timedelta(days=1), 9, 0), Result(today, 9, 0)):
        monkeypatch.setattr(schedule, "last_result", lambda last=last: last)
        schedule.check_leaks()
    assert len(checked) == 2
