"""Django, called in a few threads, each for as long as it works on one whole request."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .answers import Answer, not_sent, too_busy
from .requests import Environ

log = logging.getLogger(__name__)
WsgiApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
# So many requests may wait for a thread; who comes later hears at once that it is too busy.
WAITING = 512


class DjangoCalls:
    """Answers requests by a WSGI application in threads of its own."""

    def __init__(self, application: WsgiApplication, threads: int) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="django")
        self.under_way = 0

    async def __call__(self, environ: Environ) -> Answer:
        """Return the answer to a request whose body is read; raises Refused where too many wait."""
        if self.under_way >= WAITING:
            raise too_busy()
        self.under_way += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self.pool, self._call, environ)
        finally:
            self.under_way -= 1

    def stop(self) -> None:
        """Wait for what is under way."""
        self.pool.shutdown()

    def _call(self, environ: Environ) -> Answer:
        said: list[Any] = []
        try:
            parts: Any = self.application(environ, lambda *given: said.extend(given))
        except Exception:
            log.exception("a request failed outside of Django's own handling")
            return not_sent()
        status, headers = int(said[0][:3]), said[1]
        # What Django makes piece by piece is asked for as its reader takes it, and closed then.
        if getattr(parts, "streaming", False):
            return Answer(status, headers, rest=parts)
        try:
            return Answer(status, headers, b"".join(parts))
        finally:
            parts.close()
