"""What other apps keep beside a text: it leaves with a leaver's words, and comes back with them.

Kept in the database meanwhile, it would tell a leaver's words from what others deleted.
"""

from collections.abc import Callable
from typing import Any, Protocol

from .models import State


class Beside(Protocol):
    """What boards ask of an app that keeps something beside texts."""

    def take_along(self, post: int, seq: int, html: str) -> dict[str, Any]:
        """Return all that brings it back, as JSON knows it."""

    def put_back(self, post: int, seq: int, kept: dict[str, Any]) -> None:
        """Bring back what is not there any more; belongs in the text's transaction."""


_offered: list[Beside] = []
# Each is told a text that comes back and the state it was in, and says in which it stands now;
# None: it is gone for good.
on_return: list[Callable[[int, int, State], State | None]] = []


def offer(beside: Beside) -> None:
    """Let this be taken along from now on."""
    _offered[:] = [beside]


def take_along(post: int, seq: int, html: str) -> dict[str, Any]:
    return _offered[0].take_along(post, seq, html) if _offered else {}


def put_back(post: int, seq: int, kept: dict[str, Any]) -> None:
    if _offered and kept:
        _offered[0].put_back(post, seq, kept)


def state_on_return(post: int, seq: int, was: State) -> State | None:
    """Return in which state a text comes back, after what happened meanwhile."""
    state: State | None = was
    for decide in on_return:
        state = decide(post, seq, state) if state is not None else None
    return state
