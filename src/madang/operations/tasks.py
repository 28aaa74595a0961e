"""Running what was queued: tasks are committed with what caused them, and done soon after.

What a task is about travels in a box, and its row goes when it is done: the queue tells a thief
that something of a kind was asked for, never by whom.
"""

import logging
import threading

from django_tasks.base import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from madang.calls.pushes import make_pushes
from madang.calls.runs import make_calls
from madang.discovery.ranking import rank_on
from madang.discovery.search.index import keep_up

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0


def start_tasks() -> None:
    """Do what is queued in a thread of this process, for as long as it lives."""
    # What a worker was doing when it was stopped is done anew: every task may run twice.
    DBTaskResult.objects.running().update(status=TaskResultStatus.READY)
    threading.Thread(target=worker(batch=False).run, daemon=True).start()


def start_calls() -> None:
    """Make calls in a thread of this process, for as long as it lives."""
    threading.Thread(target=make_calls, kwargs={"until": lambda: False}, daemon=True).start()


def start_pushes() -> None:
    """Tell people's browsers in a thread of this process, for as long as it lives."""
    threading.Thread(target=make_pushes, kwargs={"until": lambda: False}, daemon=True).start()


def start_finding() -> None:
    """Keep the search index and the lists by rank up to date in threads of this process."""
    for go_on in (keep_up, rank_on):
        threading.Thread(target=go_on, kwargs={"until": lambda: False}, daemon=True).start()


def keep_nothing_of_what_is_done() -> None:
    """Delete a task's row when it is done; called once at start."""
    task_finished.connect(_forget, dispatch_uid="madang.operations.tasks")


def worker(*, batch: bool) -> Worker:
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
        # Not its message, which may hold an address; what failed is tried again by the schedule.
        log.error("%s failed: %s", row.task_path, row.exception_class_path)
    row.delete()
