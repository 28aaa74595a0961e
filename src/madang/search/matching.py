"""What is asked of an index: terms in their order, in which field, and in which places."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from .terms import JOINT

# The newest ids are told by blocks of them: an index knows of no other end of a walk than that of
# a term. Each block is eight of the one before; in bits of the id.
_BLOCKS = {"x": 15, "y": 18, "z": 21}
MAX_BLOCKS = 9


class Field(Enum):
    """Where terms stand. Each is a column on SQLite and a weight on PostgreSQL."""

    TITLE = "A"
    BODY = "B"
    INITIALS = "C"
    PLACE = "D"


# A kind of texts, such as posts; each source has one.
Kind = str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that follow one another; the last may only begin so (`is_open`)."""

    terms: tuple[str, ...]
    is_open: bool = False

    def closed(self, endings: Callable[[str], Iterable[str]]) -> "tuple[Phrase, ...]":
        if not self.is_open:
            return (self,)
        return tuple(Phrase((*self.terms[:-1], term)) for term in endings(self.terms[-1]))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of some phrases stands in one of some fields."""

    phrases: tuple[Phrase, ...]
    fields: tuple[Field, ...]

    def closed(self, endings: Callable[[str], Iterable[str]]) -> "Wanted":
        if not any(phrase.is_open for phrase in self.phrases):
            return self
        phrases = (each for phrase in self.phrases for each in phrase.closed(endings))
        return Wanted(tuple(phrases), self.fields)


@dataclass(frozen=True, slots=True)
class Match:
    """All of what is wanted, and nothing of what is not."""

    all_of: tuple[Wanted, ...]
    none_of: tuple[Wanted, ...] = ()

    def closed(self, endings: Callable[[str], Iterable[str]]) -> "Match":
        """Return the same with what may follow (`endings` of a term) in place of open phrases."""
        return Match(
            tuple(one.closed(endings) for one in self.all_of),
            tuple(one.closed(endings) for one in self.none_of),
        )

    def also(self, *wanted: Wanted) -> "Match":
        return Match((*self.all_of, *wanted), self.none_of)


def in_place(*names: str) -> Wanted:
    """Return what stands in one of some places, by their names below."""
    return Wanted(tuple(Phrase((name,)) for name in names), (Field.PLACE,))


# Names of places begin with what no word begins with.
def board_place(board_id: int) -> str:
    return f"{JOINT}b{board_id}"


def category_place(category_id: int) -> str:
    return f"{JOINT}c{category_id}"


def tag_place(tag: str) -> str:
    # As hexadecimal digits: a tag may hold what parts words.
    return f"{JOINT}t" + tag.casefold().encode().hex()


@lru_cache(maxsize=64)
def day_place(day: date) -> str:
    return f"{JOINT}d{day:%Y%m%d}"


def places_of_id(number: int) -> list[str]:
    """Return the blocks of ids that one is in, the smallest first."""
    return [_block(level, number >> shift) for level, shift in _BLOCKS.items()]


def block_places(upto: int, back: int) -> tuple[list[str], int]:
    """Return a few blocks that hold an id and what is so far below it, and the lowest id in them.

    None where they would hold all, or too many of the largest were needed.
    """
    if back >= upto:
        return [], 0
    for level, shift in _BLOCKS.items():
        # One more: since the index was asked, some may have come.
        first, last = (upto - back) >> shift, (upto >> shift) + 1
        if last - first <= MAX_BLOCKS:
            names = [_block(level, number) for number in range(first, last + 1)] if first else []
            return names, first << shift
    return [], 0


def _block(level: str, number: int) -> str:
    return f"{JOINT}{level}{number}"


@lru_cache(maxsize=64)
def month_place(day: date) -> str:
    return f"{JOINT}m{day:%Y%m}"
