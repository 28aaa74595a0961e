"""What is done for those who leave when its time has come."""

from madang.core.background.jobs import Job, Lane

from .departure.departures import settle_all
from .export.exports import drop_old_exports

JOBS = [
    Job("settle departures", "5 0 * * *", settle_all, Lane.LONG),
    Job("drop old exports", "36 4 * * *", drop_old_exports),
]
