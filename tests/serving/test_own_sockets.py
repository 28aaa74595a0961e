"""Whoever looks at a process's own sockets takes no lock from a database that it holds open."""

import asyncio
import contextlib
import os
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from madang.serving import own_sockets
from madang.serving.connections import Connections
from madang.serving.stopping import close_port

from ..services.madang import serving
from ..services.sqlite import others_wait


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    """A database to which this process is writing."""
    file = tmp_path / "held.sqlite3"
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as held:
        held.execute("PRAGMA journal_mode = WAL")
        held.execute("BEGIN IMMEDIATE")
        yield file


def test_looking_at_connections_takes_no_lock(written: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        asyncio.run(Connections(listening.getsockname()[1], 0).look())
        assert others_wait(written)


def test_closing_a_port_takes_no_lock(written: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        close_port(listening.getsockname()[1])
        assert others_wait(written)


def test_a_file_that_took_a_sockets_number_keeps_its_lock(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        copy = os.open(written, os.O_RDONLY)
        # As if the socket had been closed, and the file opened, a moment after the look.
        monkeypatch.setattr(own_sockets, "_copy_of", lambda _descriptor: copy)
        with own_sockets.own_socket(listening.fileno(), 0) as found:
            assert found is None
        assert others_wait(written)


def test_a_worker_that_serves_keeps_its_locks(tmp_path: Path) -> None:
    with serving(tmp_path / "site", MADANG_WORKERS="2") as served:
        with socket.create_connection(("127.0.0.1", served.port), timeout=60) as silent:
            # Ended by the server after a while, in which it looks at its connections.
            assert silent.recv(1) == b""
        file = tmp_path / "site" / "database" / "madang.sqlite3"
        assert len(_holders(file)) >= 2
        assert _who_lost_their_locks(file) == set()


def _who_lost_their_locks(file: Path) -> set[int]:
    """Return the processes that hold a database open and hold no lock on it (proc(5), locks)."""
    number = str(file.stat().st_ino)
    lines = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    locking = {int(one[4]) for one in lines if one[1] == "POSIX" and one[5].endswith(f":{number}")}
    return {pid for pid in _holders(file) if pid not in locking}


def _holders(file: Path) -> set[int]:
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if any(one.readlink() == file for one in (process / "fd").iterdir()):
                found.add(int(process.name))
    return found
