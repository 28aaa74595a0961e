"""Tags: keyed hashes that let the server find or count an account's doing without naming it."""

import hmac
import struct
from functools import lru_cache

from .keys import derive, ring, thread_key

TAG_BYTES = 16


def thread_tag(purpose: str, account_id: int, *, post_id: int, epoch: int) -> bytes:
    """Return one account's tag in one thread for one purpose ("voice", "recommend").

    The thread's key comes from its epoch's key, so the same account has unrelated tags in two
    threads, and none at all once the epoch is destroyed (raises EpochDestroyed).
    """
    key = thread_key(ring().epoch_key(epoch), purpose, post_id)
    return _mac(key, b"%d" % account_id)[:TAG_BYTES]


def idempotency_tag(account_id: int, token: str) -> bytes:
    """Return the tag of one filled-in form, so that sending it twice makes one thing.

    The token is random and new with every form: the tag says nothing about the account.
    """
    return _mac(derive(ring().site, "idempotency"), f"{account_id}:{token}".encode())[:TAG_BYTES]


def lookup_tag(purpose: str, text: str) -> str:
    """Return what a secret text (a session's key, an address) is found by, in 32 hex digits.

    Anyone who holds the tag alone cannot present the text that it stands for.
    """
    return _looked_up(ring().site, purpose, text)


def keyed(purpose: str, account_id: int) -> int:
    """Return the number, of 60 bits, under which an account's one row for a purpose is found."""
    return int(lookup_tag(purpose, str(account_id))[:15], 16)


def keyed_places(purpose: str, text: str, account_id: int, count: int) -> list[int]:
    """Return the numbers, of 60 bits, under which an account's few rows for something are found."""
    return list(_places(ring().site, purpose, text, account_id, count))


def reader_tag(secret: bytes, post_id: int, reader: str) -> bytes:
    """Return what stands for one reader of one post as long as a secret lives."""
    return _mac(secret, f"{post_id}:{reader}".encode())[:TAG_BYTES]


def search_tag(secret: bytes, words: str, reader: str) -> bytes:
    """Return what stands for one reader's search for something, as long as a secret lives."""
    return _mac(secret, f"search:{words}\0{reader}".encode())[:TAG_BYTES]


# Asked for the same few again and again, while a member reads.
@lru_cache(maxsize=8192)
def _looked_up(site_key: bytes, purpose: str, text: str) -> str:
    return _mac(derive(site_key, f"lookup:{purpose}"), text.encode())[:TAG_BYTES].hex()


@lru_cache(maxsize=4096)
def _places(
    site_key: bytes, purpose: str, text: str, account_id: int, count: int
) -> tuple[int, ...]:
    key, found = derive(site_key, f"places:{purpose}"), b""
    while len(found) < 8 * count:
        block = f"{len(found)}:{text}:{account_id}".encode()
        found += hmac.digest(key, block, "sha512")
    return tuple(number >> 4 for (number,) in struct.iter_unpack(">Q", found[: 8 * count]))


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
