"""What finding posts needs to remember. Nothing here is about anybody who reads or writes."""

from django.db import models


class SearchIndex(models.Model):
    """An index of all terms: the one in use, or one that is being made to take its place.

    Its tables are named by its number; up to which ids they hold everything is noted here.
    """

    version = models.PositiveIntegerField()
    is_active = models.BooleanField(default=False)
    posts_upto = models.BigIntegerField(default=0)
    comments_upto = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"search index {self.pk}"

    def upto(self, kind: str) -> int:
        return self.posts_upto if kind == "posts" else self.comments_upto

    def go_on(self, other: "SearchIndex") -> None:
        """Take on how far the same index has come by now."""
        self.posts_upto, self.comments_upto = other.posts_upto, other.comments_upto

    def go_to(self, kind: str, upto: int) -> None:
        """Note how far it has come; belongs in the transaction of what was put in."""
        setattr(self, f"{kind}_upto", upto)
        self.save(update_fields=[f"{kind}_upto"])


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
    """In how many of the latest posts terms stand, as JSON; one row, made anew each hour."""

    posts = models.PositiveIntegerField()
    counts = models.TextField()
    # Words of titles that all may read, the most frequent first, with spaces between.
    words = models.TextField()

    def __str__(self) -> str:
        return f"terms of {self.posts} posts"


class Heat(models.Model):
    """What a post counts for in the lists by rank; see `ranking`. Only posts that anybody heeds.

    The counts are those that are credited by now: they follow the true ones at a bounded pace.
    """

    post = models.BigIntegerField(primary_key=True)
    recommends = models.PositiveIntegerField(default=0)
    voices = models.PositiveIntegerField(default=0)
    views = models.PositiveIntegerField(default=0)
    points = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"heat of {self.post}"


class RankDue(models.Model):
    """A post that somebody heeded since it was last ranked."""

    post = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"due: {self.post}"


class Standing(models.Model):
    """A post stands in a list by rank, such as that of one day or of one board."""

    listing = models.CharField(max_length=32)
    post = models.BigIntegerField()
    score = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "post"], name="stands_once"),
        ]
        indexes = [
            models.Index(fields=["listing", "-score", "-post"], name="standing_best"),
            # What becomes of one post is brought up to date in all of its lists.
            models.Index(fields=["post"], name="standing_post"),
        ]

    def __str__(self) -> str:
        return f"{self.listing}: {self.post}"


class SearchCount(models.Model):
    """How many readers looked for something on a day, of what some title says anyway."""

    day = models.DateField()
    words = models.CharField(max_length=40)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="counted_once_a_day")]

    def __str__(self) -> str:
        return self.words


class RisingWord(models.Model):
    """A word that is unusually frequent now; all are made anew together."""

    place = models.PositiveSmallIntegerField(primary_key=True)
    word = models.CharField(max_length=40)
    # Where it stood before: up, down, or new (null).
    before = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return self.word


class StoppedWord(models.Model):
    """A word that the operator keeps out of the rising words and of the suggestions."""

    word = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.word


class VisitorPlace(models.Model):
    """Boards that are shown to whoever comes from a place: a country, or a language."""

    # ISO 3166 (US), or ISO 639 (lang:ja).
    place = models.CharField(max_length=10, unique=True)
    boards = models.ManyToManyField("boards.Board", related_name="+")

    def __str__(self) -> str:
        return self.place
