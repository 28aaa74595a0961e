"""Up to where the desk's mailbox was read, and which mails were taken."""

from django.db import models

from madang.identity.models import ScatteredKey


class Mailbox(models.Model):
    """A mailbox by a keyed hash of its name: the last number (UID, RFC 9051) that was taken."""

    name = models.CharField(max_length=32, unique=True)
    validity = models.BigIntegerField()
    uid = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"mailbox up to {self.uid}"


class MailSeen(models.Model):
    """That a mail was taken: a keyed hash of what it says."""

    id = ScatteredKey()
    day = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"mail {self.pk}"
