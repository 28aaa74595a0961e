"""The check from inside: with the keys, whether what must not depend on an author does.

A mark that looks like chance to a thief may still be one to whoever made the program: bytes of a
hash in a seal, say. With the keys the authors are known, and it is asked of every value beside a
text or a mark whether it goes with its author oftener than with others.
"""

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

from madang.core.leak_check import SECRETS, Finding, Kind, Sealed, sealed_tables, tables
from madang.identity.keys import EpochDestroyed
from madang.identity.seals import unseal
from madang.identity.tags import thread_tag

from .chance import head_of
from .database import Column, Stolen
from .forms import opened_base64

ROWS = 4000
# Where a thread's month is.
THREADS = "boards_post"
# Of fewer pairs of one author nothing can be said.
FEWEST_PAIRS = 30
FEWEST_AUTHORS, TEXTS_OF_ONE = 6, 3
# By which everybody sees what belongs together: names and voices; where somebody likes to be.
OPEN = {"nickname", "voice", "post_id", "board_id", "category_id"}


@dataclass(frozen=True)
class Row:
    """A row of a table, and the account that its seal names."""

    account: int
    values: dict[str, Any]


def check_with_keys(stolen: Stolen) -> list[Finding]:
    """Return what the keys show to depend on an author; reads some thousand rows of each table."""
    found: list[Finding] = []
    for known in sealed_tables():
        rows = _rows(stolen, known)
        found += _follow_authors(stolen, known.table, rows)
        found += _hold_hashes(stolen, known.table, rows)
        if known.tag_purpose:
            epochs = dict(stolen.ask(f"SELECT id, epoch FROM {THREADS}"))
            found += _tags(known, rows, epochs)
    return found


def _rows(stolen: Stolen, known: Sealed) -> list[Row]:
    """Return the newest rows of a table whose seals can be opened."""
    columns = [column for column in stolen.columns if column.table == known.table]
    names = ", ".join(stolen.quoted(column) for column in columns)
    sql = f"SELECT {names} FROM {known.table} ORDER BY id DESC LIMIT {ROWS}"
    rows = []
    for values in stolen.ask(sql):
        row = {
            column.name: bytes(value) if isinstance(value, memoryview) else value
            for column, value in zip(columns, values, strict=True)
        }
        account = unseal(row[known.seal] or b"", row=known.row.format(**row))
        if account is not None:
            rows.append(Row(account, row))
    return rows


def _follow_authors(stolen: Stolen, table: str, rows: Sequence[Row]) -> Iterator[Finding]:
    for column in _columns(stolen, table):
        values = [(row.account, row.values[column.name]) for row in rows]
        if column.kind in SECRETS:
            packed = [(account, _packed(value)) for account, value in values if value]
            usual = {len(value) for _account, value in packed}
            if len(usual) == 1 and (where := _windows(packed, head_of(column))) is not None:
                said = f"has bytes that go with the author, from byte {where} on"
                yield Finding("with keys", str(column), said)
        elif column.kind in (Kind.SHOWN, Kind.NUMBER) and _names_authors(column, values):
            yield Finding("with keys", str(column), "is a number of the author's")


def _windows(values: list[tuple[int, bytes]], first: int) -> int | None:
    """Return where in some values bytes go with the author more than with others; None: nowhere."""
    of_author: dict[int, list[bytes]] = defaultdict(list)
    for account, value in values:
        of_author[account].append(value)
    pairs = sum(comb(len(own), 2) for own in of_author.values())
    if pairs < FEWEST_PAIRS or len(of_author) < 2:
        return None
    every = comb(len(values), 2)
    for width in (1, 4):
        for start in range(first, len(values[0][1]) - width + 1):
            whole = _same([value[start : start + width] for _account, value in values])
            own = sum(
                _same([value[start : start + width] for value in group])
                for group in of_author.values()
            )
            others = (whole - own) / max(1, every - pairs)
            expected = pairs * max(others, 1 / 256**width)
            if own > expected + 7 * (expected + 1) ** 0.5:
                return start
    return None


def _same(parts: list[bytes]) -> int:
    counts: dict[bytes, int] = defaultdict(int)
    for part in parts:
        counts[part] += 1
    return sum(comb(count, 2) for count in counts.values() if count > 1)


def _names_authors(column: Column, values: list[tuple[int, Any]]) -> bool:
    """Tell whether a number is one for each author, and mostly another for others."""
    of_author: dict[int, list[int]] = defaultdict(list)
    for account, value in values:
        if isinstance(value, int) and value and column.name not in OPEN:
            of_author[account].append(value)
    often = [own for own in of_author.values() if len(own) >= TEXTS_OF_ONE]
    if len(often) < FEWEST_AUTHORS:
        return False
    steady = [own[0] for own in often if len(set(own)) == 1]
    return len(steady) >= 0.8 * len(often) and len(set(steady)) >= 0.6 * len(steady)


def _hold_hashes(stolen: Stolen, table: str, rows: Sequence[Row]) -> Iterator[Finding]:
    """Find bytes of an author's number hashed without a key, by what hashes are common."""
    for column in _columns(stolen, table):
        if column.kind not in SECRETS:
            continue
        hits = total = 0
        for row in rows[:400]:
            value = row.values[column.name]
            if value:
                total += 1
                hits += any(part in _packed(value) for part in _hashes(row.account))
        # Four bytes of one of some dozens come up in a value of fifty once in some million.
        if total >= TEXTS_OF_ONE and hits > max(2, total // 10):
            yield Finding("with keys", str(column), "holds a hash of the author's number")


def _hashes(account: int) -> Iterator[bytes]:
    for form in (b"%d" % account, account.to_bytes(8, "big"), account.to_bytes(8, "little")):
        for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            whole = hashlib.new(name, form, usedforsecurity=False).digest()
            yield whole[:4]
            yield whole[-4:]
        for number in (zlib.crc32(form), zlib.adler32(form)):
            yield number.to_bytes(4, "big")
            yield number.to_bytes(4, "little")


def _tags(known: Sealed, rows: Sequence[Row], epochs: dict[int, int]) -> Iterator[Finding]:
    """Find marks whose tag is not what the thread's key makes of their account."""
    wrong = seen = 0
    for row in rows:
        post = row.values["post_id"]
        try:
            tag = thread_tag(known.tag_purpose, row.account, post_id=post, epoch=epochs[post])
        except EpochDestroyed:
            continue
        seen += 1
        wrong += tag != row.values["tag"]
    # A thread that got another month's key leaves some marks under the old one.
    if seen >= TEXTS_OF_ONE and wrong > seen // 2:
        yield Finding("with keys", f"{known.table}.tag", "is not made by the thread's key")


def _columns(stolen: Stolen, table: str) -> list[Column]:
    known = tables()[table].columns
    return [c for c in stolen.columns if c.table == table and c.name in known]


def _packed(value: Any) -> bytes:
    if isinstance(value, str):
        return opened_base64(value) or value.encode()
    return bytes(value)
