"""Telling addresses: signed, tried again for three days, and no address waits for another one."""

import json
from datetime import datetime, timedelta

import requests
from django.conf import settings
from django.utils import timezone
from standardwebhooks import Webhook

from madang.core.db.transactions import writing
from madang.core.outgoing import deadline, outgoing_session

from ..models import Delivery, WebHook
from .telling import hooks_lately, secret_of

# How long after each try the next one comes (Standard Webhooks 1.0, "Retry schedule").
PAUSES = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
]
TIMEOUT_SECONDS, KEPT = 10, timedelta(days=7)
# What an address answers that wants to hear no more; it is told nothing from then on.
GONE = 410
MOST_AT_ONCE = 200


def step() -> bool:
    """Send what is due, to each address in its order; tell whether there is more.

    One that does not answer is asked once, and hears the rest when that message is tried again: it
    keeps no other address waiting for longer than one answer takes.
    """
    due = Delivery.objects.filter(next_try__lte=timezone.now(), hook__is_on=True)
    found = list(due.select_related("hook").order_by("pk")[:MOST_AT_ONCE])
    by_hook: dict[int, list[Delivery]] = {}
    for delivery in found:
        by_hook.setdefault(delivery.hook_id, []).append(delivery)
    # Whoever answered last time first.
    for deliveries in sorted(by_hook.values(), key=lambda each: each[0].tries):
        _send_in_order(deliveries)
    return len(found) == MOST_AT_ONCE


def _send_in_order(deliveries: list[Delivery]) -> None:
    for delivery in deliveries:
        _send(delivery)
        if not delivery.has_arrived:
            if delivery.next_try is not None:
                waiting = Delivery.objects.filter(hook=delivery.hook_id, next_try__isnull=False)
                waiting.filter(next_try__lt=delivery.next_try).update(next_try=delivery.next_try)
            return


def _send(delivery: Delivery) -> None:
    answered = _answer(delivery)
    now = timezone.now()
    delivery.tries += 1
    delivery.answered, delivery.answered_at = answered, now
    delivery.next_try = None if delivery.has_arrived else _next_try(delivery.tries, now)
    with writing():
        delivery.save(update_fields=["tries", "answered", "answered_at", "next_try"])
        if answered == GONE:
            WebHook.objects.filter(pk=delivery.hook_id).update(is_on=False)
    if answered == GONE:
        hooks_lately.forget()


def _answer(delivery: Delivery) -> int:
    """Return the status that an address answers; 0 for none. Nothing else of it is read."""
    hook, now = delivery.hook, timezone.now()
    signature = Webhook(secret_of(hook)).sign(delivery.message, now, delivery.body)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Madang",
        "webhook-id": delivery.message,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }
    session = outgoing_session(settings.LINKS_INSIDE)
    try:
        with deadline(TIMEOUT_SECONDS), session:
            body = delivery.body.encode()
            with session.post(
                hook.address, data=body, headers=headers, timeout=TIMEOUT_SECONDS, stream=True
            ) as response:
                return response.status_code
    except (requests.RequestException, OSError, ValueError):
        return 0


def _next_try(tries: int, now: datetime) -> datetime | None:
    """Return when a message is tried after so many tries; None: it is given up."""
    return now + PAUSES[tries - 1] if tries <= len(PAUSES) else None


def drop_old() -> None:
    """Delete the messages of a week ago, by when each arrived or was given up, and of no hook."""
    Delivery.objects.filter(at__lt=timezone.now() - KEPT).delete()
    Delivery.objects.exclude(hook__in=WebHook.objects.all()).delete()


def kind_of(delivery: Delivery) -> str:
    """Return what a message tells of."""
    return str(json.loads(delivery.body)["type"])
