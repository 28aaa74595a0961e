"""The benchmark still speaks to the tables that there are; what it measures is not looked at."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from bench.servers import environment

POSTS = 120


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    run(folder, "bench.fill", str(POSTS))
    return folder


def run(folder: Path, *words: str) -> None:
    given = environment(folder)
    given.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, env=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


def rows_of(folder: Path, table: str) -> int:
    with sqlite3.connect(folder / "database" / "madang.sqlite3") as database:
        return int(database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


def test_it_fills_a_site_whose_pages_can_be_asked_for(filled: Path) -> None:
    assert rows_of(filled, "boards_post") == POSTS
    assert rows_of(filled, "boards_comment") > 0


def test_reservers_and_watchers_are_written_and_forgotten(filled: Path) -> None:
    run(filled, "bench.reservers", "20")
    assert rows_of(filled, "calls_pendingcall") > 0
    run(filled, "bench.watchers", "1", "127.0.0.1:9")
    assert rows_of(filled, "calls_watch") > 0
    run(filled, "bench.watchers", "0")
    assert rows_of(filled, "calls_watch") == 0
