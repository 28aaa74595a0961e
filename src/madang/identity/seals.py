"""Seals: an account's id under authenticated encryption, bound to the row that holds it."""

import secrets
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from .keys import EpochDestroyed, derive, ring

VERSION = 1
NONCE_BYTES = 12
_HEAD = struct.Struct(">BI")  # version, epoch
_ACCOUNT = struct.Struct(">Q")


def seal(account_id: int, *, epoch: int, row: str) -> bytes:
    """Seal an account's id for one row (named like "post:12") under the key of an epoch.

    Returns version (1 byte), epoch (4), nonce (12) and AES-256-GCM-SIV (RFC 8452) of the id (24).
    Equal authors give unequal seals, and a seal moved to another row does not open.
    """
    head = _HEAD.pack(VERSION, epoch)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return head + nonce + _cipher(epoch).encrypt(nonce, _ACCOUNT.pack(account_id), _bind(head, row))


def unseal(sealed: bytes | memoryview, *, row: str) -> int | None:
    """Return the account id in a seal; None if it was never sealed, moved, damaged or destroyed."""
    sealed = bytes(sealed)
    if len(sealed) <= _HEAD.size + NONCE_BYTES:
        return None
    head, nonce = sealed[: _HEAD.size], sealed[_HEAD.size : _HEAD.size + NONCE_BYTES]
    version, epoch = _HEAD.unpack(head)
    if version != VERSION:
        return None
    try:
        opened = _cipher(epoch).decrypt(nonce, sealed[len(head + nonce) :], _bind(head, row))
    except (InvalidTag, EpochDestroyed):
        return None
    return int(_ACCOUNT.unpack(opened)[0])


def _cipher(epoch: int) -> AESGCMSIV:
    return AESGCMSIV(derive(ring().epoch_key(epoch), "seal"))


def _bind(head: bytes, row: str) -> bytes:
    return head + row.encode()
