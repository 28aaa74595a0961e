"""Which addresses are told of what, and what a message says: where to look, never the words.

What is told can be read by everybody, or has to be asked for with a token. So what is kept of a
message tells nothing that the rows of what it is about do not.
"""

import base64
import json
import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from madang.core.fresh import Fresh
from madang.core.site import Event
from madang.identity.boxes import decrypt, encrypt

from ..models import Delivery, WebHook

PURPOSE, SECRET_BYTES = "web hook", 24
# How long another process may go on with the hooks of before.
FRESH_SECONDS = 2.0


class EventKind(models.TextChoices):
    """What an address may be told of."""

    POST = "post.published", _lazy("새 글")
    COMMENT = "comment.published", _lazy("새 댓글")
    # Not each report as it comes: when somebody reported is written nowhere.
    REPORTS = "reports.waiting", _lazy("기다리는 신고 (1시간에 한 번)")
    INCIDENT = "incident.published", _lazy("사고 공개")
    FACT = "fact.released", _lazy("사고의 새 사실")
    INQUIRY = "inquiry.received", _lazy("새 문의")


# Sent from its page alone, to see whether it arrives.
PING = "ping"


def _hooks() -> list[tuple[int, frozenset[str]]]:
    rows = WebHook.objects.filter(is_on=True).values_list("pk", "events")
    return [(pk, frozenset(events.split())) for pk, events in rows]


hooks_lately = Fresh(_hooks, seconds=FRESH_SECONDS)


def note(event: Event) -> None:
    """Let an event be told; belongs in the transaction of what happened. A query for each hook."""
    for pk, events in hooks_lately():
        if event.kind in events:
            _queue(pk, event)


def ping(hook: WebHook) -> None:
    """Let an address be told of nothing, to see whether it arrives."""
    _queue(hook.pk, Event(PING, timezone.now(), {}))


def _queue(hook_id: int, event: Event) -> None:
    said = {"type": event.kind, "timestamp": event.at.isoformat(), "data": dict(event.data)}
    Delivery.objects.create(
        hook_id=hook_id,
        message=f"msg_{secrets.token_hex(12)}",
        body=json.dumps(said, ensure_ascii=False),
        at=event.at,
        next_try=event.at,
    )


def add_hook(address: str, events: Collection[str]) -> tuple[WebHook, str]:
    """Return a new hook and its secret, which is shown once."""
    secret, box = _new_secret()
    hook = WebHook.objects.create(address=address, events=" ".join(events), secret=box)
    hooks_lately.forget()
    return hook, secret


def change_hook(hook: WebHook, *, address: str, events: Collection[str], is_on: bool) -> None:
    """Let an address be told of other things, or of nothing more."""
    hook.address, hook.events, hook.is_on = address, " ".join(events), is_on
    hook.save(update_fields=["address", "events", "is_on"])
    hooks_lately.forget()


def delete_hook(hook: WebHook) -> None:
    """Tell an address nothing more, and forget what it was told."""
    hook.delete()
    hooks_lately.forget()


def renew_secret(hook: WebHook) -> str:
    """Return a new secret of a hook, which is shown once; the one before signs no more."""
    secret, hook.secret = _new_secret()
    hook.save(update_fields=["secret"])
    return secret


def secret_of(hook: WebHook) -> str:
    """Return the secret that signs what a hook is told."""
    return decrypt(hook.secret, purpose=PURPOSE) or ""


def try_again(delivery: Delivery, *, at: datetime) -> None:
    """Let a message be tried again from the beginning."""
    Delivery.objects.filter(pk=delivery.pk).update(tries=0, next_try=at)


def _new_secret() -> tuple[str, str]:
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    return secret, encrypt(secret, purpose=PURPOSE)
