"""What is done when its time has come, without anybody asking."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cronsim import CronSim
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from madang.accounts.blurring import blur_accounts
from madang.accounts.sessions import clear_expired_sessions
from madang.boards.drafts import drop_old_drafts
from madang.calls.digests import send_digests
from madang.discovery.rising import refresh_rising
from madang.discovery.search.index import tidy
from madang.discovery.search.popular import drop_old_counts
from madang.discovery.search.weights import count_terms
from madang.identity import epochs
from madang.images import forget_moments
from madang.leaving.departures import settle_all
from madang.leaving.takeouts import drop_old_takeouts
from madang.membership.entry import drop_old_codes, let_in
from madang.moderation.acts import wipe_deleted
from madang.moderation.reports import close_cases_of_what_is_gone
from madang.moderation.sanctions import drop_ended
from madang.writing.cards import refresh_cards
from madang.writing.pictures import drop_unused, settle_hidden

from .leaks.run import check_site, last_result

log = logging.getLogger(__name__)
# A machine that slept or whose clock was set goes on soon after.
LONGEST_WAIT = 15.0


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do at the times of a cron expression, in the site's time zone."""

    name: str
    when: str
    do: Callable[[], object]

    def after(self, moment: datetime) -> datetime:
        return next(CronSim(self.when, timezone.localtime(moment)))


def destroy_old_keys() -> list[int]:
    """Destroy the keys whose time of keeping is over; return their epochs."""
    if not settings.KEY_MONTHS:
        return []
    old = epochs.outdated(settings.KEY_MONTHS, timezone.localdate())
    for epoch in old:
        epochs.destroy(epoch)
    return old


def delete_old_records() -> None:
    """Delete the sealed access records of the days whose time of keeping is over."""
    first = timezone.localdate() - timedelta(days=settings.RECORDS_DAYS)
    for file in settings.RECORDS_FOLDER.glob("????-??-??.records"):
        if file.stem < first.isoformat():
            file.unlink(missing_ok=True)


def check_leaks() -> None:
    """Check the site once a day: a server that is started again and again does not read it all."""
    last = last_result()
    if last is None or last.day != timezone.localdate():
        check_site()


JOBS = [
    Job("destroy old keys", "10 4 * * *", destroy_old_keys),
    Job("blur accounts", "20 4 * * *", blur_accounts),
    Job("clear expired sessions", "30 4 * * *", clear_expired_sessions),
    Job("delete old records", "35 4 * * *", delete_old_records),
    Job("send digests", "2 8 * * *", send_digests),
    Job("drop ended mutes", "25 4 * * *", drop_ended),
    Job("close cases of what is gone", "27 4 * * *", close_cases_of_what_is_gone),
    Job("wipe what was deleted", "26 4 * * *", wipe_deleted),
    Job("let members in", "7 * * * *", let_in),
    Job("drop old drafts", "28 4 * * *", drop_old_drafts),
    Job("drop unused pictures", "31 4 * * *", drop_unused),
    Job("withhold hidden pictures", "32 4 * * *", settle_hidden),
    Job("forget when pictures came", "33 4 * * *", forget_moments),
    Job("read link cards anew", "41 3 * * *", refresh_cards),
    Job("drop old entry codes", "37 4 * * *", drop_old_codes),
    Job("settle departures", "5 0 * * *", settle_all),
    Job("drop old takeouts", "36 4 * * *", drop_old_takeouts),
    Job("count terms", "13 * * * *", count_terms),
    Job("find rising words", "*/2 * * * *", refresh_rising),
    Job("tidy the search index", "50 3 * * *", tidy),
    Job("drop old search counts", "38 4 * * *", drop_old_counts),
    Job("check leaks", "40 4 * * *", check_leaks),
]


def run(*, until: Callable[[], bool]) -> None:
    """Do every job once, then each at its times; one that fails is logged and tried next time."""
    due = {job.name: timezone.now() for job in JOBS}
    while not until():
        for job in JOBS:
            if due[job.name] <= timezone.now():
                _do(job)
                due[job.name] = job.after(timezone.now())
        wait = min(due.values()) - timezone.now()
        time.sleep(max(0.0, min(wait / timedelta(seconds=1), LONGEST_WAIT)))


def _do(job: Job) -> None:
    close_old_connections()
    try:
        job.do()
    except Exception:
        log.exception("%s failed", job.name)
