"""The worker: what was queued, what goes on all the time, and what has its time.

Tasks are committed with what caused them, and done soon after. What a task is about travels in a
box, and its row goes when it is done: the queue tells a thief that something of a kind was asked
for, never by whom.
"""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from .jobs import Lane, LaneRunner, all_jobs, all_loops, lanes
from .leases import Leadership, new_holder
from .steps import StepThread

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
# So often the process looks whether it is to stop.
STOP_SECONDS = 0.5
# Readers come first: what is done in the background takes the time that is left.
POLITENESS = 10
# What the database broke off is done again so much later, and so many times.
AGAIN_SECONDS, MAX_ATTEMPTS = 15.0, 40
_BROKEN_OFF = {
    f"{error.__module__}.{error.__name__}" for error in (OperationalError, InterfaceError)
}


def work(*, until: Callable[[], bool]) -> None:
    """Do all background work until it is told to stop."""
    leadership = Leadership(requeue_interrupted)
    leadership.start()
    loops = all_loops()
    # Before what follows: writers wait for the holder of the database.
    for loop in loops:
        if loop.urgent:
            loop.start(may_run=leadership.is_held)
    os.nice(POLITENESS)
    start_tasks()
    for loop in loops:
        if not loop.urgent:
            loop.start(may_run=leadership.is_held)
    by_lane = lanes(all_jobs())
    LaneRunner("long jobs", by_lane[Lane.LONG]).start()
    short = LaneRunner("short jobs", by_lane[Lane.SHORT])
    doing = short.start()
    try:
        while not until():
            time.sleep(STOP_SECONDS)
    finally:
        short.is_stopped = True
        doing.stop()
        leadership.stop()


def start_tasks() -> StepThread:
    """Do what is queued in a thread of this process, for as long as it lives."""
    return StepThread.begun("tasks", QueuedTasks().step)


@dataclass(slots=True)
class QueuedTasks:
    """Does what is queued. What the database broke off is queued again."""

    name: str = field(default_factory=new_holder)
    is_broken_off: bool = False

    def step(self) -> float:
        """Do what is queued now; return the seconds until the next look."""
        if self.is_broken_off:
            requeue_interrupted(self.name)
        self.is_broken_off = True
        task_worker(self.name).run()
        self.is_broken_off = False
        return LOOK_SECONDS


def requeue_interrupted(name: str = "") -> None:
    """Queue anew what a worker (no name: any) was doing when it was stopped.

    Every task may run twice.
    """
    running = DBTaskResult.objects.running()
    its = [row.pk for row in running if not name or name in row.worker_ids]
    running.filter(pk__in=its).update(status=TaskResultStatus.READY)


def delete_finished_tasks() -> None:
    """Delete a task's row when it is done; called once at start."""
    task_finished.connect(_forget, dispatch_uid="madang.core.background.worker")


def task_worker(name: str = "madang") -> Worker:
    """Return what does the tasks that are queued by now."""
    return Worker(
        queue_names=["*"],
        interval=LOOK_SECONDS,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )


def _forget(task_result: object, **_kwargs: object) -> None:
    row: DBTaskResult = task_result.db_result  # type: ignore[attr-defined]
    if row.status == TaskResultStatus.FAILED:
        # Not its message, which may hold an address; what failed is tried again by a job.
        log.error("%s failed: %s", row.task_path, row.exception_class_path)
        if row.exception_class_path in _BROKEN_OFF and len(row.worker_ids) < MAX_ATTEMPTS:
            _queue_again(row)
            return
    row.delete()


def _queue_again(row: DBTaskResult) -> None:
    row.status, row.traceback = TaskResultStatus.READY, ""
    row.run_after = timezone.now() + timedelta(seconds=AGAIN_SECONDS)
    row.save(update_fields=["status", "traceback", "run_after"])
