"""Reading the rule sets: the one in force on a day, with its clocks and a notice's items."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from madang.core.languages import page_language


class Starts(StrEnum):
    """What sets a clock going."""

    NOTICED = "noticed"
    CONFIRMED = "confirmed"


class When(StrEnum):
    """Of which incidents a clock is."""

    ALWAYS = "always"
    LARGE_OR_GRAVE = "large_or_grave"
    INTRUSION = "intrusion"


class MetBy(StrEnum):
    """What stops a clock: a notice that was sent, or a decision that was recorded."""

    NOTICE = "notice"
    DECISION = "decision"


class Words:
    """Texts of the law in the page's language."""

    title: str
    title_en: str

    @property
    def name(self) -> str:
        return self.title if page_language.get() == "ko" else self.title_en


@dataclass(frozen=True, slots=True)
class ClockRule(Words):
    """A time limit: `hours` from what starts it, of incidents `when`, with its source."""

    key: str
    title: str
    title_en: str
    hours: int
    starts: Starts
    when: When
    source: str
    said: str
    said_en: str
    met_by: MetBy

    @property
    def explanation(self) -> str:
        return self.said if page_language.get() == "ko" else self.said_en


@dataclass(frozen=True, slots=True)
class NoticeItem(Words):
    """Something that notices of some kinds have to say, with its source."""

    key: str
    title: str
    title_en: str
    source: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules that are in force from a day on."""

    in_force: date
    name: str
    name_en: str
    checked: str
    report_from_people: int
    public_page_days: int
    clock: tuple[ClockRule, ...]
    item: tuple[NoticeItem, ...]

    def clock_of(self, key: str) -> ClockRule | None:
        """Return a clock's rule by its key."""
        return next((rule for rule in self.clock if rule.key == key), None)

    def items_of(self, kind: str) -> tuple[NoticeItem, ...]:
        """Return what a notice of a kind has to say, in its order."""
        return tuple(item for item in self.item if kind in item.kinds)


def rules_on(day: date) -> RuleSet:
    """Return the rules in force on a day; of a day before all of them, the first."""
    known = _rule_sets()
    return next((rules for rules in known if rules.in_force <= day), known[-1])


@cache
def _rule_sets() -> tuple[RuleSet, ...]:
    """Return all rule sets, the newest first; a wrong file ends the start with what is wrong."""
    text = files("madang.incidents.law").joinpath("kr.toml").read_text()
    read: dict[str, Any] = tomllib.loads(text)
    sets = msgspec.convert(read["rule_set"], tuple[RuleSet, ...])
    return tuple(sorted(sets, key=lambda rules: rules.in_force, reverse=True))
