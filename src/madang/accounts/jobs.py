"""What is done about accounts when its time has come."""

from madang.core.background.jobs import Job

from .renewals import renew_passwords
from .sessions.store import clear_ended_sessions

JOBS = [
    Job("renew passwords", "35 3 * * *", renew_passwords),
    Job("clear ended sessions", "30 4 * * *", clear_ended_sessions),
]
