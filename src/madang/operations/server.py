"""The production server: Granian, WSGI, a few workers."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

APPLICATION = "madang.config.wsgi:application"


def run_server(*, host: str, port: int, workers: int, threads: int) -> None:
    """Serve until stopped."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.config.settings")
    os.environ.setdefault("MADANG_RUN_SECRET", secrets.token_hex())
    with _worker():
        Granian(
            APPLICATION,
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            # Threads that come and go would each open the database anew.
            blocking_threads_idle_timeout=600,
            websockets=False,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
            static_path_route=["/media"] if not settings.MEDIA_ORIGIN else None,
            static_path_mount=[Path(settings.MEDIA_ROOT)] if not settings.MEDIA_ORIGIN else None,
            # What is deleted is gone from browsers and CDNs a day later.
            static_path_expires=24 * 60 * 60,
        ).serve()


@contextmanager
def _worker() -> Iterator[None]:
    """Let a process do what is scheduled for as long as the site is served."""
    # Not a thread of this process: Granian starts its workers as copies of it.
    worker = subprocess.Popen([sys.executable, "-m", "madang.cli", "work", "--with-server"])  # noqa: S603
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=10)
        except subprocess.TimeoutExpired:
            worker.kill()
