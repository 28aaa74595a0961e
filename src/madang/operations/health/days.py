"""Counting what a day had: posts, comments and views, from what every reader could count."""

from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db.models import Sum
from django.utils import timezone

from ..models import Counted, DayCount

DAYS = 30


def count_yesterday() -> None:
    """Note how much yesterday had, once; reads all posts and comments."""
    if not apps.is_installed("madang.boards"):
        return
    day = timezone.localdate() - timedelta(days=1)
    for kind, count in _counts(day).items():
        DayCount.objects.get_or_create(day=day, kind=kind, defaults={"count": count})


def counts(kind: Counted) -> list[tuple[date, int]]:
    """Return the counts of the last days, oldest first; of views how many more each day had."""
    since = timezone.localdate() - timedelta(days=DAYS + 1)
    rows = DayCount.objects.filter(kind=kind, day__gte=since).order_by("day")
    found = list(rows.values_list("day", "count"))
    if kind is not Counted.VIEWS:
        return found[-DAYS:]
    pairs = zip(found, found[1:], strict=False)
    return [(day, max(0, count - before)) for (_day, before), (day, count) in pairs]


def _counts(day: date) -> dict[Counted, int]:
    from madang.boards.models import Comment, Post

    zone = timezone.get_default_timezone()
    begins = datetime.combine(day, time.min, zone)
    within = {"created__gte": begins, "created__lt": begins + timedelta(days=1)}
    return {
        Counted.POSTS: Post.objects.filter(**within).count(),
        Counted.COMMENTS: Comment.objects.filter(**within).count(),
        Counted.VIEWS: Post.objects.aggregate(all=Sum("views"))["all"] or 0,
    }
