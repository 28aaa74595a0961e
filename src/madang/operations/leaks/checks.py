"""The checks of a stolen database, one function for each way in which it could speak."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from math import lgamma, log
from typing import Any

from django.utils import timezone

from madang.core.leak_check import SECRETS, Finding, Kind, tables

from .accounts import ACCOUNTS, accounts_in_content
from .chance import chance
from .database import Column, Stolen
from .forms import forms
from .order import order_of_writing
from .personal_patterns import patterns_in

# A seal begins with its version and epoch, which many share; what follows must not repeat.
SEAL_HEAD_BYTES = 5
NONCE_BYTES = 12
# What two values that differ have alike by chance is shorter.
BEGINNING = 24
MOMENT = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d"
    r"(\.\d{6})?([+-]\d\d:\d\d)?\Z"
)
TEXT = re.compile(rb"[ -~]{10,}")
LONG_TEXT = re.compile(rb"[0-9A-Za-z {}:\"'@._-]{20,}")
ALL_TEXT = re.compile(rb"[ -~]+\Z")
# Shorter bytes are text too often; the share of bytes that are; what is no chance any more.
SHORTEST_TEXT, TEXT_BYTES, BY_CHANCE = 6, 95 / 256, 1e-4


def schema(stolen: Stolen) -> Iterator[Finding]:
    """Find references from content to accounts, and columns that nobody thought of."""
    allowed = {(column.table, column.name) for column in stolen.of_kind(Kind.ACCOUNT)}
    for table, name, other in stolen.references():
        if other == ACCOUNTS and not _is(table, "must_be_empty") and (table, name) not in allowed:
            yield Finding("schema", f"{table}.{name}", "refers to an account")
    for column in stolen.of_kind(Kind.ACCOUNT):
        if not _is(column.table, "about_people"):
            yield Finding("schema", str(column), "groups content by its author")
    for column in stolen.columns:
        if _is(column.table, "must_be_empty"):
            continue
        if column.kind is None:
            yield Finding("schema", str(column), "is named by no app's privacy.py")
    for table in [one for one in stolen.tables if _is(one, "must_be_empty")]:
        if stolen.ask(f"SELECT 1 FROM {table} LIMIT 1"):
            yield Finding("schema", table, "must be empty and is not")
    needed = {table.name for table in tables().values() if not table.may_be_missing}
    for table in sorted(needed - set(stolen.tables)):
        yield Finding("schema", table, "is missing, so the check may be older than the database")


def repeated_values(stolen: Stolen) -> Iterator[Finding]:
    """Find values that come twice where none may: they tie two threads, or two rows, together."""
    secrets = stolen.of_kind(*SECRETS)
    for column in secrets:
        name = stolen.quoted(column)
        parts = {"a value": name}
        if column.kind in (Kind.SEAL, Kind.LINE):
            parts["a nonce"] = f"substr({name}, {SEAL_HEAD_BYTES + 1}, {NONCE_BYTES})"
        for what, part in parts.items():
            if what == "a value" and not _begins_twice(stolen, column):
                continue
            sql = (
                f"SELECT COUNT(*) FROM (SELECT 1 FROM {column.table} "
                f"WHERE length({name}) > 0 GROUP BY {part} HAVING COUNT(*) > 1) AS twice"
            )
            if count := stolen.ask(sql)[0][0]:
                yield Finding("repeated values", str(column), f"{what} comes twice ({count} times)")
    binary = [column for column in secrets if column.type in ("blob", "bytea")]
    # By their beginnings: to sort long ones whole takes the memory of all.
    union = " UNION ALL ".join(
        f"SELECT substr({stolen.quoted(c)}, 1, {BEGINNING}) AS value FROM {c.table} "
        f"WHERE length({stolen.quoted(c)}) > 0"
        for c in binary
    )
    sql = (
        f"SELECT COUNT(*) FROM (SELECT 1 FROM ({union}) AS every "
        "GROUP BY value HAVING COUNT(*) > 1) AS twice"
    )
    if binary and (count := stolen.ask(sql)[0][0]):
        yield Finding("repeated values", "all seals and tags", f"{count} values come twice")


def patterns(stolen: Stolen) -> Iterator[Finding]:
    """Find e-mail addresses, phone and resident numbers and IP addresses outside people's words."""
    for column in stolen.columns:
        # In bytes that look random, anything comes up some day.
        if column.kind in (Kind.WORDS, Kind.SYSTEM, Kind.SCATTERED, *SECRETS):
            continue
        found: set[str] = set()
        for value in stolen.values(column):
            for text in _texts_in(value):
                found.update(patterns_in(text))
        for name in sorted(found):
            yield Finding("patterns", str(column), f"holds what looks like an {name}")


def moments(stolen: Stolen) -> Iterator[Finding]:
    """Find times finer than a day beside accounts, sessions, voices and journals."""
    for column in stolen.columns:
        if not _is(column.table, "about_people"):
            continue
        may_be_old = column.kind in (Kind.SCATTERED, Kind.SHOWN, Kind.NUMBER)
        if any(_is_a_moment(value, numbers=not may_be_old) for value in stolen.values(column)):
            yield Finding("moments", str(column), "holds a time finer than a day")


def readable_secrets(stolen: Stolen) -> Iterator[Finding]:
    """Find texts that can be read where only encrypted ones belong."""
    for column in stolen.of_kind(*SECRETS):
        if _hold_text(stolen.values(column)):
            yield Finding("readable secrets", str(column), "holds text that is not encrypted")
    for column in stolen.of_kind(Kind.BOX):
        if not all(_is_a_box(value) for value in stolen.values(column)):
            yield Finding("readable secrets", str(column), "holds more than an encrypted box")


def _begins_twice(stolen: Stolen, column: Column) -> bool:
    """Tell whether two values begin alike: to compare long ones whole takes the memory of all."""
    name = stolen.quoted(column)
    sql = (
        f"SELECT 1 FROM {column.table} WHERE length({name}) > 0 "
        f"GROUP BY substr({name}, 1, {BEGINNING}) HAVING COUNT(*) > 1 LIMIT 1"
    )
    return bool(stolen.ask(sql))


OWN_CHECKS = (
    schema,
    forms,
    repeated_values,
    chance,
    accounts_in_content,
    patterns,
    moments,
    readable_secrets,
    order_of_writing,
)


def _is(table: str, what: str) -> bool:
    known = tables().get(table)
    return known is not None and bool(getattr(known, what))


def _is_a_moment(value: Any, *, numbers: bool) -> bool:
    if isinstance(value, datetime):
        aware = value if timezone.is_aware(value) else value.replace(tzinfo=UTC)
        local = timezone.localtime(aware)
        return bool(local.time().replace(tzinfo=None) != datetime.min.time())
    if isinstance(value, date | bool):
        return False
    if isinstance(value, str):
        # As people write it: a keyed hash of digits alone is no date.
        return bool(MOMENT.match(value))
    now = timezone.now().timestamp()
    in_our_days = (now - 10 * 366 * 86400, now + 366 * 86400)
    return (
        numbers
        and isinstance(value, int | float)
        and any(in_our_days[0] < value / unit < in_our_days[1] for unit in (1, 10**3, 10**6))
    )


def _hold_text(values: Iterable[Any]) -> bool:
    """Tell whether a value is text, or short ones are oftener than random bytes are by chance."""
    expected, found = 0.0, 0
    for value in values:
        if _can_be_read(value):
            return True
        if isinstance(value, bytes) and len(value) >= SHORTEST_TEXT:
            expected += TEXT_BYTES ** len(value)
            found += bool(ALL_TEXT.match(value))
    # So many of rare events, or more, have at most this probability (Poisson).
    return found > 0 and found * log(expected) - lgamma(found + 1) < log(BY_CHANCE)


def _can_be_read(value: Any) -> bool:
    if isinstance(value, bytes):
        return bool(LONG_TEXT.search(value))
    if isinstance(value, int):
        # A row's number, as a task has it: what it may not be is an account's.
        return False
    # Keyed hashes and boxes are hexadecimal or Base64, which has none of these.
    return any(mark in (value or "") for mark in ":{ .")


def _is_a_box(value: Any) -> bool:
    whole = value if isinstance(value, str | bytes) else json.dumps(value)
    try:
        held = json.loads(whole)
    except ValueError:
        return False
    if not isinstance(held, dict):
        return False
    # As authenticators keep it, and as tasks do.
    boxes = [held.get("box")] if "box" in held else held.get("args")
    named = held.keys() - {"box"} and held.keys() - {"args", "kwargs"}
    return bool(boxes) and not named and not any(map(_can_be_read, boxes or []))


def _texts_in(value: Any) -> list[str]:
    """Return what of a value could be read; random bytes hold ten letters in a row now and then."""
    if isinstance(value, str):
        return [value]
    return [text.decode() for text in TEXT.findall(value)] if isinstance(value, bytes) else []
