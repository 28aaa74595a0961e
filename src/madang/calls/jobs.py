"""Making calls and telling browsers all the time; the daily e-mail when its time has come."""

from madang.core.background.jobs import Job, Lane
from madang.core.background.loop import Loop

from . import dispatch, pushes
from .digests import SENT_AT, send_digests

JOBS = [Job("send digests", SENT_AT, send_digests, Lane.LONG)]
LOOPS = [
    # It has the server's own priority: with a lower one it held the database while it waited for a
    # core, and a comment waited half a second.
    Loop("calls", dispatch.step, idle_seconds=0.5, busy_seconds=0.1, urgent=True),
    Loop("pushes", pushes.step, idle_seconds=1.0, busy_seconds=0.05),
]
