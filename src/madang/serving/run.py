"""Starting the production server: Granian, its workers, and the process of the background."""

import gc
import logging
import multiprocessing
import os
import resource
import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from django.conf import settings
from django.urls import get_resolver
from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from madang.core.background.steps import BACKGROUND_NAME, StepThread
from madang.core.background.worker import work
from madang.core.memory import keep_one_pool
from madang.operations.health import metrics

# Made before the workers are copied from this process, so that all of them have the same.
from madang.site.writers import late_writers  # noqa: F401

log = logging.getLogger(__name__)
APPLICATION = "madang.config.rsgi:application"
# Headers have to be there by then; and a connection on which nothing is asked ends.
HEADER_SECONDS = 5
# A proxy keeps connections, and asks on them again; it has to be the one that ends them.
PROXY_SECONDS = 90
# What is not answered this long after the server was told to stop is given up.
STOPPING_SECONDS = 30
HEADER_BYTES = 64 * 1024
# Files and database connections of a worker beside its readers' connections; each of these may
# send what goes to a file.
OTHER_DESCRIPTORS, OF_EACH = 256, 2
MOST_CONNECTIONS = 20_000
# So often it is looked whether the background process lives.
LOOK_SECONDS = 5.0


def run_server(*, host: str, port: int, workers: int, background: bool = True) -> None:
    """Serve until stopped; what is scheduled is done too, unless another process does it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.config.settings")
    os.environ.setdefault("MADANG_RUN_SECRET", secrets.token_hex())
    header_seconds = PROXY_SECONDS if settings.TRUSTED_PROXIES else HEADER_SECONDS
    # What the workers have in common, they have as copies of this process.
    multiprocessing.set_start_method("fork", force=True)
    metrics.begin()
    _share_memory()
    with _background() if background else nullcontext():
        Granian(
            APPLICATION,
            address=host,
            port=port,
            interface=Interfaces.RSGI,
            workers=workers,
            loop=Loops.uvloop,
            # Nobody but a proxy speaks HTTP/2 without TLS, and none needs to.
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(
                header_read_timeout=header_seconds * 1000, max_buffer_size=HEADER_BYTES
            ),
            backlog=4096,
            backpressure=_connections(),
            workers_kill_timeout=STOPPING_SECONDS,
            websockets=False,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
            static_path_route=["/media"] if not settings.MEDIA_ORIGIN else None,
            static_path_mount=[Path(settings.MEDIA_ROOT)] if not settings.MEDIA_ORIGIN else None,
            # What is deleted is gone from browsers and CDNs a day later.
            static_path_expires=24 * 60 * 60,
        ).serve()


def _share_memory() -> None:
    """Read the program once, before the workers are copied: what stays as it is they all share."""
    keep_one_pool()
    get_resolver().url_patterns  # noqa: B018 - read when it is first asked for
    gc.collect()
    gc.freeze()


def _connections() -> int:
    """Let this process and its workers open more files; return how many may be connections."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_CONNECTIONS * OF_EACH + OTHER_DESCRIPTORS
    wanted = most if hard == resource.RLIM_INFINITY else min(hard, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return (wanted - OTHER_DESCRIPTORS) // OF_EACH


class BackgroundProcess:
    """The process that does what is scheduled; one that died is started again.

    It is a copy of this one, as the workers are, so that the program is in memory once.
    """

    def __init__(self) -> None:
        self.process = self._start()

    def look(self) -> float:
        """Start it again if it died; return the seconds until the next look."""
        if not self.process.is_alive():
            log.error("the background process ended (%s); started again", self.process.exitcode)
            self.process = self._start()
        return LOOK_SECONDS

    def stop(self) -> None:
        """Tell it to stop, and wait for that; one that does not is killed."""
        self.process.terminate()
        self.process.join(timeout=10)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()

    def _start(self) -> multiprocessing.Process:
        process = multiprocessing.Process(target=_work_behind, args=(os.getpid(),))
        process.start()
        return process


def _work_behind(server: int) -> None:
    """Do what is scheduled for as long as the server lives: one that was killed leaves nobody."""
    # What the server makes of them is not for its copy.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with suppress(OSError):
        Path("/proc/self/comm").write_text(BACKGROUND_NAME)
    with suppress(KeyboardInterrupt):
        work(until=lambda: os.getppid() != server)


@contextmanager
def _background() -> Iterator[None]:
    """Let a process do what is scheduled for as long as the site is served."""
    process = BackgroundProcess()
    looking = StepThread.begun("background process", process.look)
    try:
        yield
    finally:
        looking.stop()
        process.stop()
