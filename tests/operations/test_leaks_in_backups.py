"""A backup is checked as the live site is: database, dump, pictures, copies of the keys."""

import os
import shutil
import sqlite3
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from PIL import Image

from madang.accounts.models import Account
from madang.boards.models import Post
from madang.filters import actions as filters
from madang.filters.models import Filters
from madang.operations.leaks.backups import NoBackup, check_backup
from madang.operations.leaks.copies import between, check_chain, rows_written_once
from madang.operations.leaks.database import Stolen

PLANT = "UPDATE boards_board SET name = '010-1234-5678'"
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="backs an SQLite file up")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="dumps PostgreSQL")


@pytest.fixture
def data(tmp_path: Path, post: Post) -> Path:
    """A copied data folder: a database, and a picture."""
    folder = tmp_path / "copied"
    (folder / "database").mkdir(parents=True)
    copy = sqlite3.connect(folder / "database" / "madang.sqlite3")
    # Not SQLite's own way of copying, which waits for this test's transaction to end.
    copy.executescript("\n".join(connection.connection.iterdump()))
    copy.close()
    (folder / "media").mkdir()
    Image.new("RGB", (9, 9)).save(folder / "media" / "0123456789abcdef.webp")
    return folder


def where(path: Path) -> set[str]:
    return {finding.where for finding in check_backup(path)}


def plant(data: Path) -> None:
    with sqlite3.connect(data / "database" / "madang.sqlite3") as copy:
        copy.execute(PLANT)
    copy.close()


@on_sqlite
@pytest.mark.parametrize("kind", ["file", "folder", "gztar", "zip"])
def test_a_clean_backup_passes_and_a_leak_in_it_is_found(
    kind: str, data: Path, tmp_path: Path
) -> None:
    def backed_up() -> Path:
        if kind == "file":
            return data / "database" / "madang.sqlite3"
        if kind == "folder":
            return data
        return Path(shutil.make_archive(str(tmp_path / "backup"), kind, data))

    assert where(backed_up()) == set()
    plant(data)
    assert where(backed_up()) == {"boards_board.name"}


@on_sqlite
@pytest.mark.parametrize("kind", ["gztar", "tar", "zip"])
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_backup_that_ends_too_early_is_called_so(
    kind: str, kept: float, data: Path, tmp_path: Path
) -> None:
    whole = Path(shutil.make_archive(str(tmp_path / "backup"), kind, data))
    with whole.open("r+b") as file:
        file.truncate(int(whole.stat().st_size * kept))
    with pytest.raises(NoBackup):
        check_backup(whole)


@on_sqlite
def test_pictures_and_keys_in_a_backup_are_looked_at(data: Path) -> None:
    Image.new("RGB", (9, 9)).save(data / "media" / "우리집.png")
    (data / "keys.json").write_text('{"site": "", "epochs": {}}')
    assert where(data) == {"우리집.png", str(data / "keys.json")}


@on_sqlite
def test_what_is_still_in_the_log_counts(data: Path) -> None:
    database = data / "database" / "madang.sqlite3"
    writer = sqlite3.connect(database)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute(PLANT)
    writer.commit()
    assert (database.with_name(f"{database.name}-wal")).stat().st_size > 0
    assert where(data) == {"boards_board.name"}
    writer.close()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_dump_is_restored_beside_the_site_and_checked(post: Post, tmp_path: Path) -> None:
    dump = tmp_path / "backup"

    def backed_up() -> Path:
        own: Any = connection.settings_dict
        written = subprocess.run(
            ["pg_dump", "-h", own["HOST"], "-U", own["USER"], "-F", "c", own["NAME"]],
            stdout=subprocess.PIPE,
            check=True,
            env=os.environ,
        ).stdout
        dump.write_bytes(written)
        return dump

    assert where(backed_up()) == set()
    with connection.cursor() as cursor:
        cursor.execute(PLANT)
        assert where(backed_up()) == {"boards_board.name"}
        cursor.execute("SELECT COUNT(*) FROM pg_database WHERE datname LIKE 'madang_check_%'")
        assert cursor.fetchone() == (0,)


def test_what_is_no_backup_is_refused_with_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("no database")
    with pytest.raises(NoBackup, match="no backup"):
        check_backup(file)
    # psql would carry out what such a script says, commands of the shell included.
    script = tmp_path / "backup.sql"
    script.write_text(f"-- PostgreSQL database dump\n\\! touch {tmp_path}/done\n")
    with pytest.raises(NoBackup, match="pg_dump -Fc"):
        check_backup(script)
    assert not (tmp_path / "done").exists()
    script.unlink()
    with pytest.raises(NoBackup, match="no database"):
        check_backup(tmp_path)


def test_an_archive_writes_nothing_outside_its_folder(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        for name in ("../outside.sqlite3", "/outside.sqlite3", "a/../../outside.sqlite3"):
            member = tarfile.TarInfo(name)
            member.size = 4
            archive.addfile(member, BytesIO(b"evil"))
        link = tarfile.TarInfo("inside")
        link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path)
        archive.addfile(link)
        member = tarfile.TarInfo("inside/outside.sqlite3")
        member.size = 4
        archive.addfile(member, BytesIO(b"evil"))
    with pytest.raises(NoBackup):
        check_backup(tmp_path / "evil.tar")
    assert not list(tmp_path.rglob("*outside*"))
    assert not Path("/outside.sqlite3").exists()


@on_sqlite
def test_a_row_that_was_written_again_between_two_copies_is_found(
    data: Path, member: Account, tmp_path: Path
) -> None:
    stolen = Stolen(connection)
    filters.hide_post(1, by=member, for_good=True)
    first = rows_written_once(stolen)
    filters.hide_post(2, by=member, for_good=True)
    second = rows_written_once(stolen)
    assert list(between(first, second)) == []
    Filters.objects.update(box="another")
    (finding,) = between(second, rows_written_once(stolen))
    assert finding.where == "filters_filters"
    assert check_chain([data, data], data, stolen) == []
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoBackup):
        check_chain([tmp_path / "empty"], data, stolen)
