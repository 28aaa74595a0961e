"""What is done about accounts when its time has come."""

from madang.core.background.jobs import Job

from .blurring import blur_accounts
from .sessions.store import clear_ended_sessions

JOBS = [
    Job("blur accounts", "20 4 * * *", blur_accounts),
    Job("clear ended sessions", "30 4 * * *", clear_ended_sessions),
]
