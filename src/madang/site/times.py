"""Times and numbers as a Korean community writes them."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE = 60
HOUR = 60 * MINUTE


def day(moment: date) -> str:
    """Return a day: 2024.12.04."""
    return f"{moment.year}.{moment.month:02}.{moment.day:02}"


def list_time(moment: datetime, now: datetime) -> str:
    """Return a time in a list: today `6:17`, this year `12.04 18:42`, older `2024.12.04`.

    Both are in the site's time zone.
    """
    if moment.date() == now.date():
        return f"{moment.hour}:{moment.minute:02}"
    if moment.year == now.year:
        return f"{moment.month:02}.{moment.day:02} {moment.hour}:{moment.minute:02}"
    return day(moment)


def thread_time(moment: datetime, now: datetime) -> str:
    """Return a time in a thread: 방금, 3분 전, 2시간 전, 어제 18:42, then as in a list."""
    seconds = (now - moment).total_seconds()
    if seconds < MINUTE:
        return _("방금")
    if seconds < HOUR:
        minutes = int(seconds // MINUTE)
        return ngettext("%(n)d분 전", "%(n)d분 전", minutes) % {"n": minutes}
    if moment.date() == now.date():
        hours = int(seconds // HOUR)
        return ngettext("%(n)d시간 전", "%(n)d시간 전", hours) % {"n": hours}
    if moment.date() == now.date() - timedelta(days=1):
        return _("어제 %(time)s") % {"time": f"{moment.hour}:{moment.minute:02}"}
    return list_time(moment, now)


def full_time(moment: datetime) -> str:
    """Return a post's own time, 2024.12.04 18:42; a midnight to the second is a date alone."""
    if moment.time() == time.min:
        return day(moment)
    return f"{day(moment)} {moment:%H:%M}"


def age_in_years(moment: datetime, now: datetime) -> int:
    """Return the whole years between two moments."""
    before_its_day = (now.month, now.day) < (moment.month, moment.day)
    return now.year - moment.year - before_its_day


def count(number: int) -> str:
    """Return a number with its thousands parted: 12,345."""
    return f"{number:,}"
