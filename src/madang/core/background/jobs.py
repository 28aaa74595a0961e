"""Jobs: what is done when its time has come, once on all machines, in one of two lanes.

Each app lists its own in `jobs.py` (`JOBS`, and `LOOPS` for what goes on all the time). When a job
was done last stands in the database, so a server that is started again and again does none of them
again, and one that slept does what it missed.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from cronsim import CronSim
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from ..apps import listed_in
from ..memory import give_back
from ..models import Lease
from .leases import new_holder, release, take
from .loop import Loop
from .steps import StepThread, close_connections

log = logging.getLogger(__name__)
# A machine that slept or whose clock was set goes on soon after.
LONGEST_WAIT = 15.0
# So long after its start a worker does nothing heavy, and so long a job may take to its end.
QUIET_SECONDS, JOB_SECONDS = 300.0, 6 * 3600.0
# So long after the database broke a job off it is begun again.
BROKEN_OFF_SECONDS = 300.0


class Lane(Enum):
    """A long job never delays a short one."""

    SHORT = auto()
    LONG = auto()


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do at the times of a cron expression, in the site's time zone.

    `at_first`: on a new site it is done at once, not only when its time comes.
    """

    name: str
    when: str
    do: Callable[[], object]
    lane: Lane = Lane.SHORT
    at_first: bool = False

    def after(self, moment: datetime) -> datetime:
        """Return the next time of the job after a moment."""
        return next(CronSim(self.when, timezone.localtime(moment)))

    @property
    def lease(self) -> str:
        return f"job: {self.name}"


@dataclass(slots=True)
class LaneRunner:
    """Does the jobs of one lane, each when it is due, one after the other."""

    name: str
    jobs: list[Job]
    holder: str = field(default_factory=new_holder)
    begun: datetime = field(default_factory=timezone.now)
    due: dict[str, datetime] = field(default_factory=dict)
    is_stopped: bool = False

    def start(self) -> StepThread:
        """Go on in a thread of this process."""
        return StepThread.begun(self.name, self.step)

    def step(self) -> float:
        """Do what is due; return the seconds until the next look."""
        for job in self.jobs:
            if not self.is_stopped and self.due.get(job.name, self.begun) <= timezone.now():
                self.due[job.name] = self.look_at(job)
        wait = min(self.due.values(), default=timezone.now()) - timezone.now()
        return max(0.1, min(wait / timedelta(seconds=1), LONGEST_WAIT))

    def look_at(self, job: Job) -> datetime:
        """Do a job if it is due and nobody does it; return when to look at it again."""
        now = timezone.now()
        soon = now + timedelta(seconds=LONGEST_WAIT)
        try:
            at = self._due(job)
            quiet_until = self.begun + timedelta(seconds=QUIET_SECONDS)
            if job.lane is Lane.LONG and at <= now < quiet_until:
                return quiet_until
            if at > now:
                return at
            if not take(job.lease, self.holder, seconds=JOB_SECONDS):
                return soon
            if not self._do(job):
                return now + timedelta(seconds=BROKEN_OFF_SECONDS)
        except Exception:
            log.exception("%s could not be looked at", job.name)
            close_connections()
            return soon
        return job.after(timezone.now())

    def _due(self, job: Job) -> datetime:
        row = Lease.objects.filter(pk=job.lease).first()
        if row is not None and row.done is not None:
            return job.after(row.done)
        return self.begun if job.at_first else job.after(self.begun)

    def _do(self, job: Job) -> bool:
        """Do a job; tell whether it is done with until its next time, also where it failed."""
        begun = timezone.now()
        try:
            job.do()
        except (OperationalError, InterfaceError):
            log.exception("%s was broken off by the database", job.name)
            close_connections()
            release(job.lease, self.holder)
            return False
        except Exception:
            # It is tried again at its next time.
            log.exception("%s failed", job.name)
        give_back()
        Lease.objects.filter(pk=job.lease).update(done=begun)
        release(job.lease, self.holder)
        return True


def all_jobs() -> list[Job]:
    """Return the jobs of all apps that are on."""
    return listed_in("jobs", "JOBS")


def all_loops() -> list[Loop]:
    """Return the loops of all apps that are on."""
    return listed_in("jobs", "LOOPS")


def lanes(jobs: Iterable[Job]) -> dict[Lane, list[Job]]:
    """Return jobs by their lanes."""
    found: dict[Lane, list[Job]] = {lane: [] for lane in Lane}
    for job in jobs:
        found[job.lane].append(job)
    return found
