"""Counting what comes and goes, by the quarter of an hour."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..clock import now
from ..models import Inquiry, InquiryMessage, InquiryState, MessageKind, QuarterHour

QUARTER = timedelta(minutes=15)
# What was not counted while nothing ran is counted later, as far back as this.
FURTHEST = timedelta(days=2)
KEPT = timedelta(days=800)


def quarter_of(at: datetime) -> datetime:
    """Return the beginning of the quarter of an hour that a moment is in."""
    return at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)


def count_quarters() -> None:
    """Count the quarters that are over and were not counted; the schedule does so."""
    at = now()
    last = QuarterHour.objects.order_by("-at").values_list("at", flat=True).first()
    begin = quarter_of(at - FURTHEST) if last is None else max(last + QUARTER, at - FURTHEST)
    for quarter in _quarters(quarter_of(begin), at):
        QuarterHour.objects.get_or_create(at=quarter, defaults=_counts(quarter))
    QuarterHour.objects.filter(at__lt=at - KEPT).delete()


def _quarters(begin: datetime, at: datetime) -> Iterator[datetime]:
    while begin + QUARTER <= at:
        yield begin
        begin += QUARTER


def _counts(quarter: datetime) -> dict[str, int]:
    span = {"gte": quarter, "lt": quarter + QUARTER}
    asked = {f"at__{name}": value for name, value in span.items()}
    answered = {f"answered__{name}": value for name, value in span.items()}
    return {
        "arrived": InquiryMessage.objects.filter(kind=MessageKind.ASKED, **asked).count(),
        "answered": Inquiry.objects.filter(**answered).count(),
        "waiting": Inquiry.objects.filter(state=InquiryState.WAITING).count(),
    }
