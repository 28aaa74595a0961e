"""What a check of readiness answers."""

from dataclasses import dataclass
from enum import IntEnum


class State(IntEnum):
    """How it stands; what cannot be looked up is no failure, and no success."""

    READY = 0
    CANNOT_TELL = 1
    WEAK = 2
    MISSING = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that was looked at: what, how it stands, and what is to be done."""

    what: str
    state: State
    said: str = ""

    @property
    def is_urgent(self) -> bool:
        return self.state is State.MISSING
