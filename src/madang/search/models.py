"""What an index needs to remember. Nothing here is about anybody who reads or writes."""

from django.db import models


class SearchIndex(models.Model):
    """An index of all terms: the one in use, or one that is being made to take its place.

    Its tables are named by its number; up to which ids they hold everything is noted here.
    """

    version = models.PositiveIntegerField()
    is_active = models.BooleanField(default=False)
    # Something was taken out since all was last merged, and can be read in its pieces.
    holds_removed = models.BooleanField(default=False)
    # The highest id of each kind that it has come to.
    reached = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"search index {self.pk}"

    def upto(self, kind: str) -> int:
        """Return the highest id of a kind that it has come to."""
        return int(self.reached.get(kind, 0))

    def go_on(self, other: "SearchIndex") -> None:
        """Take on how far the same index has come by now."""
        self.reached = other.reached

    def go_to(self, kind: str, upto: int) -> None:
        """Note how far the index has come; belongs in the transaction that put the entries in."""
        self.reached = {**self.reached, kind: upto}
        self.save(update_fields=["reached"])


class SearchStale(models.Model):
    """A post or comment that was taken out of an index, and is put in again as it is by then."""

    index = models.ForeignKey(SearchIndex, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    item = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["index", "kind", "item"], name="stale_once"),
        ]

    def __str__(self) -> str:
        return f"stale {self.kind} {self.item}"


class TermCounts(models.Model):
    """In how many of the latest texts terms are, as JSON; one row, made anew each hour."""

    texts = models.PositiveIntegerField()
    counts = models.TextField()
    # Words of titles that all may read, the most frequent first, with spaces between.
    words = models.TextField()

    def __str__(self) -> str:
        return f"terms of {self.texts} texts"
