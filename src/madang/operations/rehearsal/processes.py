"""The programs of a rehearsal: the site's server, its worker, and gateways on this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from madang.core.background.steps import BACKGROUND_NAME

START_SECONDS = 60


def free_port() -> int:
    """Return a port of this machine that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def site_server(port: int) -> "Iterator[subprocess.Popen[bytes]]":
    """Serve the site of this process's settings; its worker belongs to it."""
    command = [sys.executable, "-m", "madang.cli", "serve"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:  # noqa: S603
        try:
            _wait_for(f"http://127.0.0.1:{port}/robots.txt")
            yield process
        finally:
            process.terminate()
            process.wait(timeout=60)


def kill_worker(server: "subprocess.Popen[bytes]") -> bool:
    """Kill the server's background process (SIGKILL), as losing its machine would; tell if so."""
    for pid in _children(server.pid):
        if _name(pid) == BACKGROUND_NAME:
            os.kill(pid, signal.SIGKILL)
            return True
    return False


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(status[1]) == parent:
                found.append(int(entry.name))
    return found


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _wait_for(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).read()  # noqa: S310 - of this machine
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError("the site did not start")
