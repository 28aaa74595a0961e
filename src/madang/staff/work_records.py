"""Work records: who decided and who looked, kept sealed, never beside what the community writes.

Who, whose and why stand in a box; that something was done, and when, does not name anybody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from madang.identity.boxed_rows import Boxed

from .members import StaffMember
from .models import WorkRecord

# 개인정보의 안전성 확보조치 기준 §8: a year at least, two where it is of 50,000 people or more.
KEPT = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class Detail:
    """What a record's box holds: who did it, in their own words why, and whose it was."""

    by: int
    name: str
    reason: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A work record that was opened."""

    at: datetime
    action: str
    about: str
    detail: Detail


DETAIL = Boxed(Detail, "work record", padded_to=256)


def note(action: str, about: str, by: StaffMember, *, reason: str = "", whose: str = "") -> None:
    """Write down what somebody does; belongs in the transaction of it, before anything is shown."""
    detail = Detail(by.account, by.name, reason, whose)
    box = DETAIL.encrypt(detail)
    WorkRecord.objects.create(at=timezone.now(), action=action, about=about, box=box)


def records(*, below: int, limit: int) -> tuple[Sequence[Record], int]:
    """Return records, newest first, and below which number it goes on (0: not). One query."""
    rows = list(WorkRecord.objects.filter(pk__lt=below).order_by("-pk")[: limit + 1])
    return list(read(rows[:limit])), rows[limit - 1].pk if len(rows) > limit else 0


def read(rows: Iterable[WorkRecord]) -> Iterator[Record]:
    """Yield what stands in rows, without those whose box is damaged."""
    for row in rows:
        if held := DETAIL.decrypt(row.box):
            yield Record(row.at, row.action, row.about, held)


def drop_old_records() -> None:
    """Delete the records whose time of keeping is over."""
    WorkRecord.objects.filter(at__lt=timezone.now() - KEPT).delete()
