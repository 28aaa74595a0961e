"""Answers that are suggested before an inquiry is sent: by the guide, as far as it may be told."""

from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from madang.core.db.transactions import writing

from ..guide.entries import Entry, entries_lately
from ..guide.finding import find
from ..models import Solved

MOST = 3


def suggested(text: str) -> Sequence[Entry]:
    """Return the answers that fit what somebody asks, the best first."""
    return find(for_everybody(), text)[:MOST]


def for_everybody() -> Sequence[Entry]:
    """Return the answers that everybody may read: they say something, and their facts are told."""
    return [
        entry
        for entry in entries_lately()
        if entry.is_public
        and all(fact.now.is_released for fact in entry.facts)
        and not entry.is_stale
        and not entry.says_nothing
    ]


def note_solved(entry: int) -> None:
    """Count that an answer was enough, so that nothing was sent: by day and answer, of nobody."""
    day = timezone.localdate()
    with writing():
        row, _is_new = Solved.objects.get_or_create(day=day, entry_id=entry)
        Solved.objects.filter(pk=row.pk).update(times=F("times") + 1)
