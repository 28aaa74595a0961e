"""Web hooks are told all the time; what was told goes after a week."""

from madang.core.background.jobs import Job, Lane
from madang.core.background.loop import Loop

from .web_hooks.sending import drop_old, step

JOBS = [Job("drop old web hook messages", "20 4 * * *", drop_old, Lane.LONG)]
LOOPS = [Loop("web hooks", step, idle_seconds=2.0, busy_seconds=0.05)]
