"""The leak check, hiding in which order rows were written, and backups."""

from madang.core.background.jobs import Job, Lane

from .backups.nightly import back_up_at_night, back_up_in_between
from .health.alerts import tell_operator
from .health.days import count_yesterday
from .layout import forget_deleted, hide_order, hide_order_of_few
from .leaks.run import check_site

JOBS = [
    Job("hide the order of few", "*/5 * * * *", hide_order_of_few),
    Job("forget what was deleted", "*/10 * * * *", forget_deleted, Lane.LONG),
    Job("hide the order of rows", "20 4 * * *", hide_order, Lane.LONG),
    Job("back up", "0 5 * * *", back_up_at_night, Lane.LONG),
    Job("back up in between", "*/5 * * * *", back_up_in_between, Lane.LONG),
    Job("count the day", "10 0 * * *", count_yesterday, Lane.LONG),
    Job("tell the operator", "25 * * * *", tell_operator),
    Job("check leaks", "40 4 * * *", check_site, Lane.LONG, at_first=True),
]
