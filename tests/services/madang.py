"""The product's own server, as `madang serve` starts it, with an empty site in a folder."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .ports import free_port
from .programs import clean_environment


class Served(NamedTuple):
    """A server that runs: its process, and its port on this machine."""

    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(folder: Path, command: str = "serve", **settings: str) -> Iterator[Served]:
    """Serve a folder's site with some settings, as `MADANG_PORT`, for as long as it is needed."""
    port = free_port()
    given = {"MADANG_DATA": str(folder), "MADANG_PORT": str(port), **settings}
    program = str(Path(sys.executable).with_name("madang"))
    with subprocess.Popen([program, command], env=clean_environment(**given)) as process:
        try:
            _wait_for(process, f"http://127.0.0.1:{port}/robots.txt")
            yield Served(process, port)
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait_for(process: "subprocess.Popen[bytes]", address: str) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert process.poll() is None, "the server stopped at its start"
        try:
            urllib.request.urlopen(address, timeout=5).read()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
