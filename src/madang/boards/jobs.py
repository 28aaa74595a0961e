"""What is done about drafts when its time has come."""

from madang.core.background.jobs import Job

from .threads.drafts import drop_old_drafts

JOBS = [Job("drop old drafts", "28 4 * * *", drop_old_drafts)]
