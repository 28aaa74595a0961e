"""Accounts where none belong: their numbers in every common writing, disguised, or their names."""

import base64
import hashlib
import random
import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from madang.core.leak_check import SECRETS, Finding, Kind

from .database import Column, Stolen
from .forms import opened_base64

ACCOUNTS = "accounts_account"
ID_BYTES = 8
HASHES = ("md5", "sha1", "sha256", "sha512", "blake2b")
BITS = 2**64
_TOKEN = re.compile(r"[0-9A-Za-z+/_-]{9,}")
_PARTING = re.compile(r"[+/_-]")
_DIGITS = re.compile(r"\d{9,60}")
_HEX_RUN = re.compile(r"[0-9A-Fa-f]{9,}")
# Bases in which a number is written with letters, and how many of them 63 bits may have.
_BASES = {36: range(9, 14), 32: range(9, 14)}
# So many values and accounts are looked at for one disguise; a constant that fits so many pairs of
# them has no other cause.
VALUES_TRIED, PAIRS_TRIED, PAIRS = 64, 200_000, 4
SEAL_HEAD_BYTES = 5


@dataclass(frozen=True)
class Known:
    """What names an account: numbers, what their bytes and hashes mean as numbers, and names."""

    ids: frozenset[int]
    packed: frozenset[int]
    names: frozenset[str]


def accounts_in_content(stolen: Stolen) -> Iterator[Finding]:
    """Find accounts' ids and login names, in any writing, outside the table of accounts."""
    rows = stolen.ask(f"SELECT id, login_name FROM {ACCOUNTS}")
    ids = {int(account) for account, _ in rows}
    names = frozenset(str(name) for _, name in rows)
    known = Known(frozenset(ids), frozenset(either_way(ids) | hashes_of(ids, names)), names)
    for column in stolen.columns:
        if column.table == ACCOUNTS or column.kind in (Kind.SYSTEM, Kind.ACCOUNT):
            continue
        if found := _named(stolen, column, known) or _disguised(stolen, column, known):
            yield Finding("accounts in content", str(column), found)


def either_way(ids: set[int]) -> set[int]:
    """Return what the bytes of these numbers mean in either order."""
    turned = (one.to_bytes(ID_BYTES, "big")[::-1] for one in ids)
    return ids | {int.from_bytes(one, "big") for one in turned}


def hashes_of(ids: set[int], names: Iterable[str]) -> set[int]:
    """Return the first eight bytes of what common hashes make of accounts without a key.

    As they are, and as numbers of 63 and 60 bits, such as rows are stored under.
    """
    forms = [str(one).encode() for one in ids] + [name.encode() for name in names]
    forms += [one.to_bytes(ID_BYTES, order) for one in ids for order in ("big", "little")]
    found: set[int] = set()
    for form in forms:
        for name in HASHES:
            start = hashlib.new(name, form, usedforsecurity=False).digest()[:ID_BYTES]
            number = int.from_bytes(start, "big")
            found |= {number, number >> 1, number >> 4}
    return found


def holds_an_id(value: bytes, packed: Iterable[int]) -> bool:
    """Tell whether eight bytes in a row are one of these numbers, wherever they begin."""
    known = packed if isinstance(packed, set | frozenset) else set(packed)
    for start in range(min(ID_BYTES, len(value) - ID_BYTES + 1)):
        count = (len(value) - start) // ID_BYTES
        if not known.isdisjoint(struct.unpack_from(f">{count}Q", value, start)):
            return True
    return False


def writes_an_id(text: str, known: Known) -> bool:
    """Tell whether a text has an account's number in it: in digits, or in letters of some base."""
    digits = _DIGITS.findall(text)
    if any(int(one) in known.ids or int(one[::-1]) in known.ids for one in digits):
        return True
    if any(_is_hexadecimal(run.replace("-", ""), known) for run in _HEX_RUN.findall(text)):
        return True
    return any(_is_in_letters(token, known) for token in _TOKEN.findall(text))


def _is_hexadecimal(run: str, known: Known) -> bool:
    if len(run) <= 2 * ID_BYTES:
        return int(run, 16) in known.packed or int(run.ljust(16, "0"), 16) in known.packed
    ends = range(len(run) - 2 * ID_BYTES + 1)
    return any(int(run[at : at + 2 * ID_BYTES], 16) in known.packed for at in ends)


def _is_in_letters(token: str, known: Known) -> bool:
    if any(
        _is_in_a_base(part, known) for part in {*_PARTING.split(token), _PARTING.sub("", token)}
    ):
        return True
    # What is not a whole number of fours may have lost its end, or have something before it.
    held = (opened_base64(token[at:] + "=" * (-len(token[at:]) % 4)) for at in range(2))
    return any(one is not None and holds_an_id(one, known.packed) for one in held)


def _is_in_a_base(token: str, known: Known) -> bool:
    for base, lengths in _BASES.items():
        if len(token) in lengths and token.isascii() and token.isalnum():
            try:
                if int(token, base) in known.ids:
                    return True
            except ValueError:
                continue
    return _is_base_32(token, known)


def _is_base_32(token: str, known: Known) -> bool:
    """Tell whether a token is eight bytes in Base32 (RFC 4648)."""
    try:
        packed = base64.b32decode(token[:13].upper() + "===")
    except ValueError:
        return False
    return holds_an_id(packed, known.packed)


def _named(stolen: Stolen, column: Column, known: Known) -> str | None:
    is_ours = column.kind not in (Kind.WORDS, Kind.SHOWN, Kind.FLAG)
    for value in stolen.values(column):
        if isinstance(value, int) and not isinstance(value, bool):
            if value in known.packed or -value in known.packed:
                return "holds an account's id"
        elif isinstance(value, str):
            if writes_an_id(value, known):
                return "holds an account's id"
            if is_ours and value in known.names:
                return "holds a login name"
        elif isinstance(value, bytes) and holds_an_id(value, known.packed):
            return "holds an account's id"
    return None


def _disguised(stolen: Stolen, column: Column, known: Known) -> str | None:
    """Find ids to which one constant was added, or by which they were changed bit by bit."""
    if column.kind not in (*SECRETS, Kind.SCATTERED, Kind.NUMBER, Kind.SHOWN):
        return None
    values = _sample(stolen, column)
    chance = random.Random(0)  # noqa: S311 - which ones are looked at is no secret
    for parts in _numbers_in(column, values):
        if len(parts) < PAIRS:
            continue
        few = sorted(known.ids)
        most = max(PAIRS, PAIRS_TRIED // len(parts))
        few = chance.sample(few, most) if len(few) > most else few
        for disguise in (_by_bits, _by_sum):
            fits = Counter(disguise(part, one) for part in parts for one in few)
            if fits and fits.most_common(1)[0][1] >= PAIRS:
                return "holds accounts' ids, changed by a constant"
    return None


def _by_bits(value: int, account: int) -> int:
    return value ^ account


def _by_sum(value: int, account: int) -> int:
    return (value - account) % BITS


def _sample(stolen: Stolen, column: Column) -> list[Any]:
    """Return some different values that may hold a disguised number."""
    found: dict[Any, None] = {}
    for value in stolen.values(column):
        if _may_hold_a_number(value):
            found[value] = None
        elif isinstance(value, str) and column.kind is Kind.DIGEST and len(value) >= 16:
            found[bytes.fromhex(value) if _is_even_hex(value) else value.encode()] = None
        if len(found) >= VALUES_TRIED:
            break
    return list(found)


def _may_hold_a_number(value: Any) -> bool:
    if isinstance(value, bytes):
        return len(value) >= ID_BYTES
    return isinstance(value, int) and value > 2**40


def _numbers_in(column: Column, values: list[Any]) -> Iterator[set[int]]:
    """Yield, for each place in the values where a number may be, the numbers there."""
    whole = {value for value in values if isinstance(value, int)}
    if whole:
        yield whole
    packed = [value for value in values if isinstance(value, bytes)]
    first = SEAL_HEAD_BYTES if column.kind is Kind.SEAL else 0
    shortest = min((len(value) for value in packed), default=0)
    for start in range(first, shortest - ID_BYTES + 1):
        parts = [value[start : start + ID_BYTES] for value in packed]
        yield {int.from_bytes(part, "big") for part in parts}
        yield {int.from_bytes(part, "little") for part in parts}


def _is_even_hex(value: str) -> bool:
    return len(value) % 2 == 0 and bool(_HEX_RUN.fullmatch(value))
