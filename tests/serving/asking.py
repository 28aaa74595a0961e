"""Asking the server's application without a socket: what Granian hands it, and takes back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.core.signals import request_finished, request_started
from django.db import close_old_connections

Pairs = list[tuple[str, str]]


class Said(NamedTuple):
    """A whole answer; headers by their names in lower case, the last of each."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Scope:
    """A request's first line, headers, and the two ends of its connection."""

    path: str = "/"
    query_string: str = ""
    method: str = "GET"
    headers: Any = field(default_factory=dict)
    client: str = "192.0.2.9:40000"
    server: str = "127.0.0.1:8000"
    scheme: str = "http"
    http_version: str = "1.1"


class Headers:
    """Headers as they came: a name may come twice."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs

    def items(self) -> Pairs:
        """Return those that are ASCII, as Granian does."""
        return [(name, value) for name, value in self.pairs if value.isascii()]

    def keys(self) -> list[str]:
        return list({name for name, _value in self.pairs})

    def __len__(self) -> int:
        return len(self.keys())


class Proto:
    """A body that comes in pieces, and the answer that was given."""

    def __init__(
        self, pieces: Iterable[bytes] = (), wait: Callable[[], Awaitable[Any]] | None = None
    ):
        self.pieces, self.wait = pieces, wait
        self.said: Said | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            if self.wait is not None:
                await self.wait()
            yield piece

    def response_bytes(self, status: int, headers: Pairs, body: bytes) -> None:
        self.said = Said(status, {name.lower(): value for name, value in headers}, body)

    def response_file(self, status: int, headers: Pairs, file: str) -> None:
        self.response_bytes(status, headers, Path(file).read_bytes())


class Here(Executor):
    """Does at once what it is given: the test's database connection is this thread's.

    As in a thread of its own, where no event loop runs: Django keeps another connection for those.
    """

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001
            done.set_exception(error)
        finally:
            asyncio._set_running_loop(loop)
        return done


@contextmanager
def in_this_thread() -> Iterator[None]:
    """Let the application call Django here, within this test's transaction."""
    from madang.config.rsgi import application

    django = application.django
    before = django.first, django.beside
    django.first = django.beside = Here()
    # Django would close the connection that holds the transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        django.first, django.beside = before


def ask_site(
    path: str, method: str = "GET", body: bytes = b"", *, proto: Proto | None = None, **headers: str
) -> Said:
    """Return what the whole application answers; headers by their names with underscores."""
    # Only now: static files have been collected.
    from madang.config.rsgi import application

    named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    if body:
        named.setdefault("content-length", str(len(body)))
    path, _, query = path.partition("?")
    scope = Scope(path, query, method, Headers(list(named.items())))
    proto = proto or Proto([body])
    with in_this_thread():
        asyncio.run(application.__rsgi__(scope, proto))
    assert proto.said is not None
    return proto.said
