"""What a site of another program is to the importer; each program's folder provides one."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape
from typing import ClassVar, Generic, TypeVar

from django.utils import timezone

from madang.boards.api import BoardPlan, TagRefused, name_key, read_tags, slug_of
from madang.boards.models import MAX_CATEGORY_LENGTH, MAX_NAME_LENGTH, MAX_TAGS
from madang.core.reserved_words import reserved_words
from madang.core.richtext import says_something, to_html, words_of
from madang.core.text.door import can_be_seen, tidy, tidy_line, tidy_name

from .lines import EARLIEST, NOTHING_SAID, ArrivedPost
from .report import Note, Report
from .ties import boxed_owner

Row = TypeVar("Row")
MAX_DIGITS, MAX_COUNT = 18, 2**31 - 1
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class OldBoard:
    """A board of the other site: what it is called in addresses there, and what it becomes."""

    key: str
    plan: BoardPlan
    # Names of categories by their numbers there.
    categories: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OldMember:
    """Somebody who signs in there; `password` is the hash as it is kept."""

    name: str
    password: str
    joined: date | None
    # What stands for them where they wrote something.
    speaker: str
    # Whether they may sign in there at all.
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Addresses:
    """What an address of the other program may mean here: a post by its number, or another thing.

    `below` is the board that has to be known there for the number to mean anything.
    """

    post: tuple[str, str] | None = None
    below: str = ""
    others: tuple[str, ...] = ()


def number_in(words: str) -> str:
    """Return a number of the other site as its rows have it; empty for what is none."""
    is_number = words.isascii() and words.isdigit() and len(words) <= MAX_DIGITS
    return str(int(words)) if is_number else ""


def count_of(number: int) -> int:
    """Return a count that can be kept: none is below nought, or beyond what a column holds."""
    return min(max(0, number), MAX_COUNT)


def said_or_nothing(body: str, html: str) -> tuple[str, str]:
    """Return a text as it was typed or as HTML; in words that there is none where nothing shows."""
    if html and says_something(html):
        return "", html
    words = tidy(body)
    if can_be_seen(words) and says_something(to_html(words)):
        return words, ""
    return NOTHING_SAID, ""


class OldSite(ABC):
    """A site of another program, open to be read."""

    # What the program is called on the command line; keys of what came in begin with it.
    name: ClassVar[str]

    def __init__(self, report: Report) -> None:
        self.report = report
        # Accounts to which texts are given, by what stands for their members there.
        self.owners: Mapping[str, int] = {}

    def owner_of(self, speaker: str | None) -> str:
        """Return in a box to whom something is given; empty: to nobody."""
        account = self.owners.get(speaker.casefold()) if speaker else None
        return boxed_owner(account) if account else ""

    @abstractmethod
    def boards(self) -> list[OldBoard]:
        """Return the boards, in their order."""

    @abstractmethod
    def other_words(self) -> set[str]:
        """Return first words of addresses there that are no board's here."""

    @abstractmethod
    def count(self) -> int:
        """Return about how many rows there are to read."""

    @abstractmethod
    def posts(self, boards: Iterable[OldBoard]) -> Iterator[ArrivedPost]:
        """Yield the posts that all may read, each with its comments, not checked yet."""

    @abstractmethod
    def members(self) -> Iterator[OldMember]:
        """Yield those who have an account."""


class Grouped(Generic[Row]):
    """Rows that come by a number, asked for in the order of that number."""

    def __init__(self, rows: Iterator[Row], number: Callable[[Row], int]) -> None:
        self.rows, self.number = rows, number
        self.next = next(rows, None)
        self.passed = 0

    def of(self, number: int) -> list[Row]:
        """Return the rows of a number; those of numbers that were not asked for are passed."""
        found = []
        while self.next is not None and self.number(self.next) <= number:
            if self.number(self.next) == number:
                found.append(self.next)
            else:
                self.passed += 1
            self.next = next(self.rows, None)
        return found

    def end(self) -> int:
        """Return how many rows nobody asked for."""
        rest = sum(1 for _ in self.rows) + (self.next is not None)
        self.next = None
        return self.passed + rest


class BoardNames:
    """Names and addresses for boards that come in: none twice, none that an old address has."""

    def __init__(self, old_words: Collection[str], report: Report) -> None:
        self.old_words = {word.casefold() for word in old_words}
        self.report = report
        self.names: set[str] = set()

    def plan(
        self, name: str, otherwise: str, categories: Iterable[str] = (), *, members_only: bool
    ) -> BoardPlan:
        """Return the plan of a board; `otherwise` is its name where it has none that is seen."""
        said = tidy_name(unescape(_TAG.sub(" ", name)))
        said = said if can_be_seen(said) and slug_of(BoardPlan(said)) else otherwise
        if len(said) > MAX_NAME_LENGTH:
            self.report.add(Note.LONG_BOARD)
        if members_only:
            self.report.add(Note.MEMBERS_BOARDS)
        own = self._free(said[:MAX_NAME_LENGTH].rstrip())
        kept = tuple(each for each in categories if len(tidy_name(each)) <= MAX_CATEGORY_LENGTH)
        return BoardPlan(own, kept, slug=self._slug(own), members_only=members_only)

    def _free(self, name: str) -> str:
        """Return a name that no other board has, and that an address may begin with."""
        others = (f"{name[: MAX_NAME_LENGTH - 5]} {number}" for number in range(2, 10_000))
        for each in (name, *others):
            plan = BoardPlan(each)
            # As names are told apart here: one that another board has would take its posts in.
            is_free = name_key(plan.name) not in self.names
            if is_free and slug_of(plan) not in reserved_words():
                self.names.add(name_key(plan.name))
                return plan.name
        raise AssertionError("ten thousand boards have one name")

    def _slug(self, name: str) -> str:
        """Return an address under which no old one is found."""
        slug = slug_of(BoardPlan(name))
        others = (f"{slug[: MAX_NAME_LENGTH - 5]}-{number}" for number in range(2, 10_000))
        return next(each for each in (slug, *others) if each.casefold() not in self.old_words)


class Moments:
    """Dates as they were kept, of rows that come in the order of their numbers."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.now = timezone.localtime().replace(microsecond=0)
        self.last = EARLIEST.astimezone(self.now.tzinfo)

    def read(self, value: str, otherwise: datetime | None = None) -> datetime:
        """Return a moment; that of the row before where there is none, now where it is to come.

        `value` has year to second, with or without marks between. What `otherwise` is said to be
        is for what belongs to another row.
        """
        found = moment_of(value)
        if found is None or found < EARLIEST:
            self.report.add(Note.NO_DATE)
            return otherwise or self.last
        if found > self.now:
            self.report.add(Note.FUTURE)
            return self.now
        if otherwise is None:
            self.last = found
        return found


def moment_of(value: str) -> datetime | None:
    """Return a moment of `2015-01-02 03:04:05` or `20150102030405`; None for what is none."""
    digits = re.sub(r"\D", "", value)[:14]
    if len(digits) < 8:
        return None
    try:
        found = datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S")
        return found.replace(tzinfo=timezone.get_default_timezone())
    except (ValueError, OverflowError):
        return None


def title_of(title: str, html: str, report: Report) -> str:
    """Return a title as it was shown; one that shows nothing is the beginning of the text."""
    said = tidy_line(unescape(title))
    if can_be_seen(said):
        return said
    report.add(Note.NO_TITLE)
    words = tidy_line(words_of(html))[:60]
    return words if can_be_seen(words) else "(제목 없음)"


def tags_of(words: Iterable[str], report: Report) -> list[str]:
    """Return the words that can be tags here, as many as a post may have; the rest is told of."""
    asked = list(dict.fromkeys(joined for word in words if (joined := "".join(word.split()))))
    found: list[str] = []
    for word in asked:
        with suppress(TagRefused):
            found += read_tags(word)
    kept = list(dict.fromkeys(found))[:MAX_TAGS]
    report.add(Note.TAGS_LEFT, max(0, len(asked) - len(kept)))
    return kept
