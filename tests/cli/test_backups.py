"""`madang backup` and `madang restore`, as an operator does on the worst of all days."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ..services.postgres import postgres
from ..services.programs import clean_environment
from ..services.s3 import s3_store

PASSPHRASE = "a passphrase that is long\n"
POSTS = 400


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database; empty for SQLite."""
    with postgres() if request.param == "postgresql" else nullcontext("") as url:
        yield url


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    file = tmp_path / "posts.jsonl"
    comments = [{"body": f"댓글 {number}"} for number in range(20)]
    posts = (
        {"id": str(number), "board": "자유", "title": f"글 {number}", "body": f"너구리 {number}"}
        for number in range(POSTS)
    )
    file.write_text("\n".join(json.dumps({**post, "comments": comments}) for post in posts))
    return file


class Machine:
    """A machine with its own data folder; backups lie where all of them reach."""

    def __init__(self, data: Path, backups: str, url: str = "") -> None:
        self.data, self.url = data, url
        given = {"MADANG_DATA": str(data), "MADANG_BACKUPS": backups, "LC_ALL": "C.UTF-8"}
        given |= {"MADANG_TIME_ZONE": "UTC"} | ({"DATABASE_URL": url} if url else {})
        self.variables = clean_environment(**given)

    def run(self, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self._command(*arguments),
            input=given,
            capture_output=True,
            text=True,
            env=self.variables,
            check=False,
        )

    def begin(self, *arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            self._command(*arguments), env=self.variables, stderr=subprocess.DEVNULL
        )

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "madang.cli", *arguments]

    def rows(self) -> dict[str, list[Any]]:
        """Return all rows of all tables."""
        if self.url:
            with psycopg.connect(self.url) as db:
                tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                names = [str(name) for (name,) in db.execute(tables)]
                return {name: _sorted(db.execute(f'SELECT * FROM "{name}"')) for name in names}  # type: ignore[arg-type]
        with closing(sqlite3.connect(self.data / "database" / "madang.sqlite3")) as db:
            tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
            names = [str(name) for (name,) in db.execute(tables)]
            return {name: _sorted(db.execute(f'SELECT * FROM "{name}"')) for name in names}


def _sorted(rows: Any) -> list[str]:
    return sorted(map(repr, rows))


def test_a_site_comes_back_on_an_empty_machine(address: str, lines: Path, tmp_path: Path) -> None:
    with s3_store("backups") as host:
        place = f"s3+http://key:secret@{host}/backups" if address else str(tmp_path / "away")
        first = Machine(tmp_path / "first", place, address)
        assert first.run("import", str(lines)).returncode == 0
        pictures = first.data / "media" / "pictures"
        pictures.mkdir(parents=True)
        (pictures / "abc.webp").write_bytes(b"a picture")
        made = first.run("backup")
        assert made.returncode == 0, made.stderr
        copy = tmp_path / "keys"
        assert first.run("keys", "export-backup", str(copy), given=PASSPHRASE).returncode == 0
        assert first.run("check", "backups").returncode == 0
        before = first.rows()
        url = _another_database(address)
        second = Machine(tmp_path / "second", place, url)
        locked = second.run("restore")
        assert locked.returncode == 2 and "keys" in locked.stderr
        assert second.run("keys", "restore-backup", str(copy), given=PASSPHRASE).returncode == 0
        back = second.run("restore")
        assert back.returncode == 0, back.stderr
        assert second.rows() == before
        assert (second.data / "media/pictures/abc.webp").read_bytes() == b"a picture"
        again = second.run("restore")
        assert again.returncode == 2 and "already" in again.stderr
        assert second.rows() == before


def test_a_backup_that_is_made_while_much_is_written_is_of_one_moment(
    address: str, lines: Path, tmp_path: Path
) -> None:
    first = Machine(tmp_path / "first", str(tmp_path / "away"), address)
    assert first.run("keys", "list").returncode == 0
    with first.begin("import", str(lines)) as importing:
        made = first.run("backup")
        assert importing.wait(120) == 0
    assert made.returncode == 0, made.stderr
    second = Machine(tmp_path / "second", str(tmp_path / "away"), _another_database(address))
    shutil.copytree(first.data / "keys", second.data / "keys")
    assert second.run("restore").returncode == 0
    rows = second.rows()
    posts = len(rows["boards_post"])
    assert len(rows["boards_posttext"]) == posts
    assert len(rows["boards_comment"]) == posts * 20


def test_without_a_place_nothing_is_backed_up_and_that_is_said(tmp_path: Path) -> None:
    said = Machine(tmp_path / "site", "").run("backup")
    assert said.returncode == 2 and "MADANG_BACKUPS" in said.stderr
    listed = Machine(tmp_path / "site", str(tmp_path / "away")).run("backups")
    assert listed.returncode == 2 and "no backup" in listed.stderr
    for place in ("", str(tmp_path / "away")):
        assert Machine(tmp_path / "site", place).run("check", "backups").returncode == 1


def test_a_place_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    said = Machine(tmp_path / "site", "s3+http://key:secret@127.0.0.1:9/bucket").run("backup")
    assert said.returncode == 2 and "127.0.0.1:9" in said.stderr
    assert "Traceback" not in said.stderr and "secret" not in said.stderr


def _another_database(address: str) -> str:
    if not address:
        return ""
    with psycopg.connect(address, autocommit=True) as db:
        db.execute("CREATE DATABASE second TEMPLATE template0")
    return address.rpartition("/")[0] + "/second"
