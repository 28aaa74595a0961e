"""What each kind of column may look like, so that nothing hides in a length or a type."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from madang.core.leak_check import Finding, Kind
from madang.identity.boxes import NONCE_BYTES

from .database import Column, Stolen

# Of AES-256-GCM-SIV.
TAG_BYTES = 16
# To whose multiples boxes are padded, whatever is in them, and some to larger ones.
PADDING_BYTES = 16
VERSIONS = (1, 2)
LENGTHS = {Kind.SEAL: 45, Kind.LINE: 61, Kind.TAG: 16}
_HEX = re.compile(r"[0-9a-f]+\Z")
_WORD = re.compile(r"[a-z_]{1,20}\Z")
_DATE = re.compile(r"\d{4}-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])\Z")
_TYPES: dict[str, tuple[type, ...]] = {
    "blob": (bytes,),
    "bytea": (bytes,),
    "bool": (bool, int),
    "boolean": (bool, int),
    "bigint": (int,),
    "integer": (int,),
    "smallint": (int,),
    "smallint unsigned": (int,),
    "integer unsigned": (int,),
    "bigint unsigned": (int,),
    "text": (str,),
    "character varying": (str,),
    "date": (str, date),
}
# Days as a number: since 1970, since the year 1, and as people write them.
_DAY_NUMBERS = (
    lambda day: (day - date(1970, 1, 1)).days,
    lambda day: day.toordinal(),
    lambda day: day.year * 10_000 + day.month * 100 + day.day,
)
FEWEST = 8
# Whose numbers come past those of days as a site grows.
NUMBERS_OF_ROWS = {"post", "post_id", "thread", "case_id", "poll_id", "preview_id", "seq", "epoch"}


def forms(stolen: Stolen) -> Iterator[Finding]:
    """Find values of another form than their column's kind has: length, alphabet, type, a day."""
    for column in stolen.columns:
        if column.kind in (None, Kind.SYSTEM):
            continue
        seen: set[str] = set()
        lengths: set[int] = set()
        days = _Days()
        for value in stolen.values(column):
            if value is None or value == b"" or value == "":
                continue
            if wrong := _wrong(column, value, lengths):
                seen.add(wrong)
            days.see(value)
        if column.kind is Kind.DIGEST and len(lengths) > 1:
            seen.add("is of several lengths")
        if column.kind is Kind.SHOWN and column.name not in NUMBERS_OF_ROWS and days.are_all:
            seen.add("holds days")
        for what in sorted(seen):
            yield Finding("forms", str(column), what)


class _Days:
    """Whether all numbers of a column are days of our years, in one of the ways to write them."""

    def __init__(self) -> None:
        today = timezone.localdate()
        first = today.replace(year=today.year - 10, day=1)
        self.ranges = [(number(first), number(today) + 2) for number in _DAY_NUMBERS]
        self.count = 0
        self.within = [0] * len(self.ranges)

    def see(self, value: Any) -> None:
        if isinstance(value, int) and not isinstance(value, bool) and value:
            self.count += 1
            for place, (low, high) in enumerate(self.ranges):
                self.within[place] += low <= value <= high

    @property
    def are_all(self) -> bool:
        return self.count >= FEWEST and max(self.within) == self.count


def _wrong(column: Column, value: Any, lengths: set[int]) -> str | None:
    """Return what is wrong with a value; note its length."""
    base = column.type.partition("(")[0].strip()
    if base in _TYPES and not isinstance(value, _TYPES[base]):
        return f"holds {type(value).__name__} where {base} belongs"
    check = _BY_KIND.get(column.kind) if column.kind else None
    if check is None:
        return None
    if isinstance(value, str):
        lengths.add(len(value))
    return check(column, value)


def _fixed(column: Column, value: Any) -> str | None:
    assert column.kind is not None
    wanted = LENGTHS[column.kind]
    if not isinstance(value, bytes) or len(value) != wanted:
        return f"has another length than {wanted} bytes"
    if column.kind is Kind.SEAL and not _is_a_seals_head(value):
        return "begins as no seal does"
    return None


def _is_a_seals_head(value: bytes) -> bool:
    """Tell whether a seal begins with a version and a month."""
    month = int.from_bytes(value[1:5], "big")
    # A month of which a second key was begun has two digits more.
    month = month // 100 if month > 999_999 else month
    return value[0] in VERSIONS and 2020 <= month // 100 <= 2200 and 1 <= month % 100 <= 12


def _digest(_column: Column, value: Any) -> str | None:
    return None if isinstance(value, str) and _HEX.match(value) else "is no keyed hash"


def _boxed(_column: Column, value: Any) -> str | None:
    box = opened_base64(value) if isinstance(value, str) else None
    shut = len(box) - NONCE_BYTES - TAG_BYTES if box else 0
    return None if shut > 0 and shut % PADDING_BYTES == 0 else "is no padded box"


def _day(_column: Column, value: Any) -> str | None:
    if isinstance(value, datetime):
        aware = value if timezone.is_aware(value) else value.replace(tzinfo=UTC)
        local = timezone.localtime(aware)
        return None if (local.hour, local.minute, local.second) == (0, 0, 0) else "holds a moment"
    if isinstance(value, date):
        return None
    # A midnight as SQLite has it is in Greenwich's time; the check of moments looks at those.
    is_day = isinstance(value, str) and (_DATE.match(value) or _DATE.match(value[:10]))
    return None if is_day else "holds what is no day"


def _flag(_column: Column, value: Any) -> str | None:
    is_one = value in (0, 1) if isinstance(value, int) else bool(_WORD.match(str(value)))
    return None if is_one else "holds more than yes or no"


def _number(_column: Column, value: Any) -> str | None:
    return None if isinstance(value, int) else "holds what is no number"


def _shown(column: Column, value: Any) -> str | None:
    # A day of somebody's, in a column of words that has no days.
    is_text = column.type.startswith(("varchar", "text", "char"))
    if is_text and isinstance(value, str) and _DATE.match(value):
        return "holds days"
    return None


_BY_KIND: dict[Kind, Callable[[Column, Any], str | None]] = {
    Kind.SEAL: _fixed,
    Kind.LINE: _fixed,
    Kind.TAG: _fixed,
    Kind.DIGEST: _digest,
    Kind.BOXED: _boxed,
    Kind.DAY: _day,
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.SCATTERED: _number,
    Kind.SHOWN: _shown,
}


def opened_base64(text: str) -> bytes | None:
    """Return the bytes that a text stands for in Base64, either alphabet; None if it is none."""
    try:
        return base64.b64decode(text.translate(_ONE_ALPHABET), validate=True)
    except (binascii.Error, ValueError):
        return None


_ONE_ALPHABET = str.maketrans("-_", "+/")
