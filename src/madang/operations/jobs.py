"""The leak check, once a day."""

from madang.core.background.jobs import Job, Lane

from .leaks.run import check_site

JOBS = [Job("check leaks", "40 4 * * *", check_site, Lane.LONG, at_first=True)]
