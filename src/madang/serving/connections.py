"""Connections that hold what they do not use: one address's hundreds, and readers who do not read.

Granian ends by itself what sends no headers. It counts no addresses, and gives a reader who takes
an answer a byte at a time all the time in the world. So every worker looks at its own connections
now and then, as the system lists them, and ends those (tcp(7), TCP_INFO).
"""

import asyncio
import contextlib
import logging
import os
import socket
import struct
import time
from collections import Counter
from typing import NamedTuple

from madang.core.http.client_address import is_this_machine, network_of

from .own_sockets import own_descriptors, own_socket

log = logging.getLogger(__name__)
LOOK_SECONDS = 2.0
# Between two breaths of the event loop.
CONNECTIONS_AT_ONCE = 200
GRACE_SECONDS = 30.0
BYTES_A_SECOND = 1024
# struct tcp_info of linux/tcp.h: packets on the way, bytes that arrived, bytes not yet sent.
_UNACKED, _ACKED, _UNSENT = struct.Struct("=24xI"), struct.Struct("=120xQ"), struct.Struct("=144xI")
_INFO_BYTES = 192


class Taking(NamedTuple):
    """Since when a reader has been taking an answer, and how many bytes it had then."""

    since: float
    acked: int

    def is_too_slow(self, acked: int) -> bool:
        """Tell whether a reader that has so many bytes by now takes them too slowly."""
        seconds = time.monotonic() - self.since
        return seconds > GRACE_SECONDS and acked - self.acked < seconds * BYTES_A_SECOND


class Connections:
    """The connections of this process to one port; at most so many of one address (0: any)."""

    def __init__(self, port: int, most: int) -> None:
        self.port, self.most = port, most
        self.taking: dict[int, Taking] = {}
        self.ended = 0

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.look()
            except Exception:
                # A look that fails is the next one's to make good; without looks nobody is ended.
                log.exception("the connections could not be looked at")

    async def look(self) -> None:
        """End what one address has too many of, and what takes its answer too slowly."""
        of_address: Counter[str] = Counter()
        taking: dict[int, Taking] = {}
        for count, descriptor in enumerate(own_descriptors()):
            if count % CONNECTIONS_AT_ONCE == CONNECTIONS_AT_ONCE - 1:
                await asyncio.sleep(0)
            with own_socket(descriptor, self.port) as found:
                if found is None or not (client := _client_of(found)):
                    continue
                if self._is_one_too_many(found, client, of_address):
                    continue
                waits, acked = _progress(found)
                if waits:
                    number = os.fstat(found.fileno()).st_ino
                    begun = self.taking.get(number) or Taking(time.monotonic(), acked)
                    taking[number] = begun
                    if begun.is_too_slow(acked):
                        self._end(found)
        self.taking = taking

    def end_all(self, *, of: str = "") -> None:
        """End all connections, or the one of a client, as "address:port"."""
        for descriptor in own_descriptors():
            with own_socket(descriptor, self.port) as found:
                client = _client_of(found) if found is not None else ""
                if found is not None and client and of in ("", client):
                    self._end(found)

    def _is_one_too_many(self, found: socket.socket, client: str, of_address: Counter[str]) -> bool:
        address = network_of(client)
        if not self.most or is_this_machine(address):
            return False
        of_address[address] += 1
        if of_address[address] <= self.most:
            return False
        self._end(found)
        return True

    def _end(self, found: socket.socket) -> None:
        self.ended += 1
        with contextlib.suppress(OSError):
            found.shutdown(socket.SHUT_RDWR)


def _client_of(found: socket.socket) -> str:
    """Return the other end of a connection, "address:port"; empty if there is none (any more)."""
    try:
        address, port, *_ = found.getpeername()
    except OSError:
        return ""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def _progress(found: socket.socket) -> tuple[bool, int]:
    """Return whether something waits to be taken, and how many bytes were taken so far."""
    info = found.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
    if len(info) < _INFO_BYTES:
        return False, 0
    waits = bool(_UNACKED.unpack_from(info)[0] or _UNSENT.unpack_from(info)[0])
    return waits, _ACKED.unpack_from(info)[0]
