"""What members do not want to see. No row names an account."""

from django.db import models

from madang.identity.models import ScatteredKey


class Filters(models.Model):
    """All that one member filters and has put away, in a box, under a keyed number."""

    id = ScatteredKey()
    box = models.TextField()

    def __str__(self) -> str:
        return "filters"
