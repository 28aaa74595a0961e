"""Sealed access records: off by default; on, the server writes what it cannot read."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as live
from django.test import Client
from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.directory.directory import BoardDirectory
from madang.boards.models import Board
from madang.identity.sealed_records import is_sealed, new_keys, open_record, seal_record
from madang.operations.leaks import files
from madang.site.access_records import delete_old_records

SECRET, PUBLIC = new_keys()


@pytest.fixture
def folder(settings: object, tmp_path: Path) -> Path:
    """Turn records on; the folder that they go to."""
    settings.RECORDS_KEY, settings.RECORDS_FOLDER = PUBLIC, tmp_path / "records"  # type: ignore[attr-defined]
    return tmp_path / "records"


def read(folder: Path) -> list[dict[str, object]]:
    lines = [line for file in folder.glob("*") for line in file.read_text().splitlines()]
    return [json.loads(open_record(line, SECRET) or "") for line in lines]


def test_nothing_is_recorded_unless_asked_for(
    community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    browse().post("/accounts/login", {"login": "nobody", "password": "wrong"})
    assert live.RECORDS_KEY == "" and not live.RECORDS_FOLDER.exists()


def test_what_writes_is_recorded_and_reading_is_not(
    folder: Path, board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    browser.get("/자유")
    assert not folder.exists()
    browser.post("/자유/write", {"title": "제목", "text": "글"}, REMOTE_ADDR="203.0.113.9")
    (record,) = read(folder)
    assert record["address"] == "203.0.113.9" and record["path"] == "/자유/write"
    assert record["method"] == "POST" and record["status"] == 302


def test_a_thief_of_the_folder_reads_nothing(
    folder: Path, community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    browse().post("/accounts/login", {"login": "x", "password": "y"}, REMOTE_ADDR="203.0.113.9")
    (file,) = folder.glob("*")
    assert "203.0.113.9" not in file.read_text() and file.stat().st_mode & 0o077 == 0
    assert list(files.records(folder)) == []
    file.write_text(file.read_text() + "203.0.113.9 POST /\n")
    assert [found.where for found in files.records(folder)] == [str(file)]


def test_short_and_long_records_are_sealed_alike() -> None:
    # age puts a few random bytes into the head; what is sealed comes after it.
    sealed = [base64.b64decode(seal_record("x" * length, PUBLIC)) for length in (1, 100, 256)]
    assert len({len(line.partition(b"\n--- ")[2]) for line in sealed}) == 1


def test_another_key_and_a_damaged_line_open_nothing() -> None:
    line = seal_record("기록", PUBLIC)
    assert open_record(line, SECRET) == "기록" and is_sealed(line)
    assert open_record(line, new_keys()[0]) is None
    assert open_record(line[:-8] + "AAAAAAA=", SECRET) is None
    assert open_record("not base64!", SECRET) is None
    with pytest.raises(ValueError):
        open_record(line, "not a key")


def test_old_days_are_deleted_and_other_files_left(folder: Path) -> None:
    folder.mkdir()
    today = f"{timezone.localdate()}.records"
    for name in ("2020-01-01.records", today, "notes.txt"):
        (folder / name).write_text("")
    delete_old_records()
    assert {file.name for file in folder.iterdir()} == {today, "notes.txt"}


def test_a_disk_that_is_full_does_not_lose_the_answer(
    folder: Path,
    community: BoardDirectory,
    browse: Callable[..., Client],
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder.write_text("a file where the folder should be")
    form = {"login": "nobody", "password": "wrong"}
    assert browse().post("/accounts/login", form, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert "could not be written" in caplog.text and "203.0.113.9" not in caplog.text


def test_the_commands_make_a_key_and_read_with_it(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "madang.cli", "records", *arguments]
        plain = {name: value for name, value in os.environ.items() if "MADANG" not in name}
        return subprocess.run(command, capture_output=True, text=True, env=plain, check=False)

    key, day = tmp_path / "key", tmp_path / "day.records"
    public = run("new-key", str(key)).stdout.strip().rpartition("=")[2]
    assert key.stat().st_mode & 0o077 == 0 and run("new-key", str(key)).returncode == 2
    record = {"time": "t", "address": "203.0.113.9", "method": "POST", "path": "/", "status": 200}
    day.write_text(seal_record(json.dumps(record), public) + "\n")
    assert "203.0.113.9" in run("open", "--key", str(key), str(day)).stdout
    assert json.loads(run("open", "--json", "--key", str(key), str(day)).stdout) == record
    day.write_text(seal_record("{}", PUBLIC) + "\n")
    assert run("open", "--key", str(key), str(day)).returncode == 2
    assert run("open", "--key", str(day), str(day)).returncode == 2
    assert run("open", "--key", str(tmp_path / "none"), str(day)).returncode == 2
