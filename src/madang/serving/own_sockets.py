"""The sockets of this process, as the system lists them (proc(5), /proc/self/fd)."""

import contextlib
import os
import socket
import stat
from collections.abc import Iterator


def own_descriptors() -> list[int]:
    """Return the numbers of all files and sockets that this process holds."""
    return [int(name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208


@contextlib.contextmanager
def own_socket(descriptor: int, port: int) -> Iterator[socket.socket | None]:
    """Give the TCP socket at a port behind a descriptor; None if it is something else.

    A copy: meanwhile the descriptor itself may be closed, and be another's. No file is copied, for
    closing a copy drops all locks that this process holds on the file (fcntl(2), F_SETLK), and with
    them what keeps a SQLite database whole ("How To Corrupt An SQLite Database File", 2.2).
    """
    copy = _copy_of(descriptor) if _is_socket(descriptor) else None
    # A file that took the number in between is copied, and its copy stays open for good.
    if copy is None or not _is_socket(copy):
        yield None
        return
    with socket.socket(fileno=copy) as found:
        yield found if _is_at(found, port) else None


def _is_socket(descriptor: int) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return False


def _copy_of(descriptor: int) -> int | None:
    try:
        return os.dup(descriptor)
    except OSError:
        return None


def _is_at(found: socket.socket, port: int) -> bool:
    if found.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    try:
        return bool(found.getsockname()[1] == port)
    except OSError:
        return False
