"""Mailings go on for as long as the worker lives."""

from madang.core.background.jobs import Job, Lane
from madang.core.background.loop import Loop

from .mailings.dispatch import step
from .mailings.lost_reports import ask

JOBS = [Job("ask for lost reports", "*/10 * * * *", ask, Lane.LONG)]
LOOPS = [Loop("mailings", step, idle_seconds=1.0, busy_seconds=0.01)]
