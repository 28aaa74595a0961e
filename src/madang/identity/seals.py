"""Seals: an account's id under authenticated encryption, bound to the row that holds it."""

import secrets
import struct
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from .keys import EpochDestroyed, derive, ring

VERSION = 2
NONCE_BYTES = 12
_HEAD = struct.Struct(">BI")  # version, epoch
_CONTENTS = {1: struct.Struct(">Q"), 2: struct.Struct(">QI")}  # account, journal line


class Sealed(NamedTuple):
    """What a seal holds: an account, and the number of the line in its journal of that epoch."""

    account: int
    epoch: int
    line: int | None


def seal(account_id: int, *, epoch: int, row: str, line: int = 0) -> bytes:
    """Seal an account's id for one row (named like "post:12") under the key of an epoch.

    Returns version (1 byte), epoch (4), nonce (12) and AES-256-GCM-SIV (RFC 8452) of the id and
    its journal's line (28). Equal authors give unequal seals, and a seal moved to another row does
    not open. Raises EpochDestroyed.
    """
    head = _HEAD.pack(VERSION, epoch)
    nonce = secrets.token_bytes(NONCE_BYTES)
    contents = _CONTENTS[VERSION].pack(account_id, line)
    return head + nonce + _cipher(epoch).encrypt(nonce, contents, _bind(head, row))


def nobodys(sealed: bytes | memoryview) -> bytes:
    """Return what looks like a seal and opens for nobody: of the same length, month and version.

    Emptied seals would stand out, and tie together all that one leaver wrote.
    """
    sealed = bytes(sealed)
    return sealed[: _HEAD.size] + secrets.token_bytes(max(0, len(sealed) - _HEAD.size))


def unseal(sealed: bytes | memoryview, *, row: str) -> int | None:
    """Return the account id in a seal; None if it was never sealed, moved, damaged or destroyed."""
    opened = open_seal(sealed, row=row)
    return opened.account if opened else None


def open_seal(sealed: bytes | memoryview, *, row: str) -> Sealed | None:
    """Return all that a seal holds; None if it was never sealed, moved, damaged or destroyed."""
    sealed = bytes(sealed)
    if len(sealed) <= _HEAD.size + NONCE_BYTES:
        return None
    head, nonce = sealed[: _HEAD.size], sealed[_HEAD.size : _HEAD.size + NONCE_BYTES]
    version, epoch = _HEAD.unpack(head)
    if version not in _CONTENTS:
        return None
    try:
        opened = _cipher(epoch).decrypt(nonce, sealed[len(head + nonce) :], _bind(head, row))
    except (InvalidTag, EpochDestroyed):
        return None
    account, *line = _CONTENTS[version].unpack(opened)
    return Sealed(account, epoch, line[0] if line else None)


def _cipher(epoch: int) -> AESGCMSIV:
    return AESGCMSIV(derive(ring().epoch_key(epoch), "seal"))


def _bind(head: bytes, row: str) -> bytes:
    return head + row.encode()
