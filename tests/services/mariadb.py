"""A MariaDB server of the tests' own, on a port of this machine, in a temporary folder."""

import getpass
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .ports import free_port

PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
OLD_WAYS = ["--sql-mode=", "--innodb-strict-mode=OFF", "--innodb-flush-log-at-trx-commit=0"]


class MariaDB:
    """A server that runs, and what is told to it."""

    def __init__(self, socket: Path, port: int) -> None:
        self.port = port
        self.client = [program("mariadb"), "--no-defaults", f"--socket={socket}", "--user=root"]

    def load(self, name: str, sql: bytes) -> str:
        """Make a database of these statements; return its address."""
        run = [*self.client, "--binary-mode", "--default-character-set=utf8mb4"]
        begin = f"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name} CHARACTER SET utf8mb4;"
        begin += f"USE {name};\n"
        # A word of MySQL 4, which no server of today knows.
        sql = sql.replace(b"TYPE=MyISAM", b"ENGINE=MyISAM")
        subprocess.run(run, input=begin.encode() + sql, check=True)
        return f"mysql://root@127.0.0.1:{self.port}/{name}"

    def dump(self, name: str, *options: str) -> bytes:
        """Return what MariaDB's own program writes of a database."""
        rest = ["--default-character-set=utf8mb4", *options, name]
        command = [program("mariadb-dump"), *self.client[1:], *rest]
        return subprocess.run(command, check=True, capture_output=True).stdout


@contextmanager
def mariadb() -> Iterator[MariaDB]:
    """Start a server; it and its data are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="madang-mariadb-"))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    own = ["--no-defaults", f"--datadir={folder / 'data'}", f"--user={getpass.getuser()}"]
    # A server that begins deletes what others have begun in a folder that they share.
    (folder / "tmp").mkdir()
    own += [f"--tmpdir={folder / 'tmp'}"]
    install = [program("mariadb-install-db"), *own, "--auth-root-authentication-method=normal"]
    subprocess.run(install, check=True, **quiet)  # type: ignore[call-overload]
    socket, port = folder / "socket", free_port()
    listening = [f"--socket={socket}", f"--port={port}", "--bind-address=127.0.0.1"]
    command = [program("mariadbd"), *own, *listening, f"--pid-file={folder / 'pid'}", *OLD_WAYS]
    with subprocess.Popen(command, **quiet) as process:  # type: ignore[call-overload]
        try:
            until = time.monotonic() + 60
            while not socket.exists():
                assert process.poll() is None and time.monotonic() < until, "MariaDB did not start"
                time.sleep(0.1)
            yield MariaDB(socket, port)
        finally:
            process.terminate()
            process.wait(timeout=60)
            shutil.rmtree(folder, ignore_errors=True)


def program(name: str) -> str:
    found = shutil.which(name, path=PATH)
    assert found, f"{name} is not installed"
    return found
