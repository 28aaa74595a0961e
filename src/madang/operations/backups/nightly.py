"""The backups that a site makes by itself, every night or more often, and how old the newest is."""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from madang.core.scratch import Busy
from madang.identity.backup_key import BackupKey

from .making import back_up
from .places import Backup, all_backups, backup_store

log = logging.getLogger(__name__)
# A night, and the hours that a large one takes.
LATE = timedelta(hours=30)


def back_up_at_night() -> None:
    """Make a backup where the settings say that some are kept; what fails is in the log."""
    if not settings.BACKUPS:
        return
    try:
        made = back_up()
    except Busy:
        return
    except Exception:
        log.exception("no backup was made")
        return
    log.info("backup %s made in %.1f s", made.backup.name, made.seconds)


def back_up_in_between() -> None:
    """Make one more backup once the newest is as old as the settings say, where they do."""
    minutes = settings.BACKUP_MINUTES
    if not settings.BACKUPS or not minutes:
        return
    last = newest()
    if last is None or timezone.now() - last.made >= timedelta(minutes=minutes):
        back_up_at_night()


def newest() -> Backup | None:
    """Return the newest backup that this site's keys open."""
    return next(all_backups(backup_store(), BackupKey()), None)


def is_late(backup: Backup | None) -> bool:
    return backup is None or timezone.now() - backup.made > LATE
