"""Who is leaving, and whose archives are being made: in boxes, under keyed numbers."""

from django.db import models

from madang.identity.models import ScatteredKey


class Departure(models.Model):
    """An account that is leaving: which, how, and on what day it becomes final."""

    id = ScatteredKey()
    box = models.TextField()

    def __str__(self) -> str:
        return "departure"


class DataExport(models.Model):
    """An archive of all that is an account's: how far it is, and in which file."""

    id = ScatteredKey()
    box = models.TextField()

    def __str__(self) -> str:
        return "data export"
