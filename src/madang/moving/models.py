"""Where things are now that came from another site."""

from django.db import models


class Where(models.IntegerChoices):
    """What stands here now for something that had an address elsewhere."""

    BOARD = 0
    CATEGORY = 1
    POST = 2
    PICTURE = 3
    # It was for some, or nothing of it came in: nothing here stands under it.
    NOWHERE = 4


class OldAddress(models.Model):
    """What something is here that had an address on the site from which it came.

    The posts themselves are found by `ImportedPost`; this is for boards and further addresses.
    """

    key = models.BinaryField(max_length=16, unique=True)
    kind = models.PositiveSmallIntegerField(choices=Where.choices)
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
