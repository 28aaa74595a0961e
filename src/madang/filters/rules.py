"""Filters as data: what is left out and how, and how they are written down to be taken along."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from madang.core.richtext.addresses import end_of_server
from madang.core.text.compared import compared
from madang.core.text.door import can_be_seen, tidy_line

MIN_WORD_LENGTH, MAX_WORD_LENGTH = 2, 30
MAX_RULES, MAX_HIDDEN = 200, 1000
MAX_RECOMMENDS = 1000
FORMAT = "madang-filters"
_SHAPES = {
    "board": re.compile(r"\d{1,18}"),
    "category": re.compile(r"\d{1,18}/\d{1,18}"),
    "voice": re.compile(r"\d{1,18}/\d{1,9}"),
    "domain": re.compile(r"(?=.{3,100}$)[a-z0-9가-힣-]+(\.[a-z0-9가-힣-]+)+"),
    "recommends": re.compile(r"\d{1,4}"),
}


class What(StrEnum):
    """What a filter goes by; its value is named beside it."""

    WORD = "word"  # the word
    BOARD = "board"  # board
    CATEGORY = "category"  # board/category
    VOICE = "voice"  # post/voice
    DOMAIN = "domain"  # domain
    RECOMMENDS = "recommends"  # fewer than so many


class How(StrEnum):
    """What becomes of what a filter catches."""

    FOLD = "fold"
    REMOVE = "remove"


class FilterRefused(Exception):
    """There can be no such filter; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One filter; `initials`: a word also as it is spelled by its first consonants.

    `within`: also where it stands inside another word.
    """

    what: What
    value: str
    how: How = How.FOLD
    initials: bool = True
    within: bool = False


@dataclass(frozen=True, slots=True)
class FilterSet:
    """All that one reader filters; `hidden` has posts by id, until a day or (None) for good."""

    rules: tuple[Rule, ...] = ()
    hidden: dict[int, date | None] = field(default_factory=dict)

    def without_ended(self, today: date) -> "FilterSet":
        """Return these without what was put away until a day that is over."""
        kept = {post: day for post, day in self.hidden.items() if day is None or day > today}
        return FilterSet(self.rules, kept)


def rule(
    what: str, value: str, how: str = How.FOLD, *, initials: bool = True, within: bool = False
) -> Rule:
    """Return a filter from what was typed, tidied. Raises FilterRefused."""
    try:
        kind, manner = What(what), How(how)
    except ValueError:
        raise FilterRefused(_("필터를 찾을 수 없어요.")) from None
    value = tidy_line(value)
    if not can_be_seen(compared(value)):
        raise FilterRefused(_("쓸 수 없는 글자가 있어요."))
    if kind is What.WORD:
        if not MIN_WORD_LENGTH <= len(compared(value).strip()) <= MAX_WORD_LENGTH:
            said = _("단어는 %(least)d자에서 %(most)d자까지예요.")
            raise FilterRefused(said % {"least": MIN_WORD_LENGTH, "most": MAX_WORD_LENGTH})
        return Rule(kind, value, manner, initials, within)
    if kind is What.DOMAIN:
        value = re.sub(r"^(https?://)?(www\.)?", "", value.lower()).partition("/")[0]
        value = value[: end_of_server(value)]
    if not _SHAPES[kind].fullmatch(value):
        raise FilterRefused(_refusal(kind))
    if kind is What.RECOMMENDS and not 1 <= int(value) <= MAX_RECOMMENDS:
        raise FilterRefused(_refusal(kind))
    return Rule(kind, value, manner)


def to_values(filter_set: FilterSet) -> dict[str, Any]:
    """Return filters as JSON has them: what is kept in a box, exported, and kept on a device."""
    return {
        "format": FORMAT,
        "rules": [
            {
                "what": r.what,
                "value": r.value,
                "how": r.how,
                "initials": r.initials,
                "within": r.within,
            }
            for r in filter_set.rules
        ],
        "hidden": {
            str(post): day.isoformat() if day else "" for post, day in filter_set.hidden.items()
        },
    }


def from_values(values: Any) -> FilterSet:
    """Return filters from what `to_values` gave, or from any file. Raises FilterRefused."""
    try:
        if values["format"] != FORMAT:
            raise FilterRefused(_("마당의 필터 파일이 아니에요."))
        rules = dict.fromkeys(
            rule(
                r["what"],
                r["value"],
                r["how"],
                initials=bool(r.get("initials", True)),
                within=bool(r.get("within", False)),
            )
            for r in values["rules"]
        )
        hidden = {_post_id(post): _day(day) for post, day in values["hidden"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise FilterRefused(_("마당의 필터 파일이 아니에요.")) from None
    return limited(FilterSet(tuple(rules), hidden))


def limited(filter_set: FilterSet) -> FilterSet:
    """Return the same if it is not too much; raises FilterRefused."""
    if len(filter_set.rules) > MAX_RULES:
        raise FilterRefused(_("필터는 %(most)d개까지 만들 수 있어요.") % {"most": MAX_RULES})
    if len(filter_set.hidden) > MAX_HIDDEN:
        raise FilterRefused(_("글은 %(most)s개까지 감출 수 있어요.") % {"most": f"{MAX_HIDDEN:,}"})
    return filter_set


def _post_id(typed: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", typed):
        raise ValueError(typed)
    return int(typed)


def _day(typed: str) -> date | None:
    return date.fromisoformat(typed) if typed else None


def _refusal(kind: What) -> str:
    if kind is What.DOMAIN:
        return _("news.example처럼 사이트 주소를 적어 주세요.")
    if kind is What.RECOMMENDS:
        return _("1부터 %(most)s까지의 수를 적어 주세요.") % {"most": f"{MAX_RECOMMENDS:,}"}
    return _("필터를 찾을 수 없어요.")
