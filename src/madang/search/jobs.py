"""The index, kept up all the time; what is counted and tidied when its time has come."""

from madang.core.background.jobs import Job, Lane
from madang.core.background.loop import Loop

from . import index
from .term_statistics import count_terms

JOBS = [
    Job("count terms", "13 * * * *", count_terms, Lane.LONG, at_first=True),
    Job("tidy the search index", "50 3 * * *", index.tidy, Lane.LONG),
    Job("forget what was removed", "*/5 * * * *", index.forget_removed, Lane.LONG),
]
LOOPS = [Loop("search index", index.step, idle_seconds=1.0, busy_seconds=0.02)]
