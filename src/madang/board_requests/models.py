"""Boards that are asked for. No row names an account."""

from django.db import models
from django.utils.translation import gettext_lazy as _lazy

NAME_MAX, WHY_MAX, ANSWER_MAX = 40, 300, 300
# A letter such as ㈜ is several where names are compared.
KEY_MAX = 4 * NAME_MAX


class Outcome(models.TextChoices):
    """What became of a request."""

    OPEN = "open", _lazy("모으는 중")
    OPENED = "opened", _lazy("열림")
    DECLINED = "declined", _lazy("열지 않음")


class BoardRequest(models.Model):
    """A board that members ask for; the one who asks supports it too."""

    name = models.CharField(max_length=NAME_MAX)
    # The name as names of boards are compared.
    name_key = models.CharField(max_length=KEY_MAX, unique=True)
    why = models.CharField(max_length=WHY_MAX)
    day = models.DateField()
    supports = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    answer = models.CharField(max_length=ANSWER_MAX, blank=True)
    # One request of an account a day: a tag of both, that of another day is another.
    day_tag = models.CharField(max_length=32, unique=True)

    class Meta:
        indexes = [models.Index(fields=["outcome", "-supports", "id"], name="requests_asked")]

    def __str__(self) -> str:
        return self.name


class Support(models.Model):
    """One account supports one request, as a tag."""

    request = models.ForeignKey(BoardRequest, on_delete=models.CASCADE, related_name="+")
    tag = models.CharField(max_length=32, unique=True)

    def __str__(self) -> str:
        return f"support of {self.request_id}"
