"""The register of opened seals: it names posts and grounds, never whose they were."""

from django.db import models
from django.utils.translation import gettext_lazy as _lazy


class Ground(models.TextChoices):
    """What compels an operator to say who wrote something."""

    WARRANT = "warrant", _lazy("법원의 영장이나 명령")
    REQUEST = "request", _lazy("법에 따른 수사기관의 요청")
    DANGER = "danger", _lazy("사람의 목숨이 급히 걸린 일")
    OTHER = "other", _lazy("그 밖의 법령")


class SealOpening(models.Model):
    """One asking for the writer of one post or comment, kept whether it was answered or not.

    The database itself refuses to change what was asked and to delete a row younger than a year.
    """

    post = models.PositiveBigIntegerField()
    # Null: the post itself.
    comment = models.PositiveIntegerField(null=True)
    ground = models.CharField(max_length=10, choices=Ground.choices)
    reason = models.TextField()
    asked = models.DateTimeField()
    approved = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)
    # Which operators, in boxes: only the running site knows.
    asker = models.CharField(max_length=120)
    approver = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"opening {self.pk}"
