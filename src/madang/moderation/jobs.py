"""What is done about decisions when its time has come."""

from madang.core.background.jobs import Job

from .decisions import wipe_deleted
from .reports import announce_waiting, close_cases_of_what_is_gone
from .sanctions import drop_ended

JOBS = [
    Job("say how many reports wait", "0 * * * *", announce_waiting),
    Job("drop ended mutes", "25 4 * * *", drop_ended),
    Job("wipe what was deleted", "26 4 * * *", wipe_deleted),
    Job("close cases of what is gone", "27 4 * * *", close_cases_of_what_is_gone),
]
