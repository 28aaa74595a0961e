"""Threads that go on for as long as the process lives, whatever the database does meanwhile."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import connections

log = logging.getLogger(__name__)
# What the background process is called where processes are listed; at most 15 letters.
BACKGROUND_NAME = "madang-behind"
# So long after a step that failed the next one waits, however short its own pause is.
AFTER_FAILURE_SECONDS = 1.0


class StepThread(threading.Thread):
    """A thread that does one step after another until it is stopped.

    The first step begins after `after` seconds, and each returns the seconds until the next. One
    that fails, however it does, is logged and tried again over a new connection: a database that
    was restarted or locked ends no thread. All threads of the product that go on are such.
    """

    def __init__(self, name: str, step: Callable[[], float], *, after: float = 0.0) -> None:
        super().__init__(name=name, daemon=True)
        self.step, self.after = step, after
        self.stopped, self.has_last_step = threading.Event(), False
        # When a step last came to its end, by the clock that only goes on (time.monotonic).
        self.done_at = 0.0

    @classmethod
    def begun(cls, name: str, step: Callable[[], float], *, after: float = 0.0) -> "StepThread":
        """Return such a thread that has begun."""
        thread = cls(name, step, after=after)
        thread.start()
        return thread

    def run(self) -> None:
        """Go on until stopped."""
        pause = self.after
        try:
            while not self.stopped.wait(pause):
                pause = self._attempt()
            if self.has_last_step:
                self._attempt()
        finally:
            close_connections()

    def stop(self, *, seconds: float | None = None, with_last_step: bool = False) -> None:
        """Let the step that is under way be the last, or do one more; wait, so long at most."""
        self.has_last_step = with_last_step
        self.stopped.set()
        self.join(seconds)

    def _attempt(self) -> float:
        try:
            look_at_connections()
            pause = self.step()
            self.done_at = time.monotonic()
            return pause
        except BaseException:
            # Also what no Exception is: a library's panic would end the thread without a word.
            log.exception("%s failed", self.name)
            close_connections()
            return AFTER_FAILURE_SECONDS


def look_at_connections() -> None:
    """Let this thread's connections be tried before they are used again, as a request's are."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def close_connections() -> None:
    """Close this thread's connections: one that broke fails whatever is asked on it."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
