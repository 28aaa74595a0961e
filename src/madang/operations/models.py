"""What a site was like day by day. No row names anybody."""

from django.db import models


class Counted(models.IntegerChoices):
    """What is counted of a day; views are all that there were by its end."""

    POSTS = 0
    COMMENTS = 1
    VIEWS = 2


class DayCount(models.Model):
    """How much there was of one thing on one day."""

    day = models.DateField()
    kind = models.PositiveSmallIntegerField(choices=Counted.choices)
    count = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kind"], name="a_day_counts_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.day}: {self.count}"
