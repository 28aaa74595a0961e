"""Django, called in a few threads, each for as long as it works on one whole request.

Threads of one process get no more done side by side: Python lets one of them go on at a time, and
one that waits to go on holds, meanwhile, what others wait for (the lock of who writes). So one
thread works on one request after the other, and others help while it is at a slow one.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from .answers import Answer, not_sent, too_busy
from .requests import Environ

log = logging.getLogger(__name__)
WsgiApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
# Whoever takes longer waits for something, or is at long work: others need not wait for it.
SLOW_SECONDS = 0.03
# So many requests may wait for a thread; who comes later hears at once that it is too busy.
WAITING = 512


class DjangoCalls:
    """Answers requests by a WSGI application in threads of its own."""

    def __init__(self, application: WsgiApplication, threads: int) -> None:
        self.application = application
        self.waiting: deque[tuple[Future[Answer], Environ]] = deque()
        self.first = ThreadPoolExecutor(1, thread_name_prefix="django")
        # Those who help, and do what is no request of its own.
        self.beside = ThreadPoolExecutor(max(1, threads - 1), thread_name_prefix="django-beside")
        self.most_helping = threads - 1
        self.helping: list[Future[None]] = []
        self.under_way = 0
        # Since when the first is at its request, by a clock; None where it is at none.
        self.since: float | None = None
        self.watch: asyncio.TimerHandle | None = None

    async def __call__(self, environ: Environ) -> Answer:
        """Return the answer to a request whose body is read; raises Refused where too many wait."""
        if self.under_way >= WAITING:
            raise too_busy()
        self.under_way += 1
        try:
            answer: Future[Answer] = Future()
            self.waiting.append((answer, environ))
            self.first.submit(self._be_first)
            if self.watch is None:
                self._keep_watch()
            return await asyncio.wrap_future(answer)
        finally:
            self.under_way -= 1
            if not self.under_way and self.watch is not None:
                self.watch.cancel()
                self.watch = None

    def stop(self) -> None:
        """Wait for what is under way."""
        self.first.shutdown()
        self.beside.shutdown()

    def _keep_watch(self) -> None:
        self.watch = asyncio.get_running_loop().call_later(SLOW_SECONDS, self._look)

    def _look(self) -> None:
        """Let one more help where the first is slow and others wait."""
        self.helping = [one for one in self.helping if not one.done()]
        if self.waiting and self._is_slow() and len(self.helping) < self.most_helping:
            self.helping.append(self.beside.submit(self._help))
        self._keep_watch()

    def _is_slow(self) -> bool:
        since = self.since
        return since is not None and time.monotonic() - since > SLOW_SECONDS

    def _be_first(self) -> None:
        self.since = time.monotonic()
        self._answer_one()
        self.since = None

    def _help(self) -> None:
        while self._is_slow() and self._answer_one():
            pass

    def _answer_one(self) -> bool:
        """Answer who waits longest; tell whether somebody did."""
        try:
            answer, environ = self.waiting.popleft()
        except IndexError:
            return False  # Somebody who helps has taken it.
        if answer.set_running_or_notify_cancel():
            try:
                answer.set_result(self._call(environ))
            except BaseException as error:  # noqa: BLE001 - whoever waits is told
                answer.set_exception(error)
        return True

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
