"""Groups of inquiries that ask the same, and what was moved between them."""

from django.db import models

from madang.incidents.models import Incident


class InquiryGroup(models.Model):
    """Inquiries that ask the same. What is answered to all of them stands in a box of its year.

    `sends_late` says whether who comes after the answer is sent it at once.
    """

    year = models.PositiveSmallIntegerField()
    incident = models.ForeignKey(Incident, models.SET_NULL, null=True)
    opened = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(null=True)
    sends_late = models.BooleanField(default=False)
    box = models.BinaryField()

    def __str__(self) -> str:
        return f"group {self.pk}"

    @property
    def about(self) -> str:
        """What work records call it."""
        return f"group:{self.pk}"


class GroupMove(models.Model):
    """Inquiries that somebody moved from one group to another, so that it can be undone.

    Which they are is in the box; groups that are none are null.
    """

    at = models.DateTimeField()
    source = models.ForeignKey(InquiryGroup, models.CASCADE, null=True, related_name="moved_out")
    target = models.ForeignKey(InquiryGroup, models.CASCADE, null=True, related_name="moved_in")
    undone = models.DateTimeField(null=True)
    box = models.BinaryField()

    def __str__(self) -> str:
        return f"move {self.pk}"
