"""Stopping without dropping anybody: first no new connection, then what is under way, then the end.

Granian, told to stop, closes connections on which it has read nothing yet; one that was made a
moment ago has its request still on the way. So a worker that gets SIGTERM closes its port, answers
for a moment what was connected, and only then lets Granian stop, which SIGINT does. Who still sends
or takes something slowly some seconds later is not waited for.
"""

import asyncio
import os
import signal
import socket
import struct
import time
from collections.abc import Callable

from .own_sockets import own_descriptors, own_socket

QUIET_SECONDS = 0.5
# What is on its way then is not waited for: bodies, and answers.
BODY_SECONDS, ANSWER_SECONDS = 5.0, 15.0


def stop_gently(
    loop: asyncio.AbstractEventLoop,
    port: int,
    *,
    give_up_bodies: Callable[[], None],
    end_connections: Callable[[], None],
) -> None:
    """Let SIGTERM stop this worker in these steps."""

    def stop() -> None:
        close_port(port)
        loop.call_later(QUIET_SECONDS, os.kill, os.getpid(), signal.SIGINT)
        loop.call_later(BODY_SECONDS, give_up_bodies)
        loop.call_later(ANSWER_SECONDS, end_connections)

    loop.add_signal_handler(signal.SIGTERM, stop)


def close_port(port: int) -> None:
    """Close what of this process listens on a port, whoever holds the descriptor.

    Another listener takes the descriptor's place, one that nobody knows of: its holder goes on
    waiting, where a closed one would be an error again and again.
    """
    for descriptor in own_descriptors():
        if _listens(descriptor, port):
            _close(descriptor)


def _listens(descriptor: int, port: int) -> bool:
    with own_socket(descriptor, port) as found:
        if found is None:
            return False
        return bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _close(descriptor: int) -> None:
    # Not a copy, which would keep the port open; the descriptor stays its holder's.
    listening = socket.socket(fileno=descriptor)
    try:
        with socket.create_server(("127.0.0.1", 0)) as nobodys:
            nobodys.setblocking(False)
            another = nobodys.fileno()
            _wait_until_all_are_taken(listening)
            os.dup2(another, descriptor, inheritable=False)
    finally:
        listening.detach()


def _wait_until_all_are_taken(listening: socket.socket) -> None:
    """Wait for a moment in which no connection is made and not yet taken (tcp_info's tcpi_unacked).

    Those that wait when a port is closed are reset; nothing else may come in between.
    """
    until = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < until:
        info = listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 28)
        if not struct.unpack_from("=I", info, 24)[0]:
            return
