"""Mailings go on for as long as the worker lives."""

from functools import partial

from madang.core.background.jobs import Job, Lane
from madang.core.background.loop import Loop

from .mailings.dispatch import LANES, step
from .mailings.lost_reports import ask

JOBS = [Job("ask for lost reports", "*/10 * * * *", ask, Lane.LONG)]
LOOPS = [
    Loop(f"mailings: {name}", partial(step, channels), idle_seconds=1.0, busy_seconds=0.01)
    for name, channels in LANES.items()
]
