"""Conditions of a site, each with a word on what to do: for `madang check` and the console."""

import shutil
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.mail import get_connection
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from madang.core.background.jobs import all_jobs
from madang.core.logs import last_errors
from madang.core.models import Lease
from madang.identity.key_stores import FileStore, KeyFileError
from madang.identity.keys import ring

from ..backups.nightly import is_late, newest
from ..leaks.run import last_result
from ..upgrades.migrations import pending_migrations

GIGABYTE = 1024**3
# Of the disk so much should be free: SQLite's migrations and a backup put a copy beside.
DISK_LOW, DISK_FULL = 2 * GIGABYTE, GIGABYTE // 2
MAX_CLOCK_SECONDS = 5
MAIL_SECONDS = 5
# A job may wait for a long one of its lane.
JOB_LATE = timedelta(hours=8)
LEAK_CHECK_DAYS = 2
ERROR_HOURS = 24


class Level(IntEnum):
    """How well something is."""

    FINE = 0
    LOOK = 1
    BAD = 2


@dataclass(frozen=True, slots=True)
class Condition:
    """Something of the site: its key, what it is called, how it is, and what is said of it."""

    key: str
    name: str
    level: Level
    said: str = ""


def conditions() -> list[Condition]:
    """Look at everything; what cannot be looked at is bad."""
    return [_looked_at(name, look) for name, look in _looks()]


def worst(found: list[Condition]) -> Level:
    return max((each.level for each in found), default=Level.FINE)


def _looks() -> Iterator[tuple[str, Callable[[], tuple[Level, str]]]]:
    yield _("설정"), deploy_settings
    yield _("데이터베이스"), database
    yield _("열쇠"), keys
    yield _("디스크"), disk
    yield _("시계"), clock
    yield _("메일"), mail
    yield _("백업"), backup
    yield _("유출 점검"), leaks
    yield _("예약된 작업"), background
    yield _("오류"), errors


def _looked_at(name: str, look: Callable[[], tuple[Level, str]]) -> Condition:
    try:
        return Condition(look.__name__, name, *look())
    except Exception as error:
        # Whatever is wrong with one of them, the others are told.
        said = _("살펴볼 수 없어요: %s") % type(error).__name__
        return Condition(look.__name__, name, Level.BAD, said)


def deploy_settings() -> tuple[Level, str]:
    """Look at what Django and the site ask of settings where strangers read."""
    if not settings.SITE_URL:
        return Level.LOOK, _("MADANG_URL이 없어요. 밖에 여는 사이트라면 https 주소를 정하세요.")
    if not settings.SITE_URL.startswith("https://"):
        return Level.BAD, _("MADANG_URL이 https가 아니에요. 주고받는 글을 누구나 볼 수 있어요.")
    found = checks.run_checks(include_deployment_checks=True)
    said = [each.id or "" for each in found if each.level >= checks.WARNING]
    said = [each for each in said if each not in settings.SILENCED_SYSTEM_CHECKS]
    return (Level.LOOK, ", ".join(said)) if said else (Level.FINE, settings.SITE_URL)


def database() -> tuple[Level, str]:
    """Look whether the database answers and has the tables of this version."""
    try:
        waiting = pending_migrations()
    except DatabaseError:
        return Level.BAD, _("데이터베이스에 연결할 수 없어요.")
    if waiting:
        return Level.BAD, _("이 버전의 표가 아직 없어요: %s") % ", ".join(waiting[:3])
    return Level.FINE, connection.vendor


def keys() -> tuple[Level, str]:
    """Look whether the keys are there, and not where backups of the data would take them along."""
    try:
        known = ring()
    except KeyFileError as error:
        return Level.BAD, _(error.message) % error.values
    said = _("%(count)d달의 열쇠, 가장 오래된 것 %(oldest)s") % {
        "count": len(known.epochs),
        "oldest": min(known.epochs, default="-"),
    }
    store = settings.KEY_STORE
    is_inside = isinstance(store, FileStore) and Path(store.path).resolve().is_relative_to(
        Path(settings.DATA_FOLDER).resolve()
    )
    if is_inside and settings.SITE_URL:
        return Level.LOOK, _("열쇠가 데이터 폴더 안에 있어요. MADANG_KEYS로 밖에 두세요.")
    return Level.FINE, said


def disk() -> tuple[Level, str]:
    """Look how much of the disk is free."""
    free = shutil.disk_usage(settings.DATA_FOLDER).free
    said = _("%.1f GB 남았어요") % (free / GIGABYTE)
    if free < DISK_FULL:
        return Level.BAD, said
    return (Level.LOOK if free < DISK_LOW else Level.FINE), said


def clock() -> tuple[Level, str]:
    """Look whether the database and this machine have one time."""
    with connection.cursor() as cursor:
        is_postgres = connection.vendor == "postgresql"
        cursor.execute(
            "SELECT extract(epoch FROM clock_timestamp())"
            if is_postgres
            else "SELECT unixepoch('now')"
        )
        apart = abs(float(cursor.fetchone()[0]) - timezone.now().timestamp())
    if apart > MAX_CLOCK_SECONDS:
        return Level.BAD, _("데이터베이스의 시계와 %d초 달라요.") % apart
    return Level.FINE, timezone.localtime().strftime("%Y-%m-%d %H:%M %Z")


def mail() -> tuple[Level, str]:
    """Look whether the mail server lets this site in."""
    if not settings.EMAIL_HOST:
        return Level.FINE, _("쓰지 않아요")
    server = get_connection(timeout=MAIL_SECONDS)
    try:
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException) as error:
        return Level.BAD, _("메일 서버에 닿지 않아요: %s") % type(error).__name__
    return Level.FINE, settings.EMAIL_HOST


def backup() -> tuple[Level, str]:
    """Look how old the newest backup is."""
    if not settings.BACKUPS:
        return Level.LOOK, _("백업을 하지 않는 사이트예요: MADANG_BACKUPS를 정해 주세요.")
    last = newest()
    if last is None:
        return Level.BAD, _("아직 백업이 없어요.")
    said = _("마지막 백업: %(name)s (%(ago)s 전)")
    said %= {"name": last.name, "ago": timesince(last.made, timezone.now())}
    return (Level.BAD if is_late(last) else Level.FINE), said


def leaks() -> tuple[Level, str]:
    """Look what the last leak check found, and when it was."""
    last = last_result()
    if last is None:
        return Level.LOOK, _("아직 살펴보지 않았어요: madang check leaks")
    said = _("%(day)s: %(checks)d가지를 살펴 %(findings)d가지를 찾았어요")
    said %= {"day": last.day, "checks": last.checks, "findings": last.findings}
    if last.findings:
        return Level.BAD, said
    is_old = timezone.localdate() - last.day > timedelta(days=LEAK_CHECK_DAYS)
    return (Level.LOOK if is_old else Level.FINE), said


def background() -> tuple[Level, str]:
    """Look whether the background process lives, and does what is due."""
    leases = {lease.name: lease for lease in Lease.objects.all()}
    now = timezone.now()
    leading = leases.get("loops")
    if leading is None or leading.until < now:
        return Level.BAD, _("예약된 작업을 하는 프로세스가 없어요: madang serve나 madang work")
    done = [(job, leases[job.lease].done) for job in all_jobs() if job.lease in leases]
    late = [job.name for job, last in done if last and job.after(last) + JOB_LATE < now]
    if late:
        return Level.BAD, _("늦은 작업: %s") % ", ".join(late)
    return Level.FINE, _("작업 %d가지") % len(done)


def errors() -> tuple[Level, str]:
    """Look whether pages or jobs broke lately."""
    since = datetime.now(UTC) - timedelta(hours=ERROR_HOURS)
    lately = [each for each in last_errors() if each["hour"] >= since.strftime("%Y-%m-%dT%H")]
    if not lately:
        return Level.FINE, _("하루 동안 없었어요")
    numbers = [each["number"] for each in lately if each["number"]]
    said = _("하루 동안 %d건") % len(lately)
    return Level.LOOK, f"{said}: {', '.join(numbers[:5])}" if numbers else said
