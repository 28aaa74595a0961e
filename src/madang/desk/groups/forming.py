"""Forming groups from what waits, every minute; an agent confirms what was suggested.

Whoever lies close to a group that is there joins it; of the others many that lie close together
become a new one. Who comes to a group that was answered already gets that answer, where it was
chosen so.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
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
from .boxes import GroupInfo, info_in, seal_info
from .likeness import CLOSE, grouped
from .space import space
from .titles import title_of

if TYPE_CHECKING:
    from .space import Matrix

# So many are looked at at once, the newest, and of so many groups whether they are meant.
AT_ONCE, GROUPS_AT_ONCE = 3000, 300
OPEN = (InquiryState.WAITING, InquiryState.APART)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What waits in no group yet: numbers, texts, and where these lie."""

    numbers: list[int]
    texts: list[str]
    places: "Matrix"

    def some(self, which: Sequence[int]) -> "_Asking":
        return _Asking(
            [self.numbers[at] for at in which],
            [self.texts[at] for at in which],
            self.places[list(which)],
        )


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
    alone = Inquiry.objects.filter(may_be_grouped(), group=None).defer("box")
    waiting = list(alone.order_by("-arrived")[:AT_ONCE])
    texts = _texts(waiting)
    by_incident: dict[int | None, list[int]] = defaultdict(list)
    for inquiry in waiting:
        if texts.get(inquiry.pk):
            by_incident[inquiry.incident_id].append(inquiry.pk)
    for incident, numbers in by_incident.items():
        said = [texts[number] for number in numbers]
        asking = _Asking(numbers, said, space().place(said))
        _found_new(_let_join(asking, incident, at), incident, at)


def _let_join(asking: _Asking, incident: int | None, at: datetime) -> _Asking:
    """Put who lies close to a group of this year into it; return who does not."""
    import numpy

    groups = InquiryGroup.objects.filter(incident=incident, year=keys_for(at).year)
    groups = groups.order_by("-opened")[:GROUPS_AT_ONCE]
    infos = [(group, info_in(group.year, group.box)) for group in groups]
    held = [(group, info) for group, info in infos if len(info.centre) == _bytes_of(asking)]
    if not held:
        return asking
    centres = numpy.stack([_centre(info) for _group, info in held])
    close = asking.places @ centres.T
    best = close.argmax(axis=1)
    joins = close.max(axis=1) >= CLOSE
    for row, (group, _info) in enumerate(held):
        if which := [int(one) for one in numpy.flatnonzero(joins & (best == row))]:
            _add(group, asking.some(which))
    return asking.some([int(one) for one in numpy.flatnonzero(~joins)])


def _found_new(asking: _Asking, incident: int | None, at: datetime) -> None:
    """Make a group of each many who lie close together."""
    of_group: dict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(grouped(asking.places)):
        if number:
            of_group[number].append(place)
    year = keys_for(at).year
    for which in of_group.values():
        some = asking.some(which)
        info = GroupInfo(title_of(some.texts, some.places.mean(axis=0)))
        with writing():
            group = InquiryGroup.objects.create(
                year=year, incident_id=incident, opened=at, box=seal_info(year, info)
            )
            _add(group, some)


def _add(group: InquiryGroup, some: _Asking) -> None:
    """Let inquiries belong to a group, and its centre move with them."""
    import numpy

    with writing():
        held = InquiryGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
        info = info_in(held.year, held.box)
        mine = some.places.sum(axis=0)
        if info.count:
            mine = mine + _centre(info) * info.count
        count = info.count + len(some.numbers)
        centre = (mine / count).astype(numpy.float32).tobytes()
        info = msgspec.structs.replace(info, centre=centre, count=count)
        InquiryGroup.objects.filter(pk=held.pk).update(box=seal_info(held.year, info))
        rows = Inquiry.objects.filter(pk__in=some.numbers, group=None)
        rows.update(group=held, is_confirmed=False)


def find_centre(number: int) -> None:
    """Find anew where those lie who are in a group, after somebody moved some; nowhere: none is."""
    rows = list(Inquiry.objects.filter(group=number).defer("box").order_by("-arrived")[:AT_ONCE])
    texts = [text for text in _texts(rows).values() if text]
    centre = space().place(texts).mean(axis=0).tobytes() if texts else b""
    with writing():
        held = InquiryGroup.objects.select_for_update(of=("self",)).filter(pk=number).first()
        if held is None:
            # Its year is over.
            return
        info = info_in(held.year, held.box)
        info = msgspec.structs.replace(info, centre=centre, count=len(texts))
        InquiryGroup.objects.filter(pk=number).update(box=seal_info(held.year, info))


def _centre(info: GroupInfo) -> "Matrix":
    import numpy

    return numpy.frombuffer(info.centre, numpy.float32)


def _bytes_of(asking: _Asking) -> int:
    """Return how many bytes a centre has: one of another space is none."""
    return asking.places.shape[1] * 4


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


def sizes() -> list[tuple[InquiryGroup, int, int]]:
    """Return groups with how many wait in each, and how many of them were confirmed. One query."""
    waits = Q(inquiry__state__in=OPEN)
    rows = InquiryGroup.objects.annotate(
        waiting=Count("inquiry", filter=waits),
        confirmed=Count("inquiry", filter=waits & Q(inquiry__is_confirmed=True)),
    )
    found = rows.filter(Q(waiting__gt=0) | Q(answered__isnull=False)).order_by("-waiting", "pk")
    return [(row, row.waiting, row.confirmed) for row in found]
