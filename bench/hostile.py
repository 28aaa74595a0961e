"""Hostile clients beside honest ones: what readers and writers notice of them.

`python -m bench.hostile` serves a filled site, lets 2,000 clients send a body at a byte a second,
2,000 hold an idle connection and 200 take a large answer some bytes a second, and measures what
everybody else gets meanwhile; then it renews and stops the server's workers under load.
"""

import argparse
import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from . import servers
from .load import TEXT, TOKEN

PORT = 8921
SIZE = 5000
RESULTS = Path(__file__).parent / "results"
BOARD = "/%EC%9E%90%EC%9C%A0"
BODIES, IDLE, READERS = 2000, 2000, 200
# Of all honest clients together, each request on a connection of its own.
REQUESTS_A_SECOND = 50
RENEWING_A_SECOND = 500
GIVEN_UP_SECONDS = 10.0
ONCE_BYTES = 16


async def send_body(port: int) -> None:
    """Begin a form, and send a byte of it a second for as long as the server lets one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        b"POST /accounts/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    with contextlib.closing(writer):
        while not reader.at_eof():
            writer.write(b"a")
            await writer.drain()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1000), 1)


async def hold_idle(port: int) -> None:
    """Ask for one page, and then for nothing more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /robots.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    with contextlib.closing(writer):
        while await reader.read(1000):
            pass


async def take_slowly(port: int, path: str) -> None:
    """Take a large answer some bytes a second, with as small a window as the system lets one."""
    loop = asyncio.get_running_loop()
    taker = socket.socket()
    taker.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    taker.setblocking(False)
    with contextlib.closing(taker):
        await loop.sock_connect(taker, ("127.0.0.1", port))
        await loop.sock_sendall(taker, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        while await loop.sock_recv(taker, 64):
            await asyncio.sleep(1)


async def again_and_again(one: Callable[[], Awaitable[None]], until: float, first: float) -> None:
    await asyncio.sleep(first)
    while time.monotonic() < until:
        with contextlib.suppress(OSError, TimeoutError):
            await asyncio.wait_for(one(), max(0.1, until - time.monotonic()))
        await asyncio.sleep(0.2)


async def attack(port: int, path: str, seconds: float) -> None:
    until = time.monotonic() + seconds
    kinds: list[tuple[int, Callable[[], Awaitable[None]]]] = [
        (BODIES, lambda: send_body(port)),
        (IDLE, lambda: hold_idle(port)),
        (READERS, lambda: take_slowly(port, path)),
    ]
    # All are there within three seconds.
    await asyncio.gather(
        *(
            again_and_again(one, until, 3 * number / count)
            for count, one in kinds
            for number in range(count)
        )
    )


class Honest:
    """Clients that ask at a steady rate, whatever became of what was asked before."""

    def __init__(self, port: int, asked: list[tuple[str, bytes]]) -> None:
        self.port, self.asked = port, asked
        self.times: dict[str, list[float]] = {}
        self.failures: Counter[str] = Counter()

    async def run(self, seconds: float, a_second: float) -> None:
        begin, sent, under_way = time.monotonic(), 0, set()
        while (now := time.monotonic()) - begin < seconds:
            kind, request = self.asked[sent % len(self.asked)]
            task = asyncio.create_task(self._ask(kind, request))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            sent += 1
            await asyncio.sleep(max(0.0, begin + sent / a_second - now))
        await asyncio.gather(*under_way)

    async def _ask(self, kind: str, request: bytes) -> None:
        begin = time.monotonic()
        try:
            async with asyncio.timeout(GIVEN_UP_SECONDS):
                status = await _status(self.port, request)
        except ConnectionRefusedError:
            self.failures["refused"] += 1
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            self.failures[f"{kind}: {type(error).__name__}"] += 1
        else:
            self.times.setdefault(kind, []).append((time.monotonic() - begin) * 1000)
            if status >= 400:
                self.failures[f"{kind}: {status}"] += 1

    def summary(self) -> dict[str, object]:
        every = [one for times in self.times.values() for one in times]
        return {
            "answered": len(every),
            "failed": dict(self.failures),
            "p50_ms": round(statistics.median(every), 1) if every else None,
            "p99_ms": round(_p99(every), 1) if every else None,
            "p99_ms_of_each": {kind: round(_p99(times), 1) for kind, times in self.times.items()},
        }


async def _status(port: int, request: bytes) -> int:
    """Send a request on a connection of its own; return the status once all of it has come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    with contextlib.closing(writer):
        # A piece of it changes each time: a form that was sent is not sent again.
        writer.write(request.replace(b"ONCE", os.urandom(ONCE_BYTES // 2).hex().encode()))
        head = await reader.readuntil(b"\r\n\r\n")
        if length := re.search(rb"content-length: (\d+)", head.lower()):
            await reader.readexactly(int(length[1]))
        return int(head.split()[1])


def _p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()


def _comment(path: str, session: str) -> bytes:
    body = f"csrfmiddlewaretoken={TOKEN}&idempotency_key=ONCE&text={TEXT}"
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: "
    kind = "Content-Type: application/x-www-form-urlencoded\r\n"
    cookies = f"Cookie: csrftoken={TOKEN}; sessionid={session}\r\n\r\n"
    return (head + f"{len(body) + ONCE_BYTES - 4}\r\n" + kind + cookies + body).encode()


def _requests(folder: Path) -> list[tuple[str, bytes]]:
    """Return what honest people ask: hot pages, pages anew, a member's pages, files, comments."""
    sessions = (folder / "sessions").read_text().split()
    asked = []
    for number in range(20):
        post = SIZE // 2 + number
        asked += [
            ("hot list", _get(BOARD)),
            ("hot post", _get(f"{BOARD}/{SIZE // 2}")),
            ("page anew", _get(f"{BOARD}?page={number + 2}")),
            ("file", _get(_file("site.*.css"))),
            ("comment", _comment(f"{BOARD}/{post}/comments", sessions[number % len(sessions)])),
        ]
    return asked


def _file(pattern: str) -> str:
    found = sorted((RESULTS / f"site-{SIZE}" / "static").glob(pattern))
    return f"/static/{found[0].name}"


def _largest_file() -> str:
    root = RESULTS / f"site-{SIZE}" / "static"
    largest = max((file for file in root.rglob("*") if file.is_file()), key=_bytes)
    return f"/static/{largest.relative_to(root)}"


def _bytes(file: Path) -> int:
    return file.stat().st_size


@contextlib.contextmanager
def attacked(port: int, path: str, seconds: float) -> Iterator[None]:
    """Let hostile clients do what they do, in a process of their own."""
    command = [sys.executable, "-m", "bench.hostile", "--attack", str(port), path, str(seconds)]
    with subprocess.Popen(command) as attackers:
        yield
        attackers.terminate()


def measure_attack(folder: Path, seconds: float) -> dict[str, object]:
    with servers.site(folder, PORT, shared_seconds=1) as server:
        quiet = Honest(PORT, _requests(folder))
        asyncio.run(quiet.run(10, REQUESTS_A_SECOND))
        with attacked(PORT, _largest_file(), seconds + 5):
            time.sleep(4)
            under_attack = Honest(PORT, _requests(folder))
            asyncio.run(under_attack.run(seconds, REQUESTS_A_SECOND))
            megabytes = servers.memory(server)
    return {
        "quiet": quiet.summary(),
        "under attack": under_attack.summary(),
        "memory_mb": round(megabytes),
    }


def measure_signal(folder: Path, number: signal.Signals, seconds: float) -> dict[str, object]:
    """Send a signal under load; who is refused once the server stops has not failed."""
    asked = [one for one in _requests(folder) if one[0] != "comment"]
    with servers.site(folder, PORT, shared_seconds=1) as server:
        honest = Honest(PORT, asked)

        async def both() -> None:
            load = asyncio.create_task(honest.run(seconds, RENEWING_A_SECOND))
            await asyncio.sleep(3)
            server.send_signal(number)
            await load

        asyncio.run(both())
    said = honest.summary()
    if number == signal.SIGTERM:
        honest.failures.pop("refused", None)
    return {**said, "failed": dict(honest.failures)}


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench.hostile", description=__doc__)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--attack", nargs=3, metavar=("PORT", "PATH", "SECONDS"))
    given = arguments.parse_args()
    if given.attack:
        asyncio.run(attack(int(given.attack[0]), given.attack[1], float(given.attack[2])))
        return
    folder = RESULTS / f"site-{SIZE}"
    filling = [sys.executable, "-m", "bench.fill", str(SIZE)]
    subprocess.run(filling, env=servers.environment(folder), check=True)
    result = {
        "clients": {"bodies": BODIES, "idle": IDLE, "slow readers": READERS},
        "attack": measure_attack(folder, given.seconds),
        "SIGHUP": measure_signal(folder, signal.SIGHUP, 14),
        "SIGTERM": measure_signal(folder, signal.SIGTERM, 6),
    }
    print(json.dumps(result, indent=1))
    (RESULTS / "hostile.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
