"""Where people are told. No row names an account."""

from django.db import models

from madang.identity.models import ScatteredKey


class PushDevice(models.Model):
    """One browser by which a member is told, in a box, under a keyed number."""

    id = ScatteredKey()
    box = models.TextField()

    def __str__(self) -> str:
        return "device"
