"""The answer guide in versions, and what was asked and not found in it."""

from django.db import models
from django.utils import timezone

from madang.identity.models import BoxedRow
from madang.incidents.models import Incident


class GuideEntry(models.Model):
    """One question that people ask, with its answer: its versions say what.

    It belongs to an incident, or to none where it is about what is asked at any time.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, null=True, related_name="guide")
    opened = models.DateTimeField(default=timezone.now)
    # Since when nobody is told it any more.
    retired = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"entry {self.pk}"


class GuideVersion(models.Model):
    """What an entry says. Never changed: another person reviews it, and it holds until the next.

    `edition` counts the reviews of the whole guide: an answer that was sent under an edition is
    true to it, whatever is found out later.
    """

    entry = models.ForeignKey(GuideEntry, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    # The same question in several wordings, one a line.
    questions = models.TextField()
    answer = models.TextField()
    may_promise = models.TextField(blank=True)
    may_not = models.TextField(blank=True)
    pass_on_when = models.TextField()
    pass_on_to = models.CharField(max_length=80)
    tone = models.TextField(blank=True)
    # The facts that it rests on and their versions then, as JSON: [[fact, version], …].
    rests_on = models.TextField(default="[]")
    at = models.DateTimeField(default=timezone.now)
    by = models.TextField()
    reviewed = models.DateTimeField(null=True)
    reviewer = models.TextField(blank=True)
    edition = models.PositiveIntegerField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "number"], name="one_guide_version_of_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number} of entry {self.entry_id}"


class GuideGap(BoxedRow):
    """What somebody looked for and did not find; in a box, for people say whose case it is."""

    day = models.DateField(db_index=True)


class GuideSeen(BoxedRow):
    """Up to which edition somebody at work has read the guide."""


class Solved(models.Model):
    """How many times a day an answer was enough, so that nobody had to ask."""

    day = models.DateField()
    entry = models.ForeignKey(GuideEntry, models.CASCADE)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "entry"], name="one_solved_a_day")]

    def __str__(self) -> str:
        return f"{self.entry_id} on {self.day}: {self.times}"
