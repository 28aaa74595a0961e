"""The worker: what was queued, what goes on all the time, and what has its time.

Tasks are committed with what caused them, and done soon after. What a task is about travels in a
box, and its row goes when it is done: the queue tells a thief that something of a kind was asked
for, never by whom.
"""

import logging
import os
import threading
from collections.abc import Callable

from django_tasks.base import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from .jobs import Lane, LaneRunner, all_jobs, all_loops, lanes
from .leases import Leadership

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
# Readers come first: what is done in the background takes the time that is left.
POLITENESS = 10


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
    long = LaneRunner(by_lane[Lane.LONG])
    threading.Thread(target=long.run, kwargs={"until": until}, daemon=True).start()
    try:
        LaneRunner(by_lane[Lane.SHORT]).run(until=until)
    finally:
        leadership.stop()


def start_tasks() -> None:
    """Do what is queued in a thread of this process, for as long as it lives."""
    threading.Thread(target=task_worker(batch=False).run, daemon=True).start()


def requeue_interrupted() -> None:
    """Queue anew what a worker was doing when it was stopped: every task may run twice."""
    DBTaskResult.objects.running().update(status=TaskResultStatus.READY)


def delete_finished_tasks() -> None:
    """Delete a task's row when it is done; called once at start."""
    task_finished.connect(_forget, dispatch_uid="madang.core.background.worker")


def task_worker(*, batch: bool) -> Worker:
    """Return what does the queued tasks: a batch of what is there now, or on and on."""
    return Worker(
        queue_names=["*"],
        interval=LOOK_SECONDS,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="madang",
        excluded_queue_names=[],
    )


def _forget(task_result: object, **_kwargs: object) -> None:
    row: DBTaskResult = task_result.db_result  # type: ignore[attr-defined]
    if row.status == TaskResultStatus.FAILED:
        # Not its message, which may hold an address; what failed is tried again by a job.
        log.error("%s failed: %s", row.task_path, row.exception_class_path)
    row.delete()
