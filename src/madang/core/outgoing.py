"""Requests to other servers: only to public addresses, and to just the one that was looked at.

A name is looked up once, every address that it has must be public, and that is where the
connection goes: a second look-up could answer something else (DNS rebinding).
"""

import socket
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPResponse, parse_headers
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError
from urllib3.util.connection import create_connection

# Addresses that stand for one of IPv4, which a gateway nearby would turn into an inner one:
# compatible and translated (RFC 4291, 2.5.5), NAT64 (RFC 6052, RFC 8215), Teredo, 6to4; and what
# was once local.
_LEADING_TO_IPV4 = [
    ip_network(network)
    for network in (
        *("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"),
        "fec0::/10",
    )
]


class NotOutside(requests.ConnectionError):
    """The address is not one of the public network."""


def public_address(host: str, port: int) -> str:
    """Return the address to connect to. Raises NotOutside unless all that it has are public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotOutside(f"no address: {error.strerror}") from None
    addresses = [str(info[4][0]) for info in found]
    if not addresses or not all(map(_is_public, addresses)):
        raise NotOutside("not a public address")
    return addresses[0]


def outgoing_session(inside: Collection[str] = ()) -> requests.Session:
    """Return a session that follows no redirect and connects to public addresses alone.

    `inside` names what may be reached all the same, as "host:port": the operator's own servers.
    """
    session = _Session()
    session.trust_env = False
    adapter = _Guarded(frozenset(inside))
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Let no connection that this thread opens meanwhile live longer, however slowly it answers.

    Time limits of a socket are for each read: a server that drips is never over them.
    """
    opened = _opened.sockets = []

    def hang_up() -> None:
        for each in opened:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        _opened.sockets = None
        for each in opened:
            each.close()


_opened = threading.local()


def _note_opened(connection: socket.socket) -> None:
    sockets: list[socket.socket] | None = getattr(_opened, "sockets", None)
    if sockets is not None:
        # Another name for the same connection: TLS takes the first one over.
        sockets.append(connection.dup())


def _is_public(address: str) -> bool:
    there = ip_address(address.partition("%")[0])
    if isinstance(there, IPv6Address):
        there = there.ipv4_mapped or there
    if any(there in network for network in _LEADING_TO_IPV4):
        return False
    return there.is_global and not there.is_multicast


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """Follow nothing: the caller looks at where it would lead first."""


class _Guarded(HTTPAdapter):
    def __init__(self, inside: frozenset[str]) -> None:
        self.inside = inside
        super().__init__(pool_maxsize=32)

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        super().init_poolmanager(*given, **named)
        inside = self.inside

        class Connection(_GuardedConnection, HTTPConnection):
            allowed = inside

        class SecureConnection(_GuardedConnection, HTTPSConnection):
            allowed = inside

        class Pool(HTTPConnectionPool):
            ConnectionCls = Connection

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = SecureConnection

        self.poolmanager.pool_classes_by_scheme = {"http": Pool, "https": SecurePool}


class _FinalResponse(HTTPResponse):
    """An answer, whatever is said before it: hints (103) are not what was asked for."""

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 100 < status < 200 or status == HTTPStatus.SWITCHING_PROTOCOLS:
                return version, status, reason
            parse_headers(self.fp)


class _GuardedConnection:
    response_class: Any = _FinalResponse
    allowed: frozenset[str]
    host: str
    port: int
    timeout: Any
    source_address: Any
    socket_options: Any

    def _new_conn(self) -> socket.socket:
        named = f"{self.host}:{self.port}"
        address = self.host if named in self.allowed else public_address(self.host, self.port)
        try:
            connection = create_connection(
                (address, self.port), self.timeout, self.source_address, self.socket_options
            )
        except OSError as error:
            raise NewConnectionError(self, f"no connection: {error}") from error  # type: ignore[arg-type]
        _note_opened(connection)
        return connection
