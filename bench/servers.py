"""Starting the site's server and the constant one, and what they take of memory."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WORKERS = 2
THREADS = 2


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADANG_")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "madang.config.settings",
        "MADANG_DATA": str(folder),
        "MADANG_WORKERS": str(WORKERS),
        "MADANG_THREADS": str(THREADS),
        # All come from one address here.
        "MADANG_SEARCHES_A_MINUTE": "1000000",
        **more,
    }


@contextmanager
def site(
    folder: Path, port: int, *, shared_seconds: int, **more: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `madang serve` on a filled folder, with or without the micro-cache."""
    more |= {"MADANG_PORT": str(port), "MADANG_SHARED_SECONDS": str(shared_seconds)}
    command = [str(Path(sys.executable).with_name("madang")), "serve"]
    with _running(command, environment(folder, **more), port) as process:
        yield process


@contextmanager
def constant(port: int, size: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run the constant-body application on the same server with the same settings."""
    env = {**os.environ, "CONSTANT_BYTES": str(size)}
    with _running(_granian("bench.constant:application", port), env, port) as process:
        yield process


@contextmanager
def push_service(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a push service that takes all that it is sent."""
    command = [sys.executable, "-m", "bench.push_server", str(port)]
    with _running(command, dict(os.environ), port) as process:
        yield process


def pushed(port: int) -> int:
    """Return how much the push service has taken."""
    return int(urllib.request.urlopen(f"http://127.0.0.1:{port}/").read())


@contextmanager
def application(folder: Path, port: int, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the site, or a variant of it, on the same server without a worker beside it."""
    env = environment(folder, PYTHONHASHSEED="0", MADANG_RUN_SECRET="be" * 32)
    with _running(_granian(f"{name}:application", port), env, port) as process:
        yield process


@contextmanager
def background(folder: Path) -> Iterator[None]:
    """Do what is scheduled, beside a server that has no process for it."""
    command = [str(Path(sys.executable).with_name("madang")), "work"]
    process = subprocess.Popen(command, env=environment(folder), stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _granian(target: str, port: int) -> list[str]:
    command = [str(Path(sys.executable).with_name("granian")), target, "--interface", "rsgi"]
    command += ["--port", str(port), "--workers", str(WORKERS), "--no-ws", "--http", "1"]
    return [*command, "--loop", "uvloop", "--log-level", "warning"]


def memory(process: subprocess.Popen[bytes]) -> float:
    """Return the megabytes of a server and its workers, shared pages counted once (PSS)."""
    total = 0
    for pid in [process.pid, *_children(process.pid)]:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


@contextmanager
def _running(
    command: list[str], env: dict[str, str], port: int
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        _wait(process, port)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("the server stopped at its start")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5).read()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within a minute")


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_children(int(child))]
    return found
