"""Loops: background work that goes on for as long as the worker lives."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loop:
    """One step after another; a step tells whether there is more to do at once.

    Between two steps it waits `busy_seconds` where there is more, `idle_seconds` where there is
    not. One that is `urgent` has the server's own priority.
    """

    name: str
    step: Callable[[], bool]
    idle_seconds: float
    busy_seconds: float = 0.05
    urgent: bool = False

    def run(self, *, until: Callable[[], bool], may_run: Callable[[], bool] = lambda: True) -> None:
        """Go on until it is told to stop; a step that fails is logged and tried again.

        Nothing is done while `may_run` says no: another machine does it.
        """
        while not until():
            more = False
            close_old_connections()
            try:
                more = may_run() and self.step()
            except Exception:
                log.exception("%s failed", self.name)
            time.sleep(self.busy_seconds if more else self.idle_seconds)

    def start(self, *, may_run: Callable[[], bool]) -> None:
        """Run in a thread of this process, for as long as it lives."""
        kwargs = {"until": lambda: False, "may_run": may_run}
        threading.Thread(target=self.run, kwargs=kwargs, name=self.name, daemon=True).start()
