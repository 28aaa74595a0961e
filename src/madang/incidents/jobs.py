"""What is done about incidents when its time has come."""

from madang.core.background.jobs import Job, Lane
from madang.core.background.loop import Loop

from .affected.hashed_lookup import build_next
from .affected.imports import forget_refused_rows, read_next
from .affected.self_check import drop_old_codes
from .due import remind
from .notices.audience import prepare
from .notices.following import follow
from .readiness.look import look_weekly

JOBS = [
    Job("remind of what falls due", "*/5 * * * *", remind),
    Job("follow notices", "* * * * *", follow),
    Job("look at readiness", "30 9 * * 1", look_weekly, Lane.LONG),
    Job("forget refused rows", "45 4 * * *", forget_refused_rows),
    Job("drop old check codes", "15 4 * * *", drop_old_codes),
]

LOOPS = [
    Loop("lists of the affected", read_next, idle_seconds=2.0),
    Loop("indexes of hashes", build_next, idle_seconds=5.0),
    Loop("audiences of notices", prepare, idle_seconds=1.0, busy_seconds=0.01),
]
