"""Lanes: who may take an inquiry. Within a lane the most urgent comes first, then the earliest."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

FRONT, LEAD, LEGAL, TECHNICAL = "front", "lead", "legal", "technical"
LANGUAGES = ("ko", "en")
_HEAVY = "!"


@dataclass(frozen=True, slots=True)
class Lane:
    """In which language somebody asks, at which desk, and whether it sounds abusive.

    A desk is one of those above, or `firm` with a firm's number.
    """

    language: str
    desk: str
    is_heavy: bool = False

    @property
    def text(self) -> str:
        """What a row has of it."""
        return f"{self.language}{_HEAVY if self.is_heavy else ':'}{self.desk}"

    @classmethod
    def read(cls, text: str) -> "Lane":
        """Return the lane of a row."""
        return cls(text[:2], text[3:], is_heavy=text[2] == _HEAVY)


def firm_desk(firm: int) -> str:
    """Return the desk of a firm."""
    return f"firm{firm}"


def lanes(languages: Iterable[str], desks: Iterable[str], *, heavy: bool) -> list[str]:
    """Return the lanes of some languages and desks; of abusive ones too if `heavy`."""
    weights = (False, True) if heavy else (False,)
    return [Lane(*one).text for one in product(languages, desks, weights)]
