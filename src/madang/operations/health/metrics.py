"""Measurements for Prometheus, of all processes together: none of a person, or of what one did.

Answers are counted by the kind of their status alone, and nothing tells signing up or in from
other pages. Amounts are read when they are asked for. Nothing is counted where no token is set.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django_tasks_db.models import DBTaskResult

from madang.core.logs import last_errors

from .conditions import conditions

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram
    from prometheus_client.core import GaugeMetricFamily

TEXT = "text/plain; version=0.0.4; charset=utf-8"
# Where each process writes what it counted; the library's own variable.
FOLDER, VARIABLE = "metrics", "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def begin() -> None:
    """Forget what an earlier run counted; once, before the processes are started that count."""
    if not settings.METRICS_TOKEN:
        return
    folder = Path(settings.RUN_FOLDER) / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ[VARIABLE] = str(folder)


@cache
def _counted() -> "tuple[Counter, Histogram]":
    """Return what is counted; the library reads its variable when it is first imported."""
    from prometheus_client import Counter, Histogram

    return (
        Counter("madang_answers", "Answers that Django made", ["status"]),
        Histogram("madang_answer_seconds", "How long Django took for an answer", buckets=BUCKETS),
    )


def measure(
    get_response: Callable[[HttpRequest], HttpResponse], request: HttpRequest
) -> HttpResponse:
    """Return an answer, and count it."""
    if VARIABLE not in os.environ:
        return get_response(request)
    begun = time.perf_counter()
    response = get_response(request)
    answers, seconds = _counted()
    answers.labels(f"{response.status_code // 100}xx").inc()
    seconds.observe(time.perf_counter() - begun)
    return response


def written() -> bytes:
    """Return all measurements in Prometheus' text format."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    if VARIABLE in os.environ:
        MultiProcessCollector(registry)
    registry.register(_Now())
    return generate_latest(registry)


class _Now:
    """What is measured at the moment of asking."""

    def collect(self) -> "Iterator[GaugeMetricFamily]":
        from prometheus_client.core import GaugeMetricFamily

        levels = GaugeMetricFamily(
            "madang_condition", "0 fine, 1 to be looked at, 2 bad", labels=["of"]
        )
        for condition in conditions():
            levels.add_metric([condition.key], condition.level)
        yield levels
        free = shutil.disk_usage(settings.DATA_FOLDER).free
        yield GaugeMetricFamily("madang_disk_free_bytes", "Free on the data's disk", value=free)
        errors = len(last_errors())
        yield GaugeMetricFamily("madang_errors_kept", "Errors in the last's list", value=errors)
        try:
            waiting = DBTaskResult.objects.count()
        except DatabaseError:
            return
        yield GaugeMetricFamily("madang_tasks_waiting", "Tasks that are queued", value=waiting)
