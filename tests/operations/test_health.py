"""How the site is: conditions, probes, measurements, and a log without persons."""

import json
import logging
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from madang import __version__
from madang.boards.models import Board, Post
from madang.core import logs
from madang.core.models import Lease
from madang.operations.health import conditions as health
from madang.operations.health.alerts import tell_operator
from madang.operations.health.conditions import Condition, Level, conditions
from madang.operations.health.days import count_yesterday, counts
from madang.operations.models import Counted, DayCount

from ..factories import make_account
from ..services.programs import clean_environment


def found() -> dict[str, Condition]:
    return {each.key: each for each in conditions()}


@pytest.mark.django_db
def test_each_condition_is_looked_at_and_a_broken_one_hides_no_other(
    keys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks() -> tuple[Level, str]:
        raise RuntimeError("hong@example.com")

    monkeypatch.setattr(health, "disk", breaks)
    known = {each.name: each for each in conditions()}
    assert len(known) == 10
    assert known["디스크"].level is Level.BAD and "hong" not in known["디스크"].said


@pytest.mark.django_db
def test_a_site_that_makes_no_backups_is_told_so_and_one_that_is_late_is_bad(
    keys: Any, settings: Any, tmp_path: Path
) -> None:
    settings.BACKUPS = ""
    assert found()["backup"].level is Level.LOOK
    settings.BACKUPS = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "backups": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    assert found()["backup"].level is Level.BAD


@pytest.mark.django_db
def test_a_background_that_died_is_bad(keys: Any) -> None:
    assert found()["background"].level is Level.BAD
    Lease.objects.create(name="loops", until=timezone.now() + timedelta(minutes=1))
    assert found()["background"].level is Level.FINE
    day_ago = timezone.now() - timedelta(days=3)
    Lease.objects.create(name="job: check leaks", until=day_ago, done=day_ago)
    late = found()["background"]
    assert late.level is Level.BAD and "check leaks" in late.said


@pytest.mark.django_db
def test_the_operator_is_told_once_when_something_turns_bad_and_when_it_is_well_again(
    keys: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ALERTS_TO, settings.EMAIL_HOST = "operator@example.com", "mail.example.com"
    Path(settings.RUN_FOLDER).mkdir(parents=True, exist_ok=True)
    (Path(settings.RUN_FOLDER) / "alerts.json").unlink(missing_ok=True)
    level = Level.BAD
    one = [Condition("backup", "백업", level, "아직 백업이 없어요.")]
    monkeypatch.setattr("madang.operations.health.alerts.conditions", lambda: one)
    tell_operator()
    tell_operator()
    assert [each.to for each in mail.outbox] == [["operator@example.com"]]
    assert "아직 백업이 없어요." in mail.outbox[0].body
    assert "백업: 아직 백업이 없어요." in caplog.text
    one[0] = Condition("backup", "백업", Level.FINE)
    tell_operator()
    assert len(mail.outbox) == 2 and "다시 괜찮아졌어요: 백업" in mail.outbox[1].body


@pytest.mark.django_db
def test_probes_answer_whoever_asks_and_say_what_is_missing(
    client: Client, keys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, words in (("/healthz", f"ok {__version__}\n"), ("/readyz", "ready\n")):
        answer = client.get(path, headers={"host": "10.0.0.7"})
        assert (answer.status_code, answer.content.decode()) == (200, words)
    probes = "madang.operations.health.probes.pending_migrations"
    monkeypatch.setattr(probes, lambda: ["boards.0007_more"])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content.decode()) == (503, "not ready: tables\n")


@pytest.mark.django_db
def test_measurements_are_for_whoever_has_the_token(
    client: Client, keys: Any, settings: Any
) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "let-me-in"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer other"}).status_code == 404
    answer = client.get("/metrics", headers={"authorization": "Bearer let-me-in"})
    said = answer.content.decode()
    assert answer.status_code == 200 and 'madang_condition{of="backup"}' in said
    assert "madang_tasks_waiting" in said


@pytest.mark.django_db
def test_an_error_page_shows_a_number_that_the_log_has(
    community: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: Any) -> None:
        raise IntegrityError("Key (login_name)=(hong@example.com) already exists.")

    monkeypatch.setattr("madang.boards.lists.views.board_to_enter", broken)
    client.raise_request_exception = False
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(logs.JsonFormatter().format(record))  # type: ignore[method-assign]
    logging.getLogger("django.request").addHandler(handler)
    kept = Path(site_settings.RUN_FOLDER) / logs.FILE
    kept.unlink(missing_ok=True)
    try:
        page = client.get("/자유?q=010-1234-5678").content.decode()
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    said = json.loads(lines[-1])
    assert said["number"] in page and len(said["number"]) == 6
    assert "IntegrityError" in said["trace"] and "test_health.py" in said["trace"]
    assert not [word for word in ("hong@", "010-1234", "자유") if word in lines[-1]]


def test_the_last_errors_are_kept_by_the_hour_and_old_ones_go(
    settings: Any, tmp_path: Path
) -> None:
    settings.RUN_FOLDER = tmp_path
    handler = logs.KeepsErrors()
    for number in range(400):
        record = logging.LogRecord("madang.x", logging.ERROR, __file__, 1, f"{number}", (), None)
        handler.emit(record)
    assert len(logs.last_errors()) == logs.KEPT
    assert (tmp_path / logs.FILE).stat().st_size < 2 * logs.MOST_BYTES


@pytest.mark.django_db
def test_days_are_counted_once_and_drawn_for_operators_only(
    community: Any, client: Client, settings: Any
) -> None:
    board = Board.objects.get(name="자유")
    day = timezone.localtime() - timedelta(days=1)
    for views in (3, 4):
        Post.objects.create(board=board, title="글", created=day, views=views, epoch=202001)
    before = (day - timedelta(days=1)).date()
    DayCount.objects.create(day=before, kind=Counted.VIEWS, count=2)
    count_yesterday()
    count_yesterday()
    assert counts(Counted.POSTS) == [(day.date(), 2)]
    assert counts(Counted.VIEWS) == [(day.date(), 5)]
    assert client.get("/console/status").status_code in (302, 403)
    client.force_login(make_account("운영", is_operator=True))
    page = client.get("/console/status").content.decode()
    assert page.count('<svg class="plot"') == 3 and "하루에 쓴 글, 최근 1일, 최대 2" in page
    assert "madang check" in page


@pytest.mark.programs
def test_the_command_shows_all_in_one_table_and_ends_as_a_monitor_reads_it(tmp_path: Path) -> None:
    environment = {**clean_environment(), "MADANG_DATA": str(tmp_path), "LANG": "ko_KR.UTF-8"}
    environment["MADANG_URL"] = "http://madang.example"
    check = [sys.executable, "-m", "madang.cli", "check"]
    done = subprocess.run(check, env=environment, capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    for name in ("설정", "데이터베이스", "열쇠", "디스크", "백업", "예약된 작업"):
        assert name in done.stdout
    assert "https" in done.stdout and "Traceback" not in done.stderr
    assert os.environ.get("MADANG_DATA") != str(tmp_path)
