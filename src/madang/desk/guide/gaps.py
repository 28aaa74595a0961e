"""What was asked and is not in the guide: the lead's list of what to write next."""

import re
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from madang.core.db.transactions import writing
from madang.identity.boxed_rows import Boxed
from madang.search.query import read_query
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May

from ..models import GuideGap

KEPT, MAX_SHOWN = timedelta(days=30), 50
MAX_WORDS = 200
# Numbers of people and accounts are nobody's business here.
_PERSONAL = re.compile(r"\S+@\S+|\d[\d\s-]{3,}\d")


@dataclass(frozen=True, slots=True)
class Asked:
    """The words that somebody looked for."""

    words: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that is missing: how somebody asked it, and how many times it was asked."""

    words: str
    times: int


ASKED = Boxed(Asked, "guide gap", padded_to=640)


def note_gap(words: str, *, by: StaffMember) -> None:
    """Keep that something was looked for and not found; whoever looked is not kept."""
    must(by, May.READ_FACTS)
    said = _PERSONAL.sub("…", words)[:MAX_WORDS].strip()
    if said:
        with writing():
            GuideGap.objects.create(
                pk=secrets.randbits(62), day=timezone.localdate(), box=ASKED.encrypt(Asked(said))
            )


def gaps() -> Sequence[Gap]:
    """Return what is missing, what is asked most first. One query."""
    since = timezone.localdate() - KEPT
    alike: dict[frozenset[str], list[str]] = defaultdict(list)
    for row in GuideGap.objects.filter(day__gte=since).order_by("day", "pk"):
        if (held := ASKED.decrypt(row.box)) is not None:
            alike[_terms(held.words)].append(held.words)
    found = [Gap(words[-1], len(words)) for words in alike.values()]
    return sorted(found, key=lambda gap: -gap.times)[:MAX_SHOWN]


def drop_old_gaps() -> None:
    """Delete what was asked longer ago, all of a day together."""
    GuideGap.objects.filter(day__lt=timezone.localdate() - KEPT).delete()


def _terms(words: str) -> frozenset[str]:
    """Return what makes two askings one: their words without particles, in any order."""
    return frozenset(unit.stem for unit in read_query(words).units) or frozenset([words])
