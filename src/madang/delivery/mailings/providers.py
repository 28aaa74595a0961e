"""What a provider of a channel is to the dispatcher, in two kinds, and which there are.

A gateway takes letters in two steps: a group is made and filled, and then sent by its name. A group
that nobody sends goes nowhere, and one that was sent is not sent again, so whatever breaks off can
be gone on with. A mail server takes one letter at a time, and cannot say afterwards whether it did.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol, runtime_checkable

from .letters import Content, Letter


class Refused(Exception):
    """A provider will not take something as it is; the message is its code, never a contact."""


class TryLater(Exception):
    """A provider was not reached, or is busy; the same may be asked again."""

    def __init__(self, why: str, seconds: float = 0.0) -> None:
        super().__init__(why)
        self.seconds = seconds


class GroupState(Enum):
    """Where a group stands at its gateway; UNKNOWN: there is none of this name."""

    PENDING = auto()
    SENT = auto()
    UNKNOWN = auto()


# Reads the letters of a batch.
Letters = Callable[[], Sequence[Letter]]


class Gateway(Protocol):
    """A provider that takes letters in two steps. Each method may raise TryLater and Refused."""

    name: str
    channel: str
    # Of one group, so that it fits what the gateway takes at once.
    max_letters: int

    def open_group(self) -> str:
        """Make an empty group; return its name."""

    def fill(self, group: str, letters: Sequence[Letter], content: Content) -> dict[int, str]:
        """Put letters into a group; return those that were refused with their codes."""

    def send(self, group: str, letters: Letters, content: Content) -> dict[int, str]:
        """Send a group that is pending; nothing where it was sent already.

        `letters` reads them again, for a gateway that takes them only now. Returns the refused.
        """

    def state(self, group: str) -> GroupState:
        """Return where a group stands."""


class Outcome(Enum):
    """What became of one letter that was given to a mail server."""

    ACCEPTED = auto()
    FAILED = auto()
    LATER = auto()
    UNKNOWN = auto()


@runtime_checkable
class Courier(Protocol):
    """A provider that takes one letter at a time, and may break off in the middle of one."""

    name: str
    channel: str
    max_letters: int
    # So many at once are marked as under way: what is UNKNOWN after a crash is no more.
    window: int
    # Whether the same letter twice is one to whoever gets it.
    may_repeat: bool

    def connection(self) -> AbstractContextManager[Callable[[Letter], Outcome]]:
        """Open a connection over which letters are given. May raise TryLater."""


Provider = Gateway | Courier


@dataclass(slots=True)
class Registry:
    """The providers of each channel, asked for anew each time: settings may differ in tests."""

    makers: list[Callable[[], Iterable[Provider]]]

    def all(self) -> Iterator[Provider]:
        for make in self.makers:
            yield from make()

    def of_channel(self, channel: str) -> list[Provider]:
        """Return the providers of a channel that are set up, the preferred ones first."""
        return [provider for provider in self.all() if provider.channel == channel]

    def named(self, channel: str, name: str) -> Provider | None:
        """Return one of them; None if it is not set up."""
        return next((one for one in self.of_channel(channel) if one.name == name), None)


registry = Registry([])


def channels_that_send() -> list[str]:
    """Return the channels that have a provider."""
    return list(dict.fromkeys(provider.channel for provider in registry.all()))


def courier_channels() -> list[str]:
    """Return the channels whose letters are given one at a time."""
    return [provider.channel for provider in registry.all() if isinstance(provider, Courier)]


def fits(provider: Provider, content: Content) -> bool:
    """Tell whether a provider has the template that a text needs, where it needs one."""
    return not content.templates or provider.name in content.templates
