"""The tables of identity: voices, journals, the record of keys. No row names an account."""

from typing import Any

from django.db import models

from madang.core.db.keys import NumberKey


class ScatteredKey(NumberKey):  # type: ignore[type-arg]
    """A primary key that is random or keyed, and the order in which rows are stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "editable": False})


class BoxedRow(models.Model):
    """A row that says nothing: a box, under a random or keyed number (see `boxed_rows`)."""

    id = ScatteredKey()
    box = models.TextField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


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


class JournalEntry(models.Model):
    """One line of somebody's journal, under a key that only the account and its number give."""

    key = ScatteredKey()
    box = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"journal entry {self.key}"


class InboxMark(models.Model):
    """That some call is read: a keyed number, and nothing else."""

    id = ScatteredKey()

    def __str__(self) -> str:
        return "inbox mark"


class KeyRecord(models.Model):
    """What a site remembers of a key: a check value, and the day on which it was destroyed.

    Epoch 0 stands for the site's key.
    """

    epoch = NumberKey()
    check_value = models.BinaryField(max_length=8)
    destroyed = models.DateField(null=True)

    def __str__(self) -> str:
        return f"key {self.epoch}"


class NamedKeyRecord(models.Model):
    """What a site remembers of a named key, such as an incident's: as `KeyRecord` does."""

    name = models.CharField(max_length=60, unique=True)
    check_value = models.BinaryField(max_length=8)
    destroyed = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name
