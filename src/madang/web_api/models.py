"""Tokens of programs, and web hooks. No row names an account."""

from django.db import models

from madang.identity.models import BoxedRow


class TokenRow(BoxedRow):
    """All tokens of one member, in a box, under a keyed number."""


class WebHook(models.Model):
    """An address that is told of what happens here, and the secret that signs what it is told."""

    address = models.CharField(max_length=500)
    # Names of events, with spaces between.
    events = models.CharField(max_length=400)
    # The secret in a box: whoever reads the database cannot sign.
    secret = models.TextField()
    is_on = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.address


class Delivery(models.Model):
    """One telling of one event to one address: kept until it arrived, and a week after that."""

    # Without a constraint: what is written while a hook goes must not fail what it is told of.
    hook = models.ForeignKey(
        WebHook, models.CASCADE, related_name="deliveries", db_constraint=False
    )
    # What the receiver knows it by, the same each time it is tried.
    message = models.CharField(max_length=40)
    body = models.TextField()
    at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    # When it is tried next; null: it arrived, or was given up.
    next_try = models.DateTimeField(null=True)
    # The last answer: its status, 0 where there was none.
    answered = models.PositiveSmallIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_try"], name="web_api_delivery_next")]

    def __str__(self) -> str:
        return self.message

    @property
    def has_arrived(self) -> bool:
        return self.answered is not None and 200 <= self.answered < 300
