"""Folders for what is put together aside, each for one thing at a time and gone afterwards."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


class Busy(Exception):
    """Another process is at it."""


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """Give an empty folder that only this user reads, and that is gone afterwards.

    There is one of a name: what a run that was killed left in it is gone with the next. Raises
    Busy while another process has it.
    """
    run = Path(settings.RUN_FOLDER)
    folder = run / name
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (run / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
