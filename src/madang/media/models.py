"""Pictures that people send. No row names an account."""

import secrets

from django.db import models

from madang.identity.models import ScatteredKey


def random_id() -> int:
    """Return a random 62-bit number: counted up, it would tell which were sent together."""
    return secrets.randbits(62)


class Picture(models.Model):
    """A picture that somebody sent, under a random name, and how wide its copies are.

    Its number is random too: counted up, it would tell which were sent one after the other.
    """

    id = ScatteredKey(default=random_id)
    name = models.CharField(max_length=32, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # Of its narrower copies, with spaces between.
    widths = models.CharField(max_length=40, blank=True)
    day = models.DateField(db_index=True)
    # In a draft, which nobody but its writer can read: it is kept as long as drafts are.
    drafted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name
