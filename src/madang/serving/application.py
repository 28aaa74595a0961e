"""The application that Granian runs (RSGI): static files, then the shared pages, then Django.

All but Django happens in the worker's event loop, where a request that is not whole holds nothing
but its connection.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings

from madang.core.db.beside import begin_reading_beside, can_read_beside, end_reading_beside
from madang.identity.key_stores import CommandStore

from .answers import FOR_PROGRAMS, Answer, Refused, methods_of, not_done, too_busy, with_a_body
from .at_once import AtOnce
from .bodies import Bodies, has_body
from .connections import Connections
from .django_calls import DjangoCalls, WsgiApplication
from .member_pages import MemberPages, StateOf
from .microcache import MicroCache
from .requests import Environ, complete, environ_of
from .static_files import PREFIX, StaticFiles
from .stopping import stop_gently
from .streams import send_stream

log = logging.getLogger(__name__)
# Beside the request, within the server alone.
_SCOPE, _PROTO = "madang.scope", "madang.proto"


class Application:
    """Answers requests: `django` those that nothing before it answers."""

    def __init__(
        self,
        django: WsgiApplication,
        *,
        threads: int,
        static_root: Path,
        body_megabytes: int,
        at_once: AtOnce,
        connections: Connections,
        state_of: StateOf,
        forget_states: Callable[[], None] = lambda: None,
        shared_seconds: float = 1.0,
        on_served: Callable[[Environ, str], None] | None = None,
        on_stopping: Callable[[], None] | None = None,
    ) -> None:
        self.django = DjangoCalls(django, threads)
        self.pages = MicroCache(self._ask_django, on_served, enabled=shared_seconds > 0)
        self.members = MemberPages(
            self._ask_django,
            state_of,
            lambda: self.django.beside,
            on_served,
            seconds=shared_seconds,
            forget_states=forget_states,
        )
        self.static = StaticFiles(static_root)
        self.bodies = Bodies(body_megabytes)
        self.at_once, self.connections = at_once, connections
        self.on_stopping = on_stopping
        self.watch: asyncio.Task[None] | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin with what goes on all the time; called once the worker has its event loop."""
        self.watch = loop.create_task(self.connections.watch())
        # Keys that a command keeps may take seconds to be read again.
        if can_read_beside() and not isinstance(settings.KEY_STORE, CommandStore):
            begin_reading_beside()
        stop_gently(
            loop,
            self.connections.port,
            give_up_bodies=self.bodies.give_up,
            end_connections=self.connections.end_all,
        )

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """End: all requests are answered."""
        end_reading_beside()
        if self.watch is not None:
            self.watch.cancel()
        self.django.stop()
        if self.on_stopping is not None:
            self.on_stopping()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        try:
            environ = environ_of(scope)
            # Nearly every request is for a page that is fresh: the shortest way is theirs.
            answer = self.pages.kept(environ) or await self._answer(environ, scope, proto)
        except Refused as refused:
            answer = refused.answer
        except OSError as error:
            # No more descriptors, say: a line a minute, and the next one may be luckier.
            log.error("a request could not be taken: %s", error.strerror)
            answer = too_busy().answer
        if answer.rest is not None:
            end = partial(self.connections.end_all, of=scope.client)
            await send_stream(proto, answer, self.django.beside, end)
        elif answer.file:
            proto.response_file(answer.status, answer.headers, answer.file)
        else:
            proto.response_bytes(answer.status, answer.headers, answer.body)

    async def _answer(self, environ: Environ, scope: Any, proto: Any) -> Answer:
        environ[_SCOPE], environ[_PROTO] = scope, proto
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if method not in methods_of(path):
            raise not_done(path)
        if method in ("GET", "HEAD") and has_body(environ):
            if not path.startswith(FOR_PROGRAMS):
                raise with_a_body()
            return await self._ask_django(environ)
        if path.startswith(PREFIX) and (file := self.static.answer(environ)):
            return file
        if reader := self.members.reader(environ):
            return await self.members(environ, reader)
        return await self.pages(environ)

    async def _ask_django(self, environ: Environ) -> Answer:
        """Read what a request sends, within its limits, and let Django answer it."""
        scope, proto = environ.pop(_SCOPE), environ.pop(_PROTO)
        with self.at_once.one_more(environ):
            if not has_body(environ):
                return await self.django(complete(environ, scope, BytesIO()))
            with await self.bodies.read(proto, environ) as body:
                return await self.django(complete(environ, scope, body))
