"""The background goes on, whatever the database does: no thread ends, nothing queued is lost."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import madang
from madang.core.background.steps import BACKGROUND_NAME

from ..services.madang import serving
from ..services.postgres import postgres_server
from ..services.programs import clean_environment

# As long as somebody may well lock a database from outside, where there is time for it.
LOCK_SECONDS = 60.0 if os.environ.get("TEST_LONG") else 12.0


@contextmanager
def all_threads(folder: Path, **settings: str) -> Iterator["subprocess.Popen[str]"]:
    environment = clean_environment(MADANG_DATA=str(folder), **settings)
    command = [sys.executable, "-m", "tests.core.all_threads"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.kill()


def names_when_ready(process: "subprocess.Popen[str]") -> set[str]:
    assert process.stdout is not None
    word, *names = process.stdout.readline().rstrip("\n").split("\t")
    assert word == "ready"
    return set(names)


def late_when_well_again(process: "subprocess.Popen[str]") -> list[str]:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("well again\n")
    process.stdin.flush()
    *late, task = process.stdout.read().split("\n")[:-1]
    assert task == "done", "what was queued is lost"
    return [name for name in late if name]


EXPECTED = {"tasks", "leadership", "short jobs", "long jobs", "view counts", "calls", "pushes"} | {
    "search index",
    "rankings",
    "lease of something",
}


def test_a_restart_of_postgresql_ends_no_thread(tmp_path: Path) -> None:
    with (
        postgres_server() as server,
        all_threads(tmp_path / "data", DATABASE_URL=server.url) as process,
    ):
        assert names_when_ready(process) >= EXPECTED
        server.restart()
        assert late_when_well_again(process) == []


def test_a_lock_from_outside_ends_no_thread(tmp_path: Path) -> None:
    with all_threads(tmp_path / "data") as process:
        assert names_when_ready(process) >= EXPECTED
        outside = sqlite3.connect(tmp_path / "data" / "database" / "madang.sqlite3", timeout=30)
        outside.execute("BEGIN EXCLUSIVE")
        threading.Event().wait(LOCK_SECONDS)
        outside.rollback()
        outside.close()
        assert late_when_well_again(process) == []


def test_whatever_goes_on_in_a_thread_is_a_step_thread() -> None:
    source = Path(madang.__file__).parent
    starting = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        # Gateways on this machine are no part of a site that serves.
        if "local_gateways" not in path.parts
        and re.search(r"threading\.Thread\b|import .*\bThread\b.*threading", path.read_text())
    }
    assert starting == {"core/background/steps.py"}


def test_the_first_page_after_a_restart_of_postgresql_is_no_error(tmp_path: Path) -> None:
    settings = {"MADANG_WORKERS": "1", "MADANG_THREADS": "1"}
    with (
        postgres_server() as server,
        serving(tmp_path / "data", DATABASE_URL=server.url, **settings) as served,
    ):
        # Not the same address twice: what is shared for a second would hide what is asked.
        asked = f"{served.address}/popular?at={{}}"
        assert urllib.request.urlopen(asked.format(1)).status == 200
        server.restart()
        assert urllib.request.urlopen(asked.format(2)).status == 200


def test_a_background_process_that_died_is_started_again(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as served:
        first = background_of(served.process.pid)
        os.kill(first, signal.SIGKILL)
        until = time.monotonic() + 60
        while background_of(served.process.pid) in (0, first):
            assert time.monotonic() < until, "nobody does what is queued any more"
            threading.Event().wait(0.2)


def background_of(server: int) -> int:
    """Return the number of a server's background process; 0 where it has none that lives."""
    found = subprocess.run(
        ["ps", "--ppid", str(server), "-o", "pid=,stat=,comm="], capture_output=True, text=True
    )
    for line in found.stdout.splitlines():
        number, state, command = line.split()
        if command == BACKGROUND_NAME and not state.startswith("Z"):
            return int(number)
    return 0
