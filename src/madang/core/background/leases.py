"""Leases: what must not be done twice is one process's for some seconds, on whichever machine.

A lease is a row that is taken in one transaction and ends by itself: a process that dies holds up
the others no longer than that.
"""

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from ..db.transactions import writing
from ..models import Lease

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
    """Let others take it at once."""
    Lease.objects.filter(pk=name, holder=holder).update(holder="")


@contextmanager
def held(name: str) -> Iterator[None]:
    """Hold a lease while something is done, however long; wait until the present holder is done."""
    holder, is_over = new_holder(), threading.Event()
    while not take(name, holder, seconds=LEASE_SECONDS):
        time.sleep(WAIT_SECONDS)

    def renew() -> None:
        while not is_over.wait(RENEW_SECONDS):
            try:
                take(name, holder, seconds=LEASE_SECONDS)
            except DatabaseError:
                log.warning("the lease %s could not be renewed", name)
        connection.close()

    renewing = threading.Thread(target=renew, name=f"lease of {name}", daemon=True)
    renewing.start()
    try:
        yield
    finally:
        is_over.set()
        renewing.join()
        release(name, holder)


class Leadership:
    """The lease of one worker on all loops, renewed in a thread while the process lives."""

    def __init__(self, on_gained: Callable[[], None], name: str = LOOPS) -> None:
        self.on_gained, self.name, self.holder = on_gained, name, new_holder()
        self._until = 0.0

    def is_held(self) -> bool:
        """Tell whether this worker's loops may run now; no query."""
        return time.monotonic() < self._until

    def renew(self) -> None:
        """Take the lease, or renew it."""
        begun = time.monotonic()
        try:
            if take(self.name, self.holder, seconds=LEASE_SECONDS):
                if not self.is_held():
                    self.on_gained()
                self._until = begun + LEASE_SECONDS
        except DatabaseError:
            # What is held ends by itself; the next look takes it again.
            log.warning("the lease %s could not be renewed", self.name)

    def start(self) -> None:
        """Go on renewing in a thread of this process."""
        self.renew()
        threading.Thread(target=self._run, name="leadership", daemon=True).start()

    def stop(self) -> None:
        """Let another worker take over at once."""
        self._until = 0.0
        release(self.name, self.holder)

    def _run(self) -> None:
        while True:
            time.sleep(RENEW_SECONDS)
            close_old_connections()
            self.renew()
