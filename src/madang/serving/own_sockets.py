"""The sockets of this process, as the system lists them (proc(5), /proc/self/fd)."""

import contextlib
import os
import socket
from collections.abc import Iterator


def own_descriptors() -> list[int]:
    """Return the numbers of all files and sockets that this process holds."""
    return [int(name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208


@contextlib.contextmanager
def own_socket(descriptor: int, port: int) -> Iterator[socket.socket | None]:
    """Give the TCP socket at a port behind a descriptor; None if it is something else.

    A copy: meanwhile the descriptor itself may be closed, and be another's.
    """
    try:
        copy = os.dup(descriptor)
    except OSError:
        yield None
        return
    try:
        found = socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        yield None
        return
    with found:
        yield found if _is_at(found, port) else None


def _is_at(found: socket.socket, port: int) -> bool:
    if found.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    try:
        return bool(found.getsockname()[1] == port)
    except OSError:
        return False
