"""A MariaDB of this command's own, into which a dump is loaded; gone with all its files afterwards.

It listens on a socket in a folder that only this user reads, and neither reads nor writes files
beside its own, whatever a dump says.
"""

import getpass
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from ..streams import opened
from .charsets import Mender
from .dumps import loadable
from .errors import CannotLoad

START_SECONDS = 60
_QUICK = ["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--skip-log-bin"]
_QUICK += ["--innodb-buffer-pool-size=256M", "--innodb-log-file-size=256M"]
_OLD_WAYS = ["--local-infile=0"]
_OLD_WAYS += [
    "--max-allowed-packet=1G",
    "--sql-mode=",
    "--innodb-strict-mode=OFF",
    "--character-set-server=utf8mb4",
]
_ERRORS_SHOWN = 5
# Who loads a dump can make tables and fill them, and nothing else.
LOADER = "loader"
_PREPARED = (
    "CREATE DATABASE old CHARACTER SET utf8mb4; "
    f"CREATE USER {LOADER}@localhost; GRANT CREATE, INSERT, SELECT ON old.* TO {LOADER}@localhost"
)


@contextmanager
def throwaway_server(folder: Path) -> Iterator[Path]:
    """Run a server in a folder and give its socket. Raises CannotLoad where none is installed."""
    install, server = _program("mariadb-install-db"), _program("mariadbd", "mysqld")
    if not (install and server and _program("mariadb", "mysql")):
        raise CannotLoad(
            _("덤프 파일을 읽으려면 MariaDB가 있어야 해요: apt-get install mariadb-server")
        )
    data, socket, beside = folder / "data", folder / "socket", folder / "files"
    beside.mkdir()
    # A folder of its own for what it sorts: that of the machine may be in memory, and a server that
    # begins deletes what others have begun there.
    own = ["--no-defaults", f"--datadir={data}", f"--user={getpass.getuser()}"]
    own += [f"--tmpdir={beside}"]
    made = [install, *own, "--auth-root-authentication-method=normal", "--skip-test-db"]
    _run(made)
    alone = ["--skip-networking", f"--secure-file-priv={beside}", f"--pid-file={folder / 'pid'}"]
    command = [server, *own, *alone, f"--socket={socket}", *_QUICK, *_OLD_WAYS]
    quiet = subprocess.DEVNULL
    command = [*_dying_with_us(), *command]
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:  # noqa: S603
        try:
            _wait_for(socket, process)
            yield socket
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()


def load_dump(
    file: Path, socket: Path, is_wanted: Callable[[str], bool], mender: Mender
) -> list[str]:
    """Load the wanted tables of a dump; return what the server said of statements that failed.

    Raises OSError, EOFError and zlib.error for a file that cannot be read to its end.
    """
    client = [_program("mariadb", "mysql"), "--no-defaults", f"--socket={socket}"]
    client += ["--binary-mode", "--local-infile=0", "--force", "--default-character-set=utf8mb4"]
    client += ["--max-allowed-packet=1G"]
    _run([*client, "--user=root", f"--execute={_PREPARED}"])
    as_loader = [*client, f"--user={LOADER}", "old"]
    with (
        (socket.parent / "said").open("w+b") as said,
        opened(str(file)) as lines,
        subprocess.Popen(as_loader, stdin=subprocess.PIPE, stdout=said, stderr=said) as fed,  # noqa: S603
    ):
        assert fed.stdin is not None
        try:
            for statement in loadable(iter(lines), is_wanted, mender):
                fed.stdin.write(statement)
        finally:
            fed.stdin.close()
        fed.wait()
        said.seek(0)
        errors = [line.decode(errors="replace").strip() for line in said if b"ERROR" in line]
    return errors[:_ERRORS_SHOWN]


def _program(*names: str) -> str:
    """Return where a program is; Debian keeps servers off the path of most users."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/usr/libexec"
    return next((found for name in names if (found := shutil.which(name, path=path))), "")


def _dying_with_us() -> list[str]:
    """Return what ends a program when this one is killed: else it would go on for ever."""
    setpriv = _program("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise CannotLoad((done.stderr or done.stdout).strip()[-300:])


def _wait_for(socket: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while not socket.exists():
        if process.poll() is not None or time.monotonic() > until:
            raise CannotLoad(_("MariaDB가 시작되지 않아요."))
        time.sleep(0.1)
