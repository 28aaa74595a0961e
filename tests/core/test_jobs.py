"""Jobs come at their time, once on all machines, and a long one delays no short one."""

import subprocess
import threading
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from madang.core.background import jobs, leases
from madang.core.background.jobs import Job, Lane, LaneRunner, all_jobs, all_loops, lanes
from madang.core.background.leases import Leadership, held, new_holder, release, take
from madang.core.models import Lease
from madang.identity import epochs
from madang.identity.jobs import JOBS, destroy_old_keys

SEOUL = ZoneInfo("Asia/Seoul")
HOURLY = "0 * * * *"


def test_jobs_come_daily_in_the_sites_time_zone() -> None:
    after = JOBS[0].after(datetime(2026, 11, 24, 12, 0, tzinfo=SEOUL))
    assert after == datetime(2026, 11, 25, 4, 10, tzinfo=SEOUL)


def test_a_job_that_fails_is_logged_and_the_others_are_done(
    caplog: pytest.LogCaptureFixture, db: Any
) -> None:
    done: list[str] = []
    runner = LaneRunner(
        "jobs",
        [
            Job("breaks", HOURLY, lambda: 1 / 0, at_first=True),
            Job("works", HOURLY, lambda: done.append("x"), at_first=True),
        ],
    )
    runner.step()
    assert done == ["x"] and "breaks failed" in caplog.text


def test_a_job_is_done_once_however_often_a_server_starts(db: Any) -> None:
    done: list[str] = []
    job = Job("counts", HOURLY, lambda: done.append("x"), at_first=True)
    for _start in range(3):
        LaneRunner("jobs", [job]).look_at(job)
    assert done == ["x"]


def test_a_job_that_was_missed_is_done_soon_after_the_next_start(db: Any) -> None:
    done: list[str] = []
    job = Job("counts", HOURLY, lambda: done.append("x"))
    LaneRunner("jobs", [job]).look_at(job)
    assert not done
    long_ago = timezone.now() - timedelta(days=1)
    Lease.objects.create(pk=job.lease, holder="", until=long_ago, done=long_ago)
    LaneRunner("jobs", [job]).look_at(job)
    assert done == ["x"]


def test_a_job_that_another_machine_does_is_left_to_it(db: Any) -> None:
    done: list[str] = []
    job = Job("counts", HOURLY, lambda: done.append("x"), at_first=True)
    assert take(job.lease, "another machine", seconds=60)
    again = LaneRunner("jobs", [job]).look_at(job)
    assert not done and again > timezone.now()
    release(job.lease, "another machine")
    LaneRunner("jobs", [job]).look_at(job)
    assert done == ["x"]


def test_at_a_start_nothing_heavy_runs_at_once(db: Any) -> None:
    done: list[str] = []
    job = Job("heavy", HOURLY, lambda: done.append("x"), Lane.LONG, at_first=True)
    runner = LaneRunner("jobs", [job])
    again = runner.look_at(job)
    assert not done and again == runner.begun + timedelta(seconds=jobs.QUIET_SECONDS)
    runner.begun -= timedelta(seconds=jobs.QUIET_SECONDS)
    runner.look_at(job)
    assert done == ["x"]


def test_what_takes_long_has_a_lane_of_its_own() -> None:
    long = {job.name for job in lanes(all_jobs())[Lane.LONG]}
    assert {"check leaks", "tidy the search index", "settle departures"} <= long
    assert "find rising words" not in long


def test_every_app_lists_its_own_jobs_under_names_of_their_own() -> None:
    names = [job.name for job in all_jobs()]
    assert len(names) == len(set(names)) > 20
    loops = {loop.name for loop in all_loops()}
    assert loops >= {"calls", "pushes", "search index", "rankings", "mailings: gateways"}
    assert len(loops) == len(all_loops())


def test_loops_are_one_workers_until_it_ends(db: Any) -> None:
    gained: list[str] = []
    one, two = (Leadership(lambda name=name: gained.append(name)) for name in ("one", "two"))
    one.renew()
    two.renew()
    assert (one.is_held(), two.is_held(), gained) == (True, False, ["one"])
    one.renew()
    one.stop()
    two.renew()
    assert (one.is_held(), two.is_held(), gained) == (False, True, ["one", "two"])


def test_a_lease_of_a_worker_that_died_ends_by_itself(db: Any) -> None:
    assert take("work", "dead", seconds=60)
    assert not take("work", "alive", seconds=60)
    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert take("work", "alive", seconds=60)
    release("work", "dead")
    assert not take("work", "another", seconds=60)


def test_nobody_waits_for_the_lease_of_a_process_that_is_gone(db: Any) -> None:
    child = subprocess.Popen(["true"])
    child.wait()
    machine, _pid, _random = new_holder().split()
    assert take("work", f"{machine} {child.pid} dead", seconds=60)
    assert take("work", "another machine", seconds=60)
    assert not take("work", new_holder(), seconds=60)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite ends no connection")
def test_a_lease_is_renewed_though_the_database_hung_up(
    transactional_db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LEASE_SECONDS", 1.0)
    monkeypatch.setattr(leases, "RENEW_SECONDS", 0.1)
    others = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    with held("work"):
        threading.Event().wait(0.4)
        with connection.cursor() as cursor:
            cursor.execute(others)
            assert cursor.fetchone()[0] >= 1
        threading.Event().wait(1.5)
        assert not take("work", "another", seconds=60)


def test_old_keys_are_destroyed_and_kept_where_so_wished(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    destroyed: list[int] = []
    monkeypatch.setattr(epochs, "destroy", destroyed.append)
    monkeypatch.setattr(epochs, "outdated", lambda months, day: [202501] if months == 12 else [])
    settings.KEY_MONTHS = 0
    assert destroy_old_keys() == [] == destroyed
    settings.KEY_MONTHS = 12
    assert destroy_old_keys() == [202501] == destroyed


def test_one_thing_is_done_at_a_time_however_long(
    transactional_db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LEASE_SECONDS", 0.5)
    monkeypatch.setattr(leases, "RENEW_SECONDS", 0.1)
    monkeypatch.setattr(leases, "WAIT_SECONDS", 0.02)
    under_way, most = 0, []

    def work() -> None:
        nonlocal under_way
        with held("work"):
            under_way += 1
            most.append(under_way)
            # Longer than a lease that nobody renews.
            threading.Event().wait(0.8)
            under_way -= 1
        connection.close()

    both = [threading.Thread(target=work) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert most == [1, 1] and take("work", "another", seconds=60)
