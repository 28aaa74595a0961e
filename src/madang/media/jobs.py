"""What is done about pictures when its time has come."""

from madang.core.background.jobs import Job, Lane

from .pictures import drop_unused
from .storage import forget_moments

JOBS = [
    Job("drop unused pictures", "31 4 * * *", drop_unused, Lane.LONG),
    Job("forget when pictures came", "33 4 * * *", forget_moments, Lane.LONG),
]
