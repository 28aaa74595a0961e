"""Where people are told, and what is sent to many. No row names an account or a contact."""

from django.db import models
from django.utils import timezone

from madang.identity.models import BoxedRow, ScatteredKey


class PushDevice(BoxedRow):
    """One browser by which a member is told, in a box, under a keyed number."""


class Mailing(models.Model):
    """The same words to many people, each told once; its batches say how far it has come."""

    # The named key under which who gets it is sealed.
    key_name = models.CharField(max_length=60)
    # What it is of, such as "notice:5".
    about = models.CharField(max_length=60, unique=True)
    # What each channel says (`letters.Content`), as JSON.
    contents = models.TextField()
    created = models.DateTimeField(default=timezone.now)
    # Whoever adds people has come so far in this wave, and is done.
    wave = models.PositiveSmallIntegerField(default=0)
    cursor = models.BigIntegerField(default=-1)
    is_complete = models.BooleanField(default=False)
    is_paused = models.BooleanField(default=False)
    is_stopped = models.BooleanField(default=False)
    # Whether what nobody knows to have arrived is sent once more, where a channel cannot tell.
    sends_unknown_again = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.about


class BatchState(models.IntegerChoices):
    """How far a batch has come. What is FILLING may be half there, and begins anew."""

    COLLECTING = 0
    WAITING = 1
    FILLING = 2
    FILLED = 3
    SENDING = 4
    HANDED_OVER = 5
    STOPPED = 6


class Batch(models.Model):
    """Some letters of one channel that go together, and what became of them, counted as it does.

    `attempt` is raised by whoever takes the batch on: those before change nothing any more.
    """

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="batches")
    channel = models.CharField(max_length=20)
    provider = models.CharField(max_length=20, blank=True)
    state = models.PositiveSmallIntegerField(choices=BatchState.choices)
    # The gateway's name for it, once there is one.
    group = models.CharField(max_length=100, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    created = models.DateTimeField(default=timezone.now)
    handed_over = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    # Letters, and the people who are told by them.
    letters = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    delivered = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    # Of those that were delivered, how many came late.
    slow = models.PositiveIntegerField(default=0)
    delivered_people = models.PositiveIntegerField(default=0)
    failed_people = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="batches_by_state")]

    def __str__(self) -> str:
        return f"batch {self.pk}"


class MessageState(models.IntegerChoices):
    """What became of one letter. A state only ever rises, however reports come in.

    What is CREATED in a batch that was handed over is handed over too.
    """

    CREATED = 0
    UNKNOWN = 1
    ACCEPTED = 2
    FAILED = 3
    DELIVERED = 4


class Message(models.Model):
    """One letter to one contact, sealed; its number is a keyed hash of mailing and contact."""

    id = ScatteredKey()
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="+")
    state = models.PositiveSmallIntegerField(default=0)
    box = models.BinaryField()

    def __str__(self) -> str:
        return f"message {self.pk}"
