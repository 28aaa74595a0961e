"""Loops: background work that goes on for as long as the worker lives."""

from collections.abc import Callable
from dataclasses import dataclass

from .steps import StepThread


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

    def start(self, *, may_run: Callable[[], bool]) -> StepThread:
        """Run in a thread of this process; nothing is done while `may_run` says no."""

        def step() -> float:
            return self.busy_seconds if may_run() and self.step() else self.idle_seconds

        return StepThread.begun(self.name, step)
