"""Who works today: one box for each person and day, under a number of that day alone; and firms."""

from django.db import models

from madang.core.db.keys import OneToOneKey
from madang.identity.models import BoxedRow
from madang.staff.models import Firm


class ShiftRow(BoxedRow):
    """One person's day at the desk. Nobody else is shown what is in it."""

    day = models.DateField(db_index=True)


class SkillsRow(BoxedRow):
    """What somebody can take at the desk, as a lead said."""


class FirmAtFront(models.Model):
    """That a firm's people answer at the front desk too, beside the organisation's own."""

    firm = OneToOneKey(Firm, models.CASCADE)

    def __str__(self) -> str:
        return f"firm {self.firm_id}"


class PulseRow(BoxedRow):
    """How somebody's day is, as they said without a name; under a number of that day alone."""

    day = models.DateField(db_index=True)


class OvertimeRequest(models.Model):
    """That more work was asked for than the day has: for which day, how many people and minutes."""

    day = models.DateField()
    people = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    asked = models.DateTimeField()
    why = models.TextField()
    by = models.TextField()

    def __str__(self) -> str:
        return f"overtime on {self.day}"


class OvertimeAnswer(BoxedRow):
    """Whether somebody takes overtime on; under a number of that request alone."""

    request = models.ForeignKey(OvertimeRequest, models.CASCADE, related_name="answers")
