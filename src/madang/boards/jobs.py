"""What is done about drafts and merged boards when its time has come."""

from madang.core.background.jobs import Job

from .administration.merging import move_leftovers
from .threads.drafts import drop_old_drafts

JOBS = [
    Job("drop old drafts", "28 4 * * *", drop_old_drafts),
    Job("move what is left on merged boards", "*/10 * * * *", move_leftovers),
]
