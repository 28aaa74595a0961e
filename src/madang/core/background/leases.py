"""Leases: what must not be done twice is one process's for some seconds, on whichever machine.

A lease is a row that is taken in one transaction and ends by itself: a process that dies holds up
the others no longer than that.
"""

import logging
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.db import Error as DatabaseError
from django.utils import timezone

from ..db.transactions import writing
from ..models import Lease
from .steps import StepThread, look_at_connections

log = logging.getLogger(__name__)
# So long a worker that died keeps its loops from others, and so often a living one renews.
LEASE_SECONDS, RENEW_SECONDS = 10.0, 3.0
# So often a process that waits for a lease looks again.
WAIT_SECONDS = 0.2
LOOPS = "loops"


def new_holder() -> str:
    """Return a new holder's name: where it runs, its process, and something random."""
    return f"{_machine()} {os.getpid()} {secrets.token_hex(8)}"


@cache
def _machine() -> str:
    """Return what names this boot of this machine, and the processes that see each other."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return secrets.token_hex(16)


def _is_dead(holder: str) -> bool:
    """Tell whether a process of this machine is gone: nobody has to wait for its lease to end."""
    machine, _space, rest = holder.partition(" ")
    pid = rest.partition(" ")[0]
    return machine == _machine() and pid.isdigit() and not Path(f"/proc/{pid}").exists()


def take(name: str, holder: str, *, seconds: float) -> bool:
    """Take a lease, or renew it; tell whether it is the holder's now."""
    now = timezone.now()
    until = now + timedelta(seconds=seconds)
    with writing():
        row = Lease.objects.select_for_update().filter(pk=name).first()
        if row is None:
            _row, made = Lease.objects.get_or_create(
                pk=name, defaults={"holder": holder, "until": until}
            )
            return made
        is_free = row.holder in ("", holder) or row.until <= now or _is_dead(row.holder)
        if not is_free:
            return False
        row.holder, row.until = holder, until
        row.save(update_fields=["holder", "until"])
    return True


def release(name: str, holder: str) -> None:
    """Let others take it at once; where the database is away it ends by itself."""
    look_at_connections()
    try:
        Lease.objects.filter(pk=name, holder=holder).update(holder="")
    except DatabaseError:
        log.warning("the lease %s could not be given back", name)


@contextmanager
def held(name: str) -> Iterator[None]:
    """Hold a lease while something is done, however long; wait until the present holder is done."""
    holder = new_holder()
    while not take(name, holder, seconds=LEASE_SECONDS):
        time.sleep(WAIT_SECONDS)

    def renew() -> float:
        take(name, holder, seconds=LEASE_SECONDS)
        return RENEW_SECONDS

    renewing = StepThread.begun(f"lease of {name}", renew, after=RENEW_SECONDS)
    try:
        yield
    finally:
        renewing.stop()
        release(name, holder)


class Leadership:
    """The lease of one worker on all loops, renewed in a thread while the process lives."""

    def __init__(self, on_gained: Callable[[], None], name: str = LOOPS) -> None:
        self.on_gained, self.name, self.holder = on_gained, name, new_holder()
        self._until = 0.0

    def is_held(self) -> bool:
        """Tell whether this worker's loops may run now; no query."""
        return time.monotonic() < self._until

    def renew(self) -> float:
        """Take the lease, or renew it; return the seconds until that has to be done again.

        What is held ends by itself where it cannot be renewed.
        """
        begun = time.monotonic()
        if take(self.name, self.holder, seconds=LEASE_SECONDS):
            if not self.is_held():
                self.on_gained()
            self._until = begun + LEASE_SECONDS
        return RENEW_SECONDS

    def start(self) -> StepThread:
        """Go on renewing in a thread of this process."""
        return StepThread.begun("leadership", self.renew)

    def stop(self) -> None:
        """Let another worker take over at once."""
        self._until = 0.0
        release(self.name, self.holder)
