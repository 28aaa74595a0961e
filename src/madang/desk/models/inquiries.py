"""Inquiries and what was said in them, all in boxes under the key of their year."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _lazy

from madang.identity.models import ScatteredKey
from madang.incidents.models import Incident

from .groups import InquiryGroup


class InquiryState(models.IntegerChoices):
    """Where an inquiry is."""

    WAITING = 0, _lazy("기다려요")
    HELD = 1, _lazy("담당자가 보고 있어요")
    SNOOZED = 2, _lazy("미뤄 두었어요")
    HANDED = 3, _lazy("동료를 기다려요")
    ANSWERED = 4, _lazy("답했어요")
    ENDED = 5, _lazy("폭언으로 끝냈어요")
    # Over a limit of forms: it comes after everybody else.
    APART = 6, _lazy("따로 기다려요")


class Urgency(models.IntegerChoices):
    """What is at stake for whoever asks; the higher comes first."""

    USUAL = 0, _lazy("알고 싶은 게 있어요")
    WORRIED = 1, _lazy("내 정보가 걱정돼요")
    MISUSED = 2, _lazy("누군가 내 정보를 쓴 것 같아요")
    MONEY = 3, _lazy("돈이 나갔거나 나갈 것 같아요")


class Channel(models.IntegerChoices):
    """How an inquiry came."""

    FORM = 0, _lazy("웹")
    MAIL = 1, _lazy("이메일")
    TELEPHONE = 2, _lazy("전화")
    API = 3, "API"


class Inquiry(models.Model):
    """What one person asks. Its number is random: people read it out.

    `lane` says who may take it (`queue.lanes`), `arrived` since when the person waits: no move from
    one lane to another, no snooze and no return changes that. `claim` is the shift that holds it.
    """

    id = ScatteredKey()
    year = models.PositiveSmallIntegerField()
    incident = models.ForeignKey(Incident, models.SET_NULL, null=True)
    channel = models.PositiveSmallIntegerField(choices=Channel)
    state = models.PositiveSmallIntegerField(choices=InquiryState, default=InquiryState.WAITING)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.USUAL)
    lane = models.CharField(max_length=24)
    arrived = models.DateTimeField()
    # When it comes back, or whoever it was passed on to has it late.
    due = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)
    claim = models.BigIntegerField(null=True)
    claimed_until = models.DateTimeField(null=True)
    # Keyed numbers of the contact and of the page's address; null: no contact was given.
    contact = models.BigIntegerField(null=True)
    link = models.BigIntegerField(unique=True)
    # Which others ask the same, as was suggested or confirmed; `is_ungrouped`: none, said somebody.
    group = models.ForeignKey(InquiryGroup, models.SET_NULL, null=True)
    is_confirmed = models.BooleanField(default=False)
    is_ungrouped = models.BooleanField(default=False)
    asks_opinion = models.BooleanField(default=False)
    box = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(
                fields=["lane", "-urgency", "arrived", "id"],
                condition=Q(state=InquiryState.WAITING),
                name="inquiries_waiting",
            ),
            models.Index(
                fields=["lane", "-urgency", "arrived", "id"],
                condition=Q(state=InquiryState.APART),
                name="inquiries_apart",
            ),
            models.Index(
                fields=["state", "due"],
                condition=Q(state__in=[InquiryState.SNOOZED, InquiryState.HANDED]),
                name="inquiries_put_off",
            ),
            models.Index(fields=["claim"], condition=Q(claim__isnull=False), name="inquiries_held"),
            models.Index(
                fields=["arrived"], condition=Q(asks_opinion=True), name="inquiries_asking"
            ),
            models.Index(
                fields=["-arrived"], condition=Q(state=InquiryState.ENDED), name="inquiries_ended"
            ),
            models.Index(fields=["contact"], name="inquiries_of_contact"),
            models.Index(
                fields=["answered"],
                condition=Q(answered__isnull=False),
                name="inquiries_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"inquiry {self.pk}"

    @property
    def about(self) -> str:
        """What work records call it."""
        return f"inquiry:{self.pk}"


class MessageKind(models.IntegerChoices):
    """What stands in an inquiry's thread."""

    ASKED = 0, _lazy("요청")
    ANSWERED = 1, _lazy("답")
    NOTE = 2, _lazy("메모")
    MOVED = 3, _lazy("넘김")
    WARNED = 4, _lazy("경고")
    OPINION = 5, _lazy("의견을 구함")


class InquiryMessage(models.Model):
    """One thing that was said in an inquiry, or done with it: what and by whom is in the box.

    `edition` is the guide's when it was answered: an answer that is true to it is no mistake.
    `letter` is the letter's number by which an answer to it comes back.
    """

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="messages")
    at = models.DateTimeField()
    kind = models.PositiveSmallIntegerField(choices=MessageKind)
    edition = models.PositiveIntegerField(null=True)
    letter = models.BigIntegerField(null=True)
    box = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(
                fields=["at"], condition=Q(kind=MessageKind.ASKED), name="messages_that_ask"
            ),
            models.Index(
                fields=["letter"], condition=Q(letter__isnull=False), name="messages_of_letters"
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} of inquiry {self.inquiry_id}"


class InquiryFile(models.Model):
    """A file that came with a message; its name and kind are in the box, its content is sealed."""

    id = ScatteredKey()
    message = models.ForeignKey(InquiryMessage, models.CASCADE, related_name="files")
    box = models.BinaryField()

    def __str__(self) -> str:
        return f"file {self.pk}"
