"""Forgetting the old addresses of what has gone."""

from madang.core.background.jobs import Job

from .addresses import forget_gone

JOBS = [Job("forget old addresses of what has gone", "50 3 * * *", forget_gone)]
