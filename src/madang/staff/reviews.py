"""The monthly review of who looked at whom: what stands out, some by chance, and that it was done.

안전성 확보조치 기준 §8: records of access are gone through once a month at least, and the reasons
of downloads are looked at. How many looks somebody took at all is shown to nobody.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.email.addresses import addresses_of
from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.delivery.email.sender import can_send, send_soon

from .access import must
from .members import StaffMember, all_staff
from .models import WorkRecord
from .roles import May
from .work_records import KEPT, Record, note, read

LOOKS = ("look up person", "look at inquiry", "look at group")
DOWNLOADS = ("export report", "download refused rows", "keep evidence")
REVIEWED = "review records"
# Of a month with more than these the newest are gone through; a surge has tens of thousands.
MOST, SHOWN, BY_CHANCE = 60_000, 100, 20
# So many months back it is asked for.
ASKED_FOR = 3
# So often somebody looks at the same person before it stands out; and what is night.
OFTEN, NIGHT_BEGINS, NIGHT_ENDS = 4, time(22), time(6)


class NotOver(Exception):
    """A month goes on: its records are not complete."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of records, by its first day."""

    first: date

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def about(self) -> str:
        """What the record of its review is about."""
        return f"records:{self.key}"

    @property
    def before(self) -> "Month":
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first of the next."""
        after = (self.first + timedelta(days=32)).replace(day=1)
        zone = timezone.get_current_timezone()
        return datetime.combine(self.first, time(), zone), datetime.combine(after, time(), zone)

    @property
    def is_over(self) -> bool:
        return self.span[1] <= timezone.now()

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of a day."""
        return cls(day.replace(day=1))

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """Return the month that an address names; None: none that records are kept of."""
        try:
            found = cls(date.fromisoformat(f"{text}-01"))
        except ValueError:
            return None
        return found if found in months() else None


@dataclass(frozen=True, slots=True)
class Remarkable:
    """A record that stands out, and why."""

    record: Record
    why: str


@dataclass(frozen=True, slots=True)
class Review:
    """What is gone through of a month: how much there was, what stands out, some by chance.

    Lists end after SHOWN; how many there are in all is beside them.
    """

    looks: int
    downloads: int
    gone_through: int
    standing_out: int
    downloaded: Sequence[Record]
    remarkable: Sequence[Remarkable]
    by_chance: Sequence[Record]


def months() -> list[Month]:
    """Return the months of which records are kept, the current one first."""
    found, last = [], timezone.localdate() - KEPT
    month = Month.of(timezone.localdate())
    while month.first >= last:
        found.append(month)
        month = month.before
    return found


def reviews() -> dict[str, Record]:
    """Return who went through a month's records last, by its key. One query."""
    rows = WorkRecord.objects.filter(action=REVIEWED).order_by("pk")
    return {record.about.removeprefix("records:"): record for record in read(rows)}


def review(month: Month) -> Review:
    """Return what is to be gone through of a month; the same each time it is looked at."""
    since, until = month.span
    rows = WorkRecord.objects.filter(at__gte=since, at__lt=until)
    looks = rows.filter(action__in=LOOKS)
    downloads = rows.filter(action__in=DOWNLOADS)
    seen = list(read(looks.order_by("-pk")[:MOST]))
    chosen = random.Random(month.key).sample(seen, min(BY_CHANCE, len(seen)))  # noqa: S311
    remarkable = list(_standing_out(seen))
    return Review(
        looks=looks.count(),
        downloads=downloads.count(),
        gone_through=len(seen),
        standing_out=len(remarkable),
        downloaded=list(read(downloads.order_by("-pk")[:SHOWN])),
        remarkable=remarkable[:SHOWN],
        by_chance=chosen,
    )


def close(month: Month, said: str, *, by: StaffMember) -> None:
    """Write down that a month's records were gone through.

    Raises PermissionDenied, and NotOver while looks may still be added to them.
    """
    must(by, May.SEE_RECORDS)
    if not month.is_over:
        raise NotOver(month.key)
    with writing():
        note(REVIEWED, month.about, by, reason=said)


def due(today: date) -> Month | None:
    """Return the latest month whose records were not gone through; None: there is none."""
    month = Month.of(today)
    for _n in range(ASKED_FOR):
        month = month.before
        if _is_open(month):
            return month
    return None


def is_due(today: date) -> bool:
    """Tell whether records of one of the last months were not gone through, and there are any."""
    return due(today) is not None


def _is_open(month: Month) -> bool:
    since, until = month.span
    if WorkRecord.objects.filter(action=REVIEWED, about=month.about).exists():
        return False
    of_it = WorkRecord.objects.filter(action__in=(*LOOKS, *DOWNLOADS))
    return of_it.filter(at__gte=since, at__lt=until).exists()


def remind() -> None:
    """Write to the officers while a month's records wait to be gone through."""
    if not can_send() or not is_due(timezone.localdate()):
        return
    text = f"{settings.SITE_ADDRESS}/work/records/review"
    ids = [one.account for one in all_staff() if one.may(May.SEE_RECORDS)]
    for address in addresses_of(Account.objects.filter(pk__in=ids)):
        send_soon(address, _("열람 기록을 살펴볼 때예요"), text)


def _standing_out(seen: Sequence[Record]) -> Iterator[Remarkable]:
    """Yield the looks that somebody should ask about, each once."""
    often = Counter((one.detail.by, one.detail.whose) for one in seen if one.detail.whose)
    told: set[tuple[int, str]] = set()
    for one in seen:
        pair, at = (one.detail.by, one.detail.whose), timezone.localtime(one.at).time()
        if one.action == "look up person" and not one.detail.reason:
            yield Remarkable(one, _("이유가 없음"))
        elif often[pair] >= OFTEN and pair not in told:
            told.add(pair)
            yield Remarkable(one, _("같은 사람을 %d번 봄") % often[pair])
        elif one.action == "look up person" and (at >= NIGHT_BEGINS or at < NIGHT_ENDS):
            yield Remarkable(one, _("밤에 봄"))
