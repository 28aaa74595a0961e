"""Web Push to many, as the dispatcher sees it: an account's browsers, one after the other.

A push says that there is something to read and where, and its service knows when it came: so it
is never the only way by which somebody is told. Nothing about a browser is written here: what
changed while letters go out would show whose they are.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings

from ..extensions import members
from ..mailings.letters import Letter
from ..mailings.providers import Outcome, Provider
from . import client
from .subscriptions import devices_of

CHANNEL = "push"
# The variable in which a letter says which page a browser opens.
OPENS = "열 곳"


class PushServices:
    """The services of browsers' makers, whichever an account's browsers have."""

    name = CHANNEL
    channel = CHANNEL
    max_letters = 500
    window = 10
    # What is shown has a tag, whose place the second takes.
    may_repeat = True

    @contextmanager
    def connection(self) -> Iterator[Callable[[Letter], Outcome]]:
        yield _give


def _give(letter: Letter) -> Outcome:
    """Tell all browsers in which an account is signed in; it fails where there is none."""
    account = int(letter.to)
    sessions = members.provider.live_sessions(account) or ()
    said = {"title": letter.subject, "body": letter.text, "to": letter.variables.get(OPENS, "/")}
    text = json.dumps(said, ensure_ascii=False)
    devices = [device for device in devices_of(account) if device.session in sessions]
    outcomes = {client.send(device, text, topic=CHANNEL) for device in devices}
    if client.Outcome.DONE in outcomes:
        return Outcome.ACCEPTED
    return Outcome.LATER if client.Outcome.LATER in outcomes else Outcome.FAILED


def providers() -> Iterable[Provider]:
    """Return what is set up of it."""
    if settings.PUSH_SERVICES:
        yield PushServices()
