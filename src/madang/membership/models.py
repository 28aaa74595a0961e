"""Codes that let somebody in, those who wait, and those who belong. No row names an account."""

from django.db import models

from madang.identity.models import BoxedRow, ScatteredKey


class EntryCode(models.Model):
    """A code that nobody has used; only its keyed hash is kept, and using it deletes the row."""

    id = ScatteredKey()
    found_by = models.CharField(max_length=32, unique=True)
    last_day = models.DateField()

    def __str__(self) -> str:
        return "entry code"


class Claim(BoxedRow):
    """Somebody who gave a code and waits to be let in with others; a box says who and where."""


class Membership(models.Model):
    """An account belongs to a board: the row's number is a keyed hash of both."""

    id = ScatteredKey()
    board = models.BigIntegerField()

    def __str__(self) -> str:
        return f"member of {self.board}"
