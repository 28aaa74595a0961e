"""What is done about incidents when its time has come."""

from madang.core.background.jobs import Job

from .affected.self_check import drop_old_codes
from .due import remind

JOBS = [
    Job("remind of what falls due", "*/5 * * * *", remind),
    Job("drop old check codes", "15 4 * * *", drop_old_codes),
]
