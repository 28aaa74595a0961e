"""What came and went in each quarter of an hour: counts of nobody, kept for the forecasts."""

from django.db import models


class QuarterHour(models.Model):
    """How many asked and how many were answered in the quarter of an hour from a moment on."""

    at = models.DateTimeField(unique=True)
    arrived = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.at}: {self.arrived}"
