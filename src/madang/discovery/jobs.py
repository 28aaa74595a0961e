"""Lists by rank, kept up all the time; rising words when their time has come."""

from madang.core.background.jobs import Job, Lane
from madang.core.background.loop import Loop

from .live.rising import refresh_rising
from .rankings import ranking
from .search.popular import drop_old_counts, drop_untitled_counts

JOBS = [
    Job("find rising words", "*/2 * * * *", refresh_rising, at_first=True),
    Job("drop untitled search counts", "24 * * * *", drop_untitled_counts, Lane.LONG),
    Job("drop old search counts", "38 4 * * *", drop_old_counts),
]
LOOPS = [Loop("rankings", ranking.step, idle_seconds=ranking.LOOK_SECONDS)]
