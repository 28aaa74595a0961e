"""Staff: who works in which role, the firms that help, and what was done and looked at."""

from django.db import models

from madang.identity.models import BoxedRow


class StaffRow(BoxedRow):
    """One person's name at work and roles, in a box, under a keyed number."""


class Firm(models.Model):
    """A firm that answers for this organisation, with people of its own."""

    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class WorkRecord(models.Model):
    """That something was done or looked at, and when; who, whose and why is in the box."""

    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=40)
    # What it was about, such as "incident:3"; never a person.
    about = models.CharField(max_length=60, db_index=True)
    box = models.TextField()

    def __str__(self) -> str:
        return f"{self.action} of {self.about}"
