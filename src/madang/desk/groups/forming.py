"""Forming groups from what waits, every minute; an agent confirms what was suggested.

Who comes to a group that was answered already gets that answer, where it was chosen so.
"""

from collections import defaultdict
from datetime import datetime

from django.db.models import Count, Q

from madang.core.db.transactions import writing

from ..clock import now
from ..inquiries.keys import keys_for, keys_of
from ..lanes import FRONT
from ..models import (
    Channel,
    Inquiry,
    InquiryGroup,
    InquiryMessage,
    InquiryState,
    MessageKind,
    Urgency,
)
from .boxes import GroupInfo, seal_info
from .kinds import kinds
from .likeness import alike

# So many are looked at at once, the newest: of a surge more than enough to learn its words from.
AT_ONCE = 3000
OPEN = (InquiryState.WAITING, InquiryState.APART)


def may_be_grouped() -> Q:
    """Return who may be answered together with others.

    Not what is at stake for one alone, what was said on the telephone or passed on, nor who was
    answered before, wrote by machine or was taken out (`is_ungrouped`).
    """
    return Q(
        state__in=OPEN,
        urgency__lt=Urgency.MISUSED,
        lane__endswith=FRONT,
        is_ungrouped=False,
    ) & ~Q(channel=Channel.TELEPHONE)


def form_groups() -> None:
    """Put what waits in no group into one, as far as it is sure; the schedule does so."""
    at = now()
    waiting = _waiting()
    if not any(inquiry.group_id is None for inquiry in waiting):
        return
    texts = _texts(waiting)
    found = alike([texts.get(inquiry.pk, "") for inquiry in waiting])
    new: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for inquiry, kind in zip(waiting, found, strict=True):
        if kind and inquiry.group_id is None:
            new[kind, inquiry.incident_id].append(inquiry.pk)
    for (kind, incident), numbers in new.items():
        with writing():
            group = _group(kind, incident, at)
            rows = Inquiry.objects.filter(pk__in=numbers, group=None)
            rows.update(group=group, is_confirmed=False)


def _waiting() -> list[Inquiry]:
    rows = Inquiry.objects.filter(may_be_grouped()).order_by("-arrived")
    return list(rows.defer("box")[:AT_ONCE])


def _texts(inquiries: list[Inquiry]) -> dict[int, str]:
    """Return what each asks, all its messages together. A query for each 500."""
    found: dict[int, str] = {}
    by_number = {inquiry.pk: keys_of(inquiry) for inquiry in inquiries}
    numbers = list(by_number)
    for first in range(0, len(numbers), 500):
        some = numbers[first : first + 500]
        rows = InquiryMessage.objects.filter(inquiry__in=some, kind=MessageKind.ASKED)
        for number, box in rows.order_by("pk").values_list("inquiry", "box"):
            text = by_number[number].words(number, box).text
            found[number] = f"{found[number]}\n{text}" if number in found else text
    return found


def _group(kind: str, incident: int | None, at: datetime) -> InquiryGroup:
    year = keys_for(at).year
    group = InquiryGroup.objects.filter(kind=kind, incident=incident, year=year).first()
    if group is not None:
        return group
    title = next(one.title for one in kinds() if one.key == kind)
    box = seal_info(year, GroupInfo(title))
    return InquiryGroup.objects.create(
        year=year, incident_id=incident, kind=kind, opened=at, box=box
    )


def sizes() -> list[tuple[InquiryGroup, int, int]]:
    """Return groups with how many wait in each, and how many of them were confirmed. One query."""
    waits = Q(inquiry__state__in=OPEN)
    rows = InquiryGroup.objects.annotate(
        waiting=Count("inquiry", filter=waits),
        confirmed=Count("inquiry", filter=waits & Q(inquiry__is_confirmed=True)),
    )
    found = rows.filter(Q(waiting__gt=0) | Q(answered__isnull=False)).order_by("-waiting", "pk")
    return [(row, row.waiting, row.confirmed) for row in found]
