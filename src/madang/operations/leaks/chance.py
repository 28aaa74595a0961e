"""Bytes that must look random: whether any part of them comes back oftener than chance allows."""

from collections import Counter
from collections.abc import Iterator
from math import comb, exp

from madang.core.leak_check import SECRETS, Finding, Kind

from .database import Column, Stolen
from .forms import opened_base64

# Of each column, so many values at most.
VALUES = 4000
FEWEST = 40
# Version and month, which many seals share; a line's version.
HEADS = {Kind.SEAL: 5, Kind.LINE: 1}
# Beyond the nonce a box is as long as what it holds.
BOX_BYTES = 28
# Over all columns and places together chance is blamed wrongly once in so many checks.
ONCE_IN = 1e9


def chance(stolen: Stolen) -> Iterator[Finding]:
    """Find parts of seals, lines, tags and boxes that come back: an account's mark in each.

    A mark that differs each time, or is made with a key from what stands beside it, looks like
    chance to anybody who has no keys: it is not found here.
    """
    for column in stolen.of_kind(*SECRETS):
        values = _values(stolen, column)
        if len(values) >= FEWEST and (found := repeats(values, head_of(column))):
            yield Finding("chance", str(column), found)


def head_of(column: Column) -> int:
    """Return how many bytes of a column's values are the same for many."""
    return HEADS.get(column.kind, 0) if column.kind else 0


def repeats(values: list[bytes], first: int = 0) -> str | None:
    """Return which part of some values comes back oftener than chance allows; None if none does."""
    shortest = min(map(len, values))
    pairs = comb(len(values), 2)
    for width in (4, 2, 1):
        expected = pairs / 256**width
        for start in range(first, shortest - width + 1):
            seen = Counter(value[start : start + width] for value in values)
            same = sum(comb(count, 2) for count in seen.values() if count > 1)
            if _is_no_chance(same, expected):
                return f"has {width} bytes from byte {start} on that come back"
    return None


def _is_no_chance(same: int, expected: float) -> bool:
    if expected > 30:
        # Of many pairs the number varies by about its root; single bytes are counted in pairs that
        # hang together, hence far more.
        return same > expected + 12 * expected**0.5 + 0.02 * expected
    # So many or more, of rare events (Poisson).
    term = total = exp(-expected)
    for count in range(1, same):
        term *= expected / count
        total += term
    return same > 0 and 1 - total < 1 / ONCE_IN and same > 2


def _values(stolen: Stolen, column: Column) -> list[bytes]:
    found: dict[bytes, None] = {}
    for value in stolen.values(column):
        if isinstance(value, str) and column.kind is Kind.BOXED:
            value = (opened_base64(value) or b"")[:BOX_BYTES]
        elif isinstance(value, str) and len(value) % 2 == 0:
            try:
                value = bytes.fromhex(value)
            except ValueError:
                continue
        if isinstance(value, bytes) and len(value) >= 8:
            found[value] = None
        if len(found) >= VALUES:
            break
    lengths = Counter(map(len, found))
    usual = lengths.most_common(1)[0][0] if lengths else 0
    return [value for value in found if len(value) == usual]
