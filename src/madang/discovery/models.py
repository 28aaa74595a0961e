"""What finding posts needs to remember. Nothing here is about anybody who reads or writes."""

from django.db import models

from madang.core.db.keys import NumberKey


class Heat(models.Model):
    """What a post counts for in the lists by rank; see `ranking`. Only posts that anybody heeds.

    The counts are those that are credited by now: they follow the true ones at a bounded pace.
    """

    post = NumberKey()
    recommends = models.PositiveIntegerField(default=0)
    voices = models.PositiveIntegerField(default=0)
    views = models.PositiveIntegerField(default=0)
    points = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"heat of {self.post}"


class RankDue(models.Model):
    """A post that somebody heeded since it was last ranked."""

    post = NumberKey()

    def __str__(self) -> str:
        return f"due: {self.post}"


class RankedPost(models.Model):
    """A post has a place in a list by rank, such as that of one day or of one board."""

    listing = models.CharField(max_length=32)
    post = models.BigIntegerField()
    score = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "post"], name="ranked_once"),
        ]
        indexes = [
            models.Index(fields=["listing", "-score", "-post"], name="ranked_best"),
            # What becomes of one post is brought up to date in all of its lists.
            models.Index(fields=["post"], name="ranked_post"),
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

    place = NumberKey()
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
    """Boards that are shown to anyone who comes from a place: a country, or a language."""

    # ISO 3166 (US), or ISO 639 (lang:ja).
    place = models.CharField(max_length=10, unique=True)
    boards = models.ManyToManyField("boards.Board", related_name="+")

    def __str__(self) -> str:
        return self.place
