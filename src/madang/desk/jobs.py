"""What the desk does by itself."""

from madang.core.background.jobs import Job

from .guide.gaps import drop_old_gaps

JOBS = [Job("forget what was not found", "40 4 * * *", drop_old_gaps)]
