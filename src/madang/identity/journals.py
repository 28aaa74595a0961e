"""Journals: what an account wrote, recommended or kept, findable by that account alone.

A line of a journal is a row under HMAC(epoch, journal, account, n), with n = 0, 1, 2 … and no gaps.
How many there are is nowhere written: it is found by asking which keys exist. A count kept with the
account would be rewritten with every post, and anyone who holds the database's log would see whose.
Keys and contents come from the month's key, so that a journal ends with its month.
"""

import hmac
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.core.cache.backends.locmem import LocMemCache
from django.db import transaction

from madang.core.db.select import execute, fetch, statement

from .keys import EpochDestroyed, derive, month_of, ring
from .models import JournalEntry

VERSION = 1
NONCE_BYTES = 12
CONTENT_BYTES = 31
# Up to 2^24 lines a month and journal: more than anybody writes.
_DOUBLINGS = 24
_WAYS = 16

_INSERT = statement(
    "INSERT INTO {JournalEntry} ({key}, {box}) VALUES (%s, %s) ON CONFLICT DO NOTHING", JournalEntry
)
_UPDATE = statement("UPDATE {JournalEntry} SET {box} = %s WHERE {key} = %s", JournalEntry)
_DELETE = statement("DELETE FROM {JournalEntry} WHERE {key} IN %s", JournalEntry)
_KEYS = statement("SELECT {key} FROM {JournalEntry} WHERE {key} IN %s", JournalEntry)
_BOXES = statement("SELECT {key}, {box} FROM {JournalEntry} WHERE {key} IN %s", JournalEntry)

# Where the next line probably goes, so that writing need not search; forgetting costs a search.
_next = LocMemCache("journals", {"timeout": 3600, "OPTIONS": {"MAX_ENTRIES": 10_000}})


@dataclass(frozen=True, slots=True)
class Journal:
    """One kind of journal of one account, such as "posts"."""

    kind: str
    account: int


# What one month has of a journal, and where one line of it stands.
_Part = tuple[Journal, int]
_Place = tuple[Journal, int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that can be read: where it stands, and what it says."""

    epoch: int
    number: int
    content: bytes


@dataclass(frozen=True, slots=True)
class JournalPage:
    """A page of a journal, newest first; lines that were struck out are left out."""

    lines: list[Line]
    number: int
    last: int


def append(journal: Journal, content: bytes, *, epoch: int) -> int:
    """Write a line at the end of a journal's epoch; return its number. Raises EpochDestroyed.

    Belongs in the transaction of what it notes. Content is at most 31 bytes.
    """
    hint = _hint(journal, epoch)
    hinted = _next.get(hint)
    number = int(hinted) if hinted is not None else _counts_of([journal], epoch)[journal]
    while not _insert(journal, epoch, number, content):
        # Another line of the same account took the place.
        number += 1
    # Only once it is kept for good: a gap would hide all that follows.
    transaction.on_commit(lambda: _next.set(hint, number + 1))
    return number


def ends_of(journals: Iterable[Journal], *, epoch: int) -> dict[Journal, int]:
    """Return how many lines each of many journals has in an epoch; a dozen queries for all."""
    return _counts_of(journals, epoch)


def append_many(
    notes: Sequence[tuple[Journal, bytes]], ends: dict[Journal, int], *, epoch: int
) -> list[int]:
    """Write one line each at the ends of many journals' epoch; return their numbers.

    Belongs in the transaction of what it notes. The ends may be from before it (`ends_of`), so
    that nobody waits for the search: a line whose place another took goes on to the next.
    """
    ends, numbers = dict(ends), []
    for journal, content in notes:
        number = ends[journal]
        while not _insert(journal, epoch, number, content):
            number += 1
        ends[journal] = number + 1
        numbers.append(number)
    return numbers


def strike(journal: Journal, *, epoch: int, number: int) -> bool:
    """Strike a line out: its place stays, its content goes; tell whether there was one."""
    return rewrite(journal, b"", epoch=epoch, number=number)


def rewrite(journal: Journal, content: bytes, *, epoch: int, number: int) -> bool:
    """Let a line say something else; tell whether there was one."""
    try:
        box = _shut(journal, epoch, number, content)
        return execute(_UPDATE, (box, _key(journal, epoch, number))) == 1
    except EpochDestroyed:
        return False


def erase(journal: Journal) -> None:
    """Remove a whole journal, as far as its months' keys are there."""
    counts = _counts(journal)
    # From the end: what is left when this breaks off is found again.
    places = ((epoch, n) for epoch, count in counts.items() for n in reversed(range(count)))
    keys = [_key(journal, epoch, n) for epoch, n in places]
    for first in range(0, len(keys), 500):
        execute(_DELETE, (keys[first : first + 500],))
    for epoch in counts:
        _next.delete(_hint(journal, epoch))


def length(journal: Journal) -> int:
    """Return how many lines a journal has, struck ones included. At most seven queries."""
    return sum(_counts(journal).values())


def counts(journal: Journal) -> dict[int, int]:
    """Return how many lines each epoch of a journal has, struck ones included. At most seven."""
    return _counts(journal)


def read_page(journal: Journal, number: int, size: int) -> JournalPage | None:
    """Return a page of a journal (None: there is no such page). At most eight queries.

    Seven find how long it is, however long; one reads the lines by their keys.
    """
    counts = _counts(journal)
    total = sum(counts.values())
    last = max(1, -(-total // size))
    if not 1 <= number <= last:
        return None
    places = _places(counts, skip=(number - 1) * size, take=size)
    return JournalPage(_read(journal, places), number, last)


def read_line(journal: Journal, *, epoch: int, number: int) -> Line | None:
    """Return one line; None if there is none, it was struck out, or its epoch is destroyed."""
    try:
        lines = _read(journal, [(epoch, number)])
    except EpochDestroyed:
        return None
    return lines[0] if lines else None


def read_all(journal: Journal, batch: int = 500) -> Iterator[Line]:
    """Yield every line of a journal, newest first."""
    counts = _counts(journal)
    for skip in range(0, sum(counts.values()), batch):
        yield from _read(journal, _places(counts, skip=skip, take=batch))


def mark_of(journal: Journal, what: str, epoch: int, number: int) -> int:
    """Return the number of a row that says one thing of a line, and not of which.

    Raises EpochDestroyed.
    """
    secret = derive(ring().epoch_key(epoch), f"journal mark:{journal.kind}:{what}")
    place = b"%d:%d" % (journal.account, number)
    return int.from_bytes(hmac.digest(secret, place, "sha256")[:8], "big") >> 1


def _hint(journal: Journal, epoch: int) -> str:
    return f"{journal.kind}:{journal.account}:{epoch}"


def _places(counts: dict[int, int], *, skip: int, take: int) -> list[tuple[int, int]]:
    """Return (epoch, number) of a run of lines, counted from the newest."""
    places: list[tuple[int, int]] = []
    for epoch in sorted(counts, key=_in_time, reverse=True):
        count = counts[epoch]
        first = count - 1 - skip
        places += [(epoch, n) for n in range(first, max(-1, first - take + len(places)), -1)]
        skip = max(0, skip - count)
        if len(places) >= take:
            break
    return places


def _in_time(epoch: int) -> tuple[int, int]:
    return month_of(epoch), epoch


def _read(journal: Journal, places: list[tuple[int, int]]) -> list[Line]:
    keys = [_key(journal, epoch, number) for epoch, number in places]
    boxes = _boxes(keys)
    lines = []
    for key, (epoch, number) in zip(keys, places, strict=True):
        content = _open(journal, epoch, number, boxes.get(key, b""))
        if content:
            lines.append(Line(epoch, number, content))
    return lines


def _counts(journal: Journal) -> dict[int, int]:
    """Return how many lines each epoch of a journal has."""
    try:
        found = _search([(journal, epoch) for epoch in ring().epochs])
    except EpochDestroyed:
        # By another process, since this one read the keys; by now it has read them again.
        found = _search([(journal, epoch) for epoch in ring().epochs])
    return {epoch: count for (_, epoch), count in found.items()}


def _counts_of(journals: Iterable[Journal], epoch: int) -> dict[Journal, int]:
    """Return how many lines each of some journals has in one epoch."""
    found = _search([(journal, epoch) for journal in journals])
    return {journal: count for (journal, _), count in found.items()}


def _search(parts: list[_Part]) -> dict[_Part, int]:
    """Return how many lines each part has; all are searched together.

    First the doublings (1, 2, 4, 8 …) between which the count lies, then each range is cut in
    sixteen until one number is left.
    """
    doublings = [1 << k for k in range(_DOUBLINGS)]
    reached = _exist([(*part, n - 1) for part in parts for n in doublings])
    ranges = {}
    for part in parts:
        k = sum((*part, n - 1) in reached for n in doublings)
        ranges[part] = (1 << k - 1, (1 << k) - 1) if k else (0, 0)
    while open_ranges := {part: r for part, r in ranges.items() if r[0] < r[1]}:
        asked = {part: _cuts(low, high) for part, (low, high) in open_ranges.items()}
        reached = _exist([(*part, n - 1) for part, cuts in asked.items() for n in cuts])
        for part, cuts in asked.items():
            low, high = ranges[part]
            there = [n for n in cuts if (*part, n - 1) in reached]
            low = max(there, default=low)
            high = min((n - 1 for n in cuts if n > low), default=high)
            ranges[part] = (low, high)
    return {part: low for part, (low, _) in ranges.items()}


def _cuts(low: int, high: int) -> list[int]:
    step = max(1, (high - low) // _WAYS)
    return list(range(low + step, high + 1, step))


def _exist(places: list[_Place]) -> set[_Place]:
    by_key = {_key(*place): place for place in places}
    found: set[_Place] = set()
    keys = list(by_key)
    for first in range(0, len(keys), 5000):
        found |= {by_key[key] for (key,) in fetch(_KEYS, (keys[first : first + 5000],))}
    return found


def _boxes(keys: list[int]) -> dict[int, bytes]:
    if not keys:
        return {}
    return {key: bytes(box) for key, box in fetch(_BOXES, (keys,))}


def _insert(journal: Journal, epoch: int, number: int, content: bytes) -> bool:
    box = _shut(journal, epoch, number, content)
    return execute(_INSERT, (_key(journal, epoch, number), box)) == 1


def _key(journal: Journal, epoch: int, number: int) -> int:
    secret = derive(ring().epoch_key(epoch), f"journal:{journal.kind}")
    place = b"%d:%d" % (journal.account, number)
    return int.from_bytes(hmac.digest(secret, place, "sha256")[:8], "big") >> 1


def _shut(journal: Journal, epoch: int, number: int, content: bytes) -> bytes:
    if len(content) > CONTENT_BYTES:
        raise ValueError(f"a journal's line holds {CONTENT_BYTES} bytes at most")
    # Every line is as long as any other, so that its length tells nothing.
    padded = bytes([len(content)]) + content.ljust(CONTENT_BYTES, b"\0")
    nonce = secrets.token_bytes(NONCE_BYTES)
    bound = _bind(journal, epoch, number)
    return bytes([VERSION]) + nonce + _cipher(journal, epoch).encrypt(nonce, padded, bound)


def _open(journal: Journal, epoch: int, number: int, box: bytes) -> bytes | None:
    if len(box) <= 1 + NONCE_BYTES or box[0] != VERSION:
        return None
    nonce, shut = box[1 : 1 + NONCE_BYTES], box[1 + NONCE_BYTES :]
    try:
        padded = _cipher(journal, epoch).decrypt(nonce, shut, _bind(journal, epoch, number))
    except InvalidTag:
        return None
    return padded[1 : 1 + padded[0]]


def _cipher(journal: Journal, epoch: int) -> AESGCMSIV:
    return AESGCMSIV(derive(ring().epoch_key(epoch), f"journal box:{journal.kind}"))


def _bind(journal: Journal, epoch: int, number: int) -> bytes:
    return b"%s:%d:%d:%d" % (journal.kind.encode(), journal.account, epoch, number)
