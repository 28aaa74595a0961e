"""What is done at the doors of boards when its time has come."""

from madang.core.background.jobs import Job

from .entry import drop_old_codes, let_in

JOBS = [
    Job("let members in", "7 * * * *", let_in),
    Job("drop old entry codes", "37 4 * * *", drop_old_codes),
]
