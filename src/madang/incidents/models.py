"""Incidents, what is known of them, what was decided, and who is affected (sealed)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from madang.identity.models import ScatteredKey


class Incident(models.Model):
    """Something that happened to people's data, or may have.

    `noticed` is when anybody here learned of it: the law's clocks start there.
    """

    name = models.CharField(max_length=80)
    noticed = models.DateTimeField()
    noticed_how = models.TextField()
    opened = models.DateTimeField(default=timezone.now)
    closed = models.DateTimeField(null=True)
    # Illegal access from outside; sensitive data or unique identifiers among what leaked.
    is_intrusion = models.BooleanField(default=False)
    is_grave = models.BooleanField(default=False)
    # How many people at most, as far as is known; null: not known yet.
    people = models.PositiveIntegerField(null=True)
    # Since when the data was open, and until when.
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    # The public page: since when it is up, and when it promises its next word.
    published = models.DateTimeField(null=True)
    next_update = models.DateTimeField(null=True)
    contact = models.TextField(blank=True)
    official_numbers = models.TextField(blank=True)
    what_to_do = models.TextField(blank=True)
    # Whether addresses may be looked up by a part of their hash, and since when they can be.
    hashed_lookup = models.BooleanField(default=False)
    lookup_built = models.DateTimeField(null=True)
    # Nothing of it is destroyed while this says why.
    legal_hold = models.TextField(blank=True)
    list_destroyed = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def present_items(self) -> "models.QuerySet[DataItem]":
        """The kinds of data that leaked, as they are held to be now."""
        return DataItem.objects.filter(incident=self, is_former=False).order_by("pk")

    @property
    def about(self) -> str:
        """What work records call it."""
        return f"incident:{self.pk}"

    @property
    def key_name(self) -> str:
        """The name of the key under which its people are sealed."""
        return f"incident:{self.pk}"


class DataItem(models.Model):
    """One kind of data that leaked, as people call it: 이름, 주소, 공동현관 비밀번호."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="items")
    name = models.CharField(max_length=40)
    # Taken from the incident's items; people of whom it was said keep it.
    is_former = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "name"], name="one_item_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class FactStatus(models.IntegerChoices):
    """How sure it is."""

    CONFIRMED = 1, _lazy("확인됨")
    INVESTIGATING = 2, _lazy("조사 중")
    RULED_OUT = 3, _lazy("아닌 것으로 확인")


class Fact(models.Model):
    """Something that is known, or asked, about an incident: its versions say what."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="facts")
    opened = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"fact {self.pk}"


def said(question: str, text: str) -> str:
    """Return a fact in one text, below the question that it answers, where it does."""
    return f"{question}\n{text}" if question else text


class FactVersion(models.Model):
    """What was held to be so from a moment on. No version is ever changed.

    One that is `released` is what everybody is told from then on. An unknown has an owner, in the
    box, and says when there will be word of it.
    """

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(choices=FactStatus.choices)
    text = models.TextField()
    # What people ask, where this is the answer.
    question = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    is_released = models.BooleanField(default=False)
    next_word = models.DateTimeField(null=True)
    # Who wrote it, and who is to find out.
    by = models.TextField()
    owner = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact", "number"], name="one_version_of_a_number")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of fact {self.fact_id}"

    @property
    def said(self) -> str:
        """What it says, below the question that it answers."""
        return said(self.question, self.text)


class TimelineEntry(models.Model):
    """Something that happened: when it did, apart from when it was entered."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="timeline")
    happened = models.DateTimeField(db_index=True)
    # In whose clock its writer thought, as tzdata names it.
    zone = models.CharField(max_length=40)
    entered = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    is_in_summary = models.BooleanField(default=True)
    by = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.happened}: {self.text[:40]}"


class Decision(models.Model):
    """That a report or a notice is made, or is not, and why. Never changed, only followed."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="decisions")
    clock = models.CharField(max_length=40)
    # The version of a fact with which the clock began, where one did.
    version = models.ForeignKey(FactVersion, models.CASCADE, null=True)
    is_done = models.BooleanField()
    # When the report was made, where it was.
    done = models.DateTimeField(null=True)
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    by = models.TextField()

    def __str__(self) -> str:
        return f"{self.clock}: {'done' if self.is_done else 'not owed'}"


class Task(models.Model):
    """Something to be done by somebody by a moment."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="tasks")
    text = models.CharField(max_length=200)
    due = models.DateTimeField()
    done = models.DateTimeField(null=True)
    owner = models.TextField()

    def __str__(self) -> str:
        return self.text


class Reminder(models.Model):
    """That somebody was reminded of something before it was late; once for each moment."""

    key = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key


class AffectedLine(models.Model):
    """One person at one contact, sealed under the incident's key.

    Its number is a keyed hash of the contact and of which of its people this is: nobody without the
    key finds it, counts its contact's people, or ties a person's two contacts together.
    """

    id = ScatteredKey()
    # Looked up for each of a million rows; and no incident is ever deleted.
    incident = models.ForeignKey(Incident, models.DO_NOTHING, related_name="+", db_constraint=False)
    box = models.BinaryField()

    def __str__(self) -> str:
        return f"line {self.pk}"


class ListImport(models.Model):
    """A list of people that is being read, and how far it has come."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="imports")
    # Where the sealed file waits in the data folder until it was read.
    file = models.CharField(max_length=64)
    is_csv = models.BooleanField()
    begun = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    contacts = models.PositiveIntegerField(default=0)
    # How many of them work here, and are told first.
    staff = models.PositiveIntegerField(default=0)
    # How many of them are members of this site, by the list.
    members = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"import {self.pk}"


class NoticeKind(models.TextChoices):
    """What a notice tells: the law knows three, and what was wrong is set right."""

    POSSIBLE = "possible", _lazy("유출 가능성 안내")
    CONFIRMED = "confirmed", _lazy("유출 통지")
    NOT_A_LEAK = "not a leak", _lazy("유출이 아님 안내")
    CORRECTION = "correction", _lazy("정정 안내")


class Notice(models.Model):
    """What people are told: its parts by the law's items, and how far it has come."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    # The notice that it follows: a correction goes to whoever got that one.
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    # Texts by the keys of the law's items, as JSON; the channels in the order they are tried.
    parts = models.TextField(default="{}")
    channels = models.CharField(max_length=100, default="sms email")
    lawyer_agreed = models.BooleanField(default=False)
    sends_unknown_again = models.BooleanField(default=False)
    # Counts the changes of its words: what is approved and sent is one of them.
    revision = models.PositiveIntegerField(default=0)
    author = models.TextField()
    approver = models.TextField(blank=True)
    approved = models.DateTimeField(null=True)
    # When it was let go, and when everybody's was handed over.
    released = models.DateTimeField(null=True)
    told = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} of {self.incident_id}"

    @property
    def about(self) -> str:
        """What its mailing calls it."""
        return f"notice:{self.pk}"


class NoticeTemplate(models.Model):
    """What a kind of notice will say, written before anything happened."""

    kind = models.CharField(max_length=20, choices=NoticeKind.choices, unique=True)
    parts = models.TextField(default="{}")
    changed = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.kind


class Follower(models.Model):
    """Somebody who is told by e-mail what is released: a box, under a keyed number."""

    id = ScatteredKey()
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    box = models.TextField()

    def __str__(self) -> str:
        return "follower"


class LookupBucket(models.Model):
    """Hashes that begin alike, of an incident's list and of nobody, sealed; always as many."""

    id = ScatteredKey()
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    box = models.BinaryField()

    def __str__(self) -> str:
        return "look-up bucket"


class CheckCode(models.Model):
    """A one-time code that was sent to somebody who asks whether they are affected.

    Its number is a keyed hash of the contact and the hour; a try is a row of its own.
    """

    id = ScatteredKey()
    box = models.TextField()
    last_day = models.DateField()

    def __str__(self) -> str:
        return "check code"
