"""Starting: what is missing is made, what is lost is said."""

from pathlib import Path
from typing import Any

import pytest

from madang.accounts.models import Account
from madang.identity.key_stores import FileStore
from madang.identity.keys import ring
from madang.operations import start
from madang.operations.demo.particles import choose_particles


def test_a_lost_key_file_is_never_replaced(member: Account, settings: Any, tmp_path: Path) -> None:
    settings.KEY_STORE = FileStore(tmp_path / "keys.json")
    with pytest.raises(start.CannotStart, match=r"keys\.json"):
        start.ensure_keys()
    assert not settings.KEY_STORE.exists()


@pytest.mark.django_db
def test_a_new_site_gets_its_keys(settings: Any, tmp_path: Path) -> None:
    settings.KEY_STORE = FileStore(tmp_path / "keys" / "keys.json")
    ring.cache_clear()
    try:
        start.ensure_keys()
        assert settings.KEY_STORE.exists()
    finally:
        ring.cache_clear()


def test_a_port_that_is_taken_is_said() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(start.CannotStart, match=str(port)):
            start.must_be_free("127.0.0.1", port)
    start.must_be_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("동생(이/가) 왔다", "동생이 왔다"),
        ("친구(이/가) 왔다", "친구가 왔다"),
        ("서울(으로/로)", "서울로"),
        ("전주(으로/로), 부산(으로/로)", "전주로, 부산으로"),
        ("A(은/는)", "A는"),
    ],
)
def test_particles_follow_the_sound(text: str, chosen: str) -> None:
    assert choose_particles(text) == chosen


def test_nobody_else_may_read_the_data(settings: Any, tmp_path: Path) -> None:
    database = tmp_path / "database"
    database.mkdir()
    for name in ("madang.sqlite3", "madang.sqlite3-wal"):
        (database / name).touch(mode=0o644)
    tmp_path.chmod(0o755)
    start.keep_private(tmp_path)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path, *database.iterdir())}
    assert modes == {tmp_path.name: 0o700, "madang.sqlite3": 0o600, "madang.sqlite3-wal": 0o600}
