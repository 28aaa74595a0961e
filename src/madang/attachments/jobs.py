"""What is done about attachments when its time has come."""

from madang.core.background.jobs import Job, Lane

from .pictures.uses import settle_hidden
from .previews.previews import refresh_previews

JOBS = [
    Job("withhold hidden pictures", "32 4 * * *", settle_hidden, Lane.LONG),
    Job("read link previews anew", "41 3 * * *", refresh_previews),
]
