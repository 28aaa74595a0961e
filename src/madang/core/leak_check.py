"""What an app says of its tables and folders to the leak check.

Each app with tables has a `privacy.py` with `TABLES`; where it needs them, `FOLDERS` with what its
folders of the data hold, and `CHECKS` of its own. A column that no app names is a finding.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any, Protocol

from .apps import listed_in


class Kind(Enum):
    """What a column may hold, and so what the check looks for in it."""

    WORDS = auto()  # people's own words; may say anything
    SHOWN = auto()  # what the pages show: titles' dates, counts, names of boards
    SEAL = auto()  # who wrote something: 45 bytes
    LINE = auto()  # a journal's line: 61 bytes
    TAG = auto()  # a keyed hash of 16 bytes
    DIGEST = auto()  # a keyed hash, or something random, in hexadecimal; all of one length
    BOXED = auto()  # an encrypted box in Base64, padded
    SECRET = auto()  # other bytes that look random: no value comes twice
    ACCOUNT = auto()  # an account's id; in no table of content
    BOX = auto()  # boxes in JSON, where other software's column wants JSON
    SCATTERED = auto()  # a keyed or random number under which a row is stored
    LOGIN = auto()  # a login name or the hash of a password
    DAY = auto()  # a date, or a midnight
    FLAG = auto()  # yes or no, or a small number, of an account
    NUMBER = auto()  # a row's own number
    SYSTEM = auto()  # the software's own notes, about nobody


# What nobody without the keys can tell from random bytes.
SECRETS = (Kind.SEAL, Kind.LINE, Kind.TAG, Kind.DIGEST, Kind.BOXED, Kind.SECRET)


@dataclass(frozen=True, slots=True)
class Table:
    """What a table may hold: its columns by kind, their names with spaces between.

    `about_people`: it is about people rather than about what was written, and no moment may be in
    it. `must_be_empty`: other people's software makes it and this site never fills it.
    `may_be_missing`: it is made when it is needed. `beside_posts`: it holds what goes with a post,
    joined by this column. `order_tells_nothing`: in which order its rows were written leads to
    nobody, so that it is not written anew to hide it. `written_once`: no row of it is ever written
    again, so that two copies never differ in one. `renumbered_by`: its numbers are nobody's
    business, and are given anew at night in the order of these columns.
    """

    name: str
    kinds: Mapping[Kind, str]
    about_people: bool = False
    must_be_empty: bool = False
    may_be_missing: bool = False
    beside_posts: str = ""
    order_tells_nothing: bool = False
    written_once: bool = False
    renumbered_by: str = ""

    def of(self, *kinds: Kind) -> list[str]:
        """Return the columns of some kinds."""
        return [name for kind in kinds for name in self.kinds.get(kind, "").split()]

    @property
    def columns(self) -> dict[str, Kind]:
        """The kind of each column."""
        return {name: kind for kind, names in self.kinds.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class Sealed:
    """A table whose rows have a seal, for the check with the keys.

    `row` is what a seal is bound to, with columns in braces. `tag_purpose`: what the thread's key
    makes the row's tag for.
    """

    table: str
    seal: str
    row: str
    tag_purpose: str = ""


class Contents(Enum):
    """What a folder of the data holds."""

    PICTURES = auto()
    RECORDS = auto()
    SEALED = auto()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a thief could use: which check found it, where, and what it is."""

    check: str
    where: str
    what: str


class StolenDatabase(Protocol):
    """A database as somebody reads it who has no keys."""

    def ask(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""


Check = Callable[[StolenDatabase], Iterator[Finding]]


@cache
def tables() -> dict[str, Table]:
    """Return the tables of all apps that are on, by their names."""
    return {table.name: table for table in listed_in("privacy", "TABLES")}


@cache
def sealed_tables() -> list[Sealed]:
    """Return the tables of all apps whose rows have a seal."""
    return listed_in("privacy", "SEALED")


@cache
def folders() -> dict[str, Contents]:
    """Return the folders of the data by their names, with what each holds."""
    return dict(listed_in("privacy", "FOLDERS"))


@cache
def checks_of_apps() -> list[Check]:
    """Return the checks that apps have of their own."""
    return listed_in("privacy", "CHECKS")
