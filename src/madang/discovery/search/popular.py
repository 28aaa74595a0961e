"""What is searched for: counted without who, and of what some title says anyway.

A query may hold a name or a number that nobody else should read. So only what stands in the
title of a post that was found is counted, each reader once a day, and it is shown when a few
readers looked for it.
"""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Sum
from django.utils import timezone

from madang.core.db.select import execute, statement
from madang.core.db.transactions import writing
from madang.search.query import read_query

from ..models import SearchCount, StoppedWord
from .post_search import Scope, SearchRequest, search

COUNTED_LENGTHS = range(2, 21)
# It is shown when so many readers looked for it within so many days.
MIN_READERS, WINDOW_DAYS = 3, 7
KEPT_DAYS = 30
_ADD = statement(
    "INSERT INTO {SearchCount} ({day}, {words}, {times}) VALUES (%s, %s, %s) "
    "ON CONFLICT ({day}, {words}) "
    "DO UPDATE SET {times} = {SearchCount}.{times} + excluded.{times}",
    SearchCount,
)


class Searches(Counter[str]):
    """Searches that are not yet written."""

    def add(self, words: str) -> None:
        self[words] += 1

    def write(self, day: date) -> None:
        """Write them; belongs in a transaction."""
        for words, times in sorted(self.items()):
            execute(_ADD, (day, words, times))


def countable(words: str, titles: list[str]) -> str | None:
    """Return a search as it is counted, if a title says it; None if it is not counted."""
    said = " ".join(words.split()).casefold()
    if len(said) not in COUNTED_LENGTHS:
        return None
    return said if any(said in title.casefold() for title in titles) else None


def popular_searches(beginning: str, most: int) -> list[str]:
    """Return what readers looked for most in these days that begins so. Two queries."""
    since = timezone.localdate() - timedelta(days=WINDOW_DAYS)
    counted = SearchCount.objects.filter(day__gte=since, words__startswith=beginning.casefold())
    sums = counted.values("words").annotate(readers=Sum("times")).filter(readers__gte=MIN_READERS)
    stopped = set(StoppedWord.objects.values_list("word", flat=True))
    found = sums.order_by("-readers", "words").values_list("words", flat=True)
    return [words for words in found[: most + len(stopped)] if words not in stopped][:most]


def drop_untitled_counts() -> None:
    """Delete what no title says any more: what was deleted must not be read here."""
    for words in SearchCount.objects.values_list("words", flat=True).distinct().iterator():
        asked = SearchRequest(read_query(words), scope=Scope.TITLE)
        if countable(words, [hit.title for hit in search(asked).hits]) is None:
            SearchCount.objects.filter(words=words).delete()


def drop_old_counts() -> None:
    """Delete what is old, and what nobody but one reader looked for on a day that is over."""
    today = timezone.localdate()
    with writing():
        SearchCount.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()
        SearchCount.objects.filter(day__lt=today, times__lt=MIN_READERS).delete()
