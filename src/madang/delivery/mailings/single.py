"""One message to one number at once, such as a code: twice does no harm, and late is no use."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from madang.identity.boxed_rows import Boxed

from .letters import Content, Letter
from .providers import Courier, Refused, TryLater, registry

log = logging.getLogger(__name__)
CHANNEL = "sms"
# Seconds between one try and the next.
PAUSES = (5, 20, 60)


@dataclass(frozen=True, slots=True)
class Single:
    """A text in the queue, and how often it was tried."""

    to: str
    text: str
    tries: int = 0


SINGLE = Boxed(Single, "single message", padded_to=512)


def can_text() -> bool:
    """Tell whether text messages can be sent."""
    return bool(registry.of_channel(CHANNEL))


def text_soon(to: str, text: str) -> None:
    """Queue one text message."""
    _queue(Single(to, text))


def _queue(single: Single, wait: int = 0) -> None:
    later = timezone.now() + timedelta(seconds=wait) if wait else None
    _send.using(run_after=later).enqueue(SINGLE.encrypt(single))


@task()
def _send(box: str) -> None:
    single = SINGLE.decrypt(box)
    if single is None:
        return
    try:
        _give(single)
    except TryLater:
        if single.tries < len(PAUSES):
            _queue(replace(single, tries=single.tries + 1), wait=PAUSES[single.tries])
        else:
            log.error("a text message could not be sent")
    except Refused as error:
        log.error("a text message was refused: %s", error)


def _give(single: Single) -> None:
    provider = next(iter(registry.of_channel(CHANNEL)), None)
    if provider is None or isinstance(provider, Courier):
        raise TryLater("no provider")
    group = provider.open_group()
    letter = Letter(0, single.to, single.text, "", {})
    if refused := provider.fill(group, [letter], Content(single.text)):
        raise Refused(next(iter(refused.values())))
    provider.send(group, lambda: [letter], Content(single.text))
