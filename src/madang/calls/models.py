"""Calls that are still to be made, and what members want of theirs. No row names an account."""

from django.db import models

from madang.identity.models import BoxedRow


class PendingCall(models.Model):
    """A comment whose calls are still to be made, committed with it; gone when they are."""

    post = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    # How far it is: -1 before the people it answers and names, then the last reservation called.
    position = models.BigIntegerField(default=-1)

    class Meta:
        indexes = [models.Index(fields=["position", "id"], name="call_run_next")]

    def __str__(self) -> str:
        return f"calls of {self.post}#{self.seq}"


class Watch(BoxedRow):
    """One thing that a member watches for new posts, in a box, under a keyed number."""


class PushNote(BoxedRow):
    """Somebody is to be told; in a box, under a random number, gone when it is done."""

    # In minutes since 1970: the next one, or the end of quiet hours.
    due = models.BigIntegerField()
    # How often no browser could be reached.
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["due", "id"], name="push_note_next")]


class WatchFanout(models.Model):
    """How far those who watch are told, in one row.

    Posts up to `done` are; a walk for those up to `upto` has come past the watch at `position`.
    """

    done = models.BigIntegerField()
    upto = models.BigIntegerField()
    position = models.BigIntegerField(default=-1)

    def __str__(self) -> str:
        return f"fan-out to {self.upto}"


class CallPreferences(BoxedRow):
    """What one member wants of calls, in a box."""


class CallsRead(BoxedRow):
    """Up to where one member has read calls and new posts, in a box."""
