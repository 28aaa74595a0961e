"""Reports, what moderators did about them, and the register of opened seals.

Each names what was written, never whose it is.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _lazy

from madang.identity.models import BoxedRow

REASON_MAX = 500


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


class Complaint(models.TextChoices):
    """What a report says is wrong."""

    ABUSE = "abuse", _lazy("욕설이나 괴롭힘")
    PERSONAL = "personal", _lazy("개인정보 노출")
    OBSCENE = "obscene", _lazy("음란하거나 잔인함")
    SPAM = "spam", _lazy("광고나 도배")
    FALSE = "false", _lazy("허위·사칭")
    ILLEGAL = "illegal", _lazy("법령 위반")
    OTHER = "other", _lazy("그 밖의 이유")


class ReportedPart(models.TextChoices):
    """What of a post or comment is reported."""

    WORDS = "words", _lazy("글")
    PICTURE = "picture", _lazy("사진")
    NICKNAME = "nickname", _lazy("별명")


class Case(models.Model):
    """All reports of one post (`seq` 0) or comment; open until a moderator decided."""

    post = models.BigIntegerField()
    seq = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "seq"], name="one_case_per_thing")]
        indexes = [models.Index(fields=["is_open", "-reports", "id"], name="cases_open")]

    def __str__(self) -> str:
        return f"case of {self.post}#{self.seq}"


class Report(models.Model):
    """One account's report of a subject, as a tag."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=10, choices=ReportedPart.choices)
    complaint = models.CharField(max_length=10, choices=Complaint.choices)
    words = models.CharField(max_length=REASON_MAX, blank=True)
    tag = models.BinaryField(max_length=16, unique=True)

    def __str__(self) -> str:
        return f"report {self.pk}"


class DecisionKind(models.TextChoices):
    """What a moderator did."""

    FINE = "fine", _lazy("문제없음")
    HIDE = "hide", _lazy("숨기기")
    DELETE = "delete", _lazy("삭제")
    NICKNAME = "nickname", _lazy("별명 삭제")
    MUTE = "mute", _lazy("쓰기 제한")
    WORD = "word", _lazy("안내 보내기")


class Scope(models.TextChoices):
    """Where a muted account may not write."""

    THREAD = "thread", _lazy("이 글에서")
    BOARD = "board", _lazy("이 게시판에서")
    SITE = "site", _lazy("모든 게시판에서")


class Decision(models.Model):
    """What a moderator did about one post (`seq` 0) or comment, and why: told to its writer.

    `box` holds who did it and what undoes it: only the running site reads that.
    """

    kind = models.CharField(max_length=10, choices=DecisionKind.choices)
    post = models.BigIntegerField()
    seq = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=REASON_MAX, blank=True)
    at = models.DateTimeField()
    scope = models.CharField(max_length=10, choices=Scope.choices, blank=True)
    # The end of a mute; null: for good.
    until = models.DateTimeField(null=True)
    undone = models.DateTimeField(null=True)
    # Deleted things are hidden first, and wiped when they can no longer be brought back.
    wiped = models.BooleanField(default=False)
    box = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["post", "seq"], name="acts_of_a_thing")]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Sanction(BoxedRow):
    """One mute of one account, under a keyed number; its box holds the end and the decision.

    An account has a few numbers for each scope, and a new mute takes a free one: a row that was
    written again would tie two threads together.
    """


class RefusedWords(models.Model):
    """The words that nobody may write here: one row, the operator's."""

    words = models.TextField(blank=True)
    initials = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "refused words"
