"""A real server beside clients that hold what they do not use: everybody else notices nothing."""

import asyncio
import contextlib
import http.client
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from madang.serving.connections import Connections

from ..services.madang import Served, serving

ANSWERS_BEFORE = 40
BEGUN_FORM = (
    b"POST /welcome HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\na"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("site")) as served:
        yield served


def get(port: int, path: str = "/robots.txt", **headers: str) -> tuple[int, bytes]:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(asking):
        asking.request("GET", path, headers=headers)
        answer = asking.getresponse()
        return answer.status, answer.read()


def connect(port: int, first: bytes = b"") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=30)
    made.sendall(first)
    return made


def test_unfinished_forms_hold_nobody_up(server: Served) -> None:
    with contextlib.ExitStack() as held:
        for _ in range(100):
            held.enter_context(connect(server.port, BEGUN_FORM))
        # Pages that nobody asked for before, so that each needs a thread.
        answers = [get(server.port, f"/welcome?{number}")[0] for number in range(20)]
    assert answers == [200] * 20


def test_a_connection_that_says_nothing_ends(server: Served) -> None:
    half = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half"
    whole = b"GET /robots.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with contextlib.ExitStack() as held:
        made = [held.enter_context(connect(server.port, first)) for first in (b"", half, whole)]
        assert all(_read_to_end(one) is not None for one in made)


def _read_to_end(one: socket.socket) -> bytes | None:
    """Return all that comes until the server ends a connection; None if it never does."""
    said = b""
    try:
        while piece := one.recv(65536):
            said += piece
    except TimeoutError:
        return None
    return said


def test_a_body_beyond_the_limit_is_refused_before_it_is_sent(server: Served) -> None:
    form = BEGUN_FORM.replace(b"Length: 1000", b"Length: 700000000")
    with connect(server.port, form) as made:
        assert made.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_a_body_whose_length_nobody_said_is_refused(server: Served) -> None:
    form = BEGUN_FORM.replace(b"Content-Length: 1000", b"Transfer-Encoding: chunked")
    with connect(server.port, form[:-1] + b"3\r\na=1\r\n0\r\n\r\n") as made:
        assert made.recv(65536).startswith(b"HTTP/1.1 411 ")


def test_a_question_with_a_body_holds_no_page_up(server: Served) -> None:
    slow = b"GET /welcome HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000\r\n\r\nx"
    with connect(server.port, slow) as made:
        assert get(server.port, "/welcome")[0] == 200
        assert made.recv(65536).startswith(b"HTTP/1.1 400 ")


def test_cookies_that_cannot_be_read_are_not_left_out(server: Served) -> None:
    ask = "GET /robots.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: a=밝게; sessionid=x\r\n\r\n"
    with connect(server.port, ask.encode()) as made:
        said = made.recv(65536).lower()
    assert said.startswith(b"http/1.1 400 ") and b"clear-site-data" in said


def test_a_stop_waits_for_no_dripping_client(tmp_path: Path) -> None:
    with serving(tmp_path) as served, connect(served.port, BEGUN_FORM) as made:
        made.settimeout(20)
        served.process.terminate()
        assert made.recv(65536).startswith(b"HTTP/1.1 408 ")


def test_a_stop_under_load_fails_nobody(tmp_path: Path) -> None:
    assert _failed(tmp_path, signal.SIGTERM) == []


@pytest.mark.skipif(not os.environ.get("TEST_LONG"), reason="takes long: make test-long")
def test_renewing_the_workers_under_load_fails_nobody(tmp_path: Path) -> None:
    assert _failed(tmp_path, signal.SIGHUP, answers_after=2000) == []


def _failed(folder: Path, number: signal.Signals, *, answers_after: int = 0) -> list[str]:
    """Signal a server that is busy; return what failed, but for refused connections.

    Four ask until it refuses, or has given so many more answers.
    """
    failures: list[str] = []
    answers, is_busy = count(1), threading.Event()
    last = ANSWERS_BEFORE + answers_after if answers_after else sys.maxsize
    with serving(folder) as served:

        def ask() -> None:
            while not failures:
                try:
                    get(served.port)
                except ConnectionRefusedError:
                    return
                except (OSError, http.client.HTTPException) as error:
                    failures.append(repr(error))
                given = next(answers)
                if given >= ANSWERS_BEFORE:
                    is_busy.set()
                if given >= last:
                    return

        asking = [threading.Thread(target=ask) for _ in range(4)]
        for one in asking:
            one.start()
        assert is_busy.wait(60)
        served.process.send_signal(number)
        for one in asking:
            one.join(60)
        assert not any(one.is_alive() for one in asking)
    return failures


class Taken:
    """A listening port of this process, and connections to it from several addresses."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.ends: list[socket.socket] = []

    def connect(self, address: str) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), source_address=(address, 0))
        self.ends += [made, self.listening.accept()[0]]
        made.setblocking(False)
        return made


@pytest.fixture
def taken() -> Iterator[Taken]:
    made = Taken()
    yield made
    for one in (made.listening, *made.ends):
        one.close()


def is_ended(one: socket.socket) -> bool:
    try:
        return one.recv(1) == b""
    except BlockingIOError:
        return False


def test_an_address_has_so_many_connections_and_no_more(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All addresses of one machine are its own: here only the first is.
    monkeypatch.setattr("madang.serving.connections.is_this_machine", "127.0.0.1".__eq__)
    many = [taken.connect("127.0.0.2") for _ in range(7)]
    others = [taken.connect("127.0.0.3"), *(taken.connect("127.0.0.1") for _ in range(9))]
    connections = Connections(taken.port, 5)
    asyncio.run(connections.look())
    assert sum(map(is_ended, many)) == 2 and not any(map(is_ended, others))


def test_a_reader_who_takes_nothing_is_given_up(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("madang.serving.connections.time.monotonic", lambda: clock[0])
    slow, done = taken.connect("127.0.0.1"), taken.connect("127.0.0.1")
    taken.ends[1].setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            taken.ends[1].send(b"x" * 65536)
    connections = Connections(taken.port, 0)
    for clock[0] in (100.0, 120.0, 140.0):
        asyncio.run(connections.look())
    assert connections.ended == 1
    assert taken.ends[3].send(b"still there") and done.recv(20) == b"still there"
    while piece := slow.recv(1 << 20):
        assert piece


def test_one_client_is_ended_and_no_other(taken: Taken) -> None:
    one, other = taken.connect("127.0.0.1"), taken.connect("127.0.0.1")
    host, port = one.getsockname()
    Connections(taken.port, 0).end_all(of=f"{host}:{port}")
    assert is_ended(one) and not is_ended(other)


def test_looking_goes_on_after_it_failed_once(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []

    def fails() -> list[int]:
        looks.append(1)
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("madang.serving.connections.LOOK_SECONDS", 0.01)
    monkeypatch.setattr("madang.serving.connections.own_descriptors", fails)

    async def go() -> None:
        watch = asyncio.create_task(Connections(taken.port, 0).watch())
        while len(looks) < 3:
            await asyncio.sleep(0.01)
        watch.cancel()

    asyncio.run(asyncio.wait_for(go(), 20))
