"""Starts every thread of the background; tells how each does when the database was broken.

    python -m tests.core.all_threads      with the environment of an empty site

Prints "ready" and the threads' names when all have done a step and a task is half done; reads a
line when the database was broken and is well again; prints who has done no step since, one a line,
and then "done" if the task came to its end.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from madang.cli.common import start_site

start_site()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks import task  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from madang.core.background import jobs, worker  # noqa: E402
from madang.core.background.leases import held  # noqa: E402
from madang.core.background.steps import StepThread, close_connections  # noqa: E402
from madang.core.background.worker import work  # noqa: E402
from madang.core.models import Lease  # noqa: E402
from madang.discovery.view_counts import view_counts  # noqa: E402

LONGEST_SECONDS = 200.0
# So long a statement waits for a locked SQLite here, that the wait may end within a test.
TIMEOUT_SECONDS = 4
BEGUN, MAY_GO_ON = settings.DATA_FOLDER / "begun", settings.DATA_FOLDER / "go-on"


@task()
def half_done() -> None:
    """Ask the database something before and after it was broken."""
    Lease.objects.count()
    BEGUN.touch()
    wait_for(MAY_GO_ON.exists)
    Lease.objects.create(pk="the task", until=timezone.now())


def wait_for(is_there: Callable[[], bool]) -> bool:
    until = time.monotonic() + LONGEST_SECONDS
    while not is_there() and time.monotonic() < until:
        threading.Event().wait(0.05)
    return is_there()


def step_threads() -> list[StepThread]:
    return [thread for thread in threading.enumerate() if isinstance(thread, StepThread)]


def main() -> None:
    if connection.vendor == "sqlite":
        connections.settings["default"]["OPTIONS"]["timeout"] = TIMEOUT_SECONDS
    connection.close()
    jobs.LONGEST_WAIT = worker.AGAIN_SECONDS = 1.0
    loops = [replace(loop, idle_seconds=0.5) for loop in jobs.all_loops()]
    worker.all_loops = lambda: loops
    counts = view_counts()
    counts.flush_seconds = 0.2
    counts.note(1, "somebody")
    half_done.enqueue()
    threading.Thread(target=work, kwargs={"until": lambda: False}, daemon=True).start()
    with held("something"):
        names = {"tasks", *(thread.name for thread in step_threads())}
        wait_for(lambda: BEGUN.exists() and all(one.done_at for one in others()))
        names |= {thread.name for thread in step_threads()}
        print("ready", *sorted(names), sep="\t", flush=True)
        input()
        close_connections()
        MAY_GO_ON.touch()
        counts.note(2, "somebody")
        since = time.monotonic()
        wait_for(lambda: not late(names, since))
        print(*late(names, since), sep="\n")
        left = DBTaskResult.objects.exists
        wait_for(lambda: not left())
        print("done" if Lease.objects.filter(pk="the task").exists() else "lost", flush=True)


def others() -> list[StepThread]:
    """Return all but those who do what is queued: these are in the middle of it."""
    return [thread for thread in step_threads() if thread.name != "tasks"]


def late(names: set[str], since: float) -> set[str]:
    """Return the names of those who are gone, or have done no step since."""
    return names - {thread.name for thread in step_threads() if thread.done_at > since}


if __name__ == "__main__":
    main()
