"""A PostgreSQL server of the tests' own: a new cluster on a socket in a temporary folder."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

RUN_AS = "postgres"


@dataclass(frozen=True)
class Server:
    """A server that runs: its address, and how it is told what to do."""

    url: str
    control: list[str]
    how: dict[str, Any]
    options: str = ""

    def restart(self) -> None:
        """End all connections, as an upgrade of the server does, and take new ones."""
        subprocess.run([*self.control, "-m", "fast", "restart"], **self.how)

    def kill(self) -> None:
        """Kill the server (SIGKILL), and start it again: it recovers from its log."""
        folder = Path(self.control[self.control.index("-D") + 1])
        file = folder / "postmaster.pid"
        os.kill(int(file.read_text().split()[0]), signal.SIGKILL)
        time.sleep(1)
        # Where nobody reaps it, what was killed still has its number.
        for left in (file, *folder.parent.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        subprocess.run([*self.control, "-o", self.options, "start"], **self.how)


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server and give its address; it and its data are gone afterwards."""
    with postgres_server() as server:
        yield server.url


@contextmanager
def postgres_server() -> Iterator[Server]:
    """Start a server that can be restarted; it and its data are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="madang-postgres-"))
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        shutil.chown(folder, RUN_AS)
        who = {"user": RUN_AS, "group": RUN_AS, "extra_groups": []}
    data = str(folder / "data")
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "cwd": folder, "check": True, **who}
    try:
        subprocess.run(
            [_program("initdb"), "-D", data, "-U", "madang", "-A", "trust", "-E", "UTF8"]
            + ["--locale=C.UTF-8", "--no-sync"],
            **quiet,
        )
        options = f"-c listen_addresses='' -k {folder} -c fsync=off -c max_connections=100"
        control = [_program("pg_ctl"), "-D", data, "-w", "-l", str(folder / "log")]
        subprocess.run([*control, "-o", options, "start"], **quiet)
        try:
            address = f"postgresql://madang@{quote(str(folder), safe='')}/postgres"
            yield Server(address, control, quiet, options)
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    """Return the newest installed version of a server program (Debian keeps them off the path)."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name) or name
