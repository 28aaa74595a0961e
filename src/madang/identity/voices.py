"""Voices: finding, making and recognising an account's number in a thread."""

import secrets
from collections.abc import Iterable
from contextlib import suppress

from madang.core.db.many import insert_rows
from madang.core.db.select import execute, fetch, statement

from .keys import EpochDestroyed
from .models import Voice
from .tags import TAG_BYTES, thread_tag

AUTHOR = 0

_NUMBER = statement("SELECT {number} FROM {Voice} WHERE {thread} = %s AND {tag} = %s", Voice)
_THERE = statement("SELECT 1 FROM {Voice} WHERE {thread} = %s AND {number} = %s", Voice)
_FORGET = statement("UPDATE {Voice} SET {tag} = %s WHERE {thread} = %s AND {tag} = %s", Voice)
_LAST = statement("SELECT COALESCE(MAX({number}), 0) FROM {Voice} WHERE {thread} = %s", Voice)


def find_voice(account_id: int, *, thread: int, epoch: int) -> int | None:
    """Return an account's number in a thread, or None if it has not spoken. One query."""
    try:
        tag = thread_tag("voice", account_id, post_id=thread, epoch=epoch)
    except EpochDestroyed:
        return None
    found = fetch(_NUMBER, (thread, tag))
    return found[0][0] if found else None


def claim_voice(account_id: int, *, thread: int, epoch: int) -> int:
    """Return an account's number in a thread, giving it the next one if it has none.

    The caller holds the thread's lock (its post's row in a transaction), which keeps the numbers
    gapless and in the order of first speaking.
    """
    known = find_voice(account_id, thread=thread, epoch=epoch)
    if known is not None:
        return known
    number = int(fetch(_LAST, (thread,))[0][0]) + 1
    tag = thread_tag("voice", account_id, post_id=thread, epoch=epoch)
    Voice.objects.create(thread=thread, tag=tag, number=number)
    return number


def claim_authorship(account_id: int, *, thread: int, epoch: int) -> None:
    """Give a new thread's author the number 0."""
    tag = thread_tag("voice", account_id, post_id=thread, epoch=epoch)
    Voice.objects.create(thread=thread, tag=tag, number=AUTHOR)


def has_spoken(thread: int, number: int) -> bool:
    """Tell whether a thread has a voice of a number. One query."""
    return bool(fetch(_THERE, (thread, number)))


def forget_voice(account_id: int, *, thread: int, epoch: int) -> None:
    """Make an account's voice in a thread nobody's: its number stays, its tag becomes random."""
    with suppress(EpochDestroyed):
        tag = thread_tag("voice", account_id, post_id=thread, epoch=epoch)
        execute(_FORGET, (secrets.token_bytes(TAG_BYTES), thread, tag))


def claim_numbers(claims: Iterable[tuple[int, int, int]], *, epoch: int) -> None:
    """Give accounts the numbers that they had elsewhere: each an account, a thread, a number."""
    rows = [
        (thread, thread_tag("voice", account, post_id=thread, epoch=epoch), number)
        for account, thread, number in claims
    ]
    insert_rows(Voice, ("thread", "tag", "number"), rows)


def add_foreign_voices(numbers: Iterable[tuple[int, int]]) -> None:
    """Add voices of people who have no account here: each a thread and a number in it."""
    rows = [(thread, secrets.token_bytes(TAG_BYTES), number) for thread, number in numbers]
    insert_rows(Voice, ("thread", "tag", "number"), rows)
