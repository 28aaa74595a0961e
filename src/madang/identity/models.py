"""The table of voices: which number a keyed tag has in a thread."""

from django.db import models


class Voice(models.Model):
    """One account's voice in one thread: 0 is the author, then 1, 2, 3 in order of speaking."""

    thread = models.BigIntegerField()
    tag = models.BinaryField(max_length=16)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "tag"], name="one_voice_per_account"),
            models.UniqueConstraint(fields=["thread", "number"], name="one_account_per_voice"),
        ]

    def __str__(self) -> str:
        return f"{self.thread}:{self.number}"
