"""Named keys: what must end before or after its month has a key of its own, as an incident does.

Destroying one ends all that was sealed under it, in every backup of the database too.
"""

import hmac
import secrets
from typing import Generic, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.utils import timezone

from .key_stores import KeyFileError, _noop
from .keys import KeyDestroyed, KeyRing, check_value, derive, ring
from .models import NamedKeyRecord

NONCE_BYTES, TAG_BYTES = 12, 16
PADDING = b"\0"
Record = TypeVar("Record")
# Keyed numbers of rows are positive in a column of 64 bits.
_POSITIVE = 2**63 - 1


def make(name: str) -> None:
    """Make a named key, or keep the one that there is; raises KeyDestroyed and KeyFileError."""
    key = ring().add_named(name)
    NamedKeyRecord.objects.get_or_create(name=name, defaults={"check_value": check_value(key)})


def is_open(name: str) -> bool:
    """Tell whether what was sealed under a named key can still be opened."""
    try:
        ring().named_key(name)
    except KeyDestroyed:
        return False
    return True


def destroy(name: str) -> None:
    """Destroy a named key: what was sealed under it opens for nobody, ever again.

    The record is written first, so that a key which comes back with an old key file is destroyed by
    the next check.
    """
    record, _ = NamedKeyRecord.objects.get_or_create(name=name, defaults={"check_value": b""})
    if record.destroyed is None:
        record.destroyed = timezone.localdate()
        record.save(update_fields=["destroyed"])
    ring().destroy_named(name, record.destroyed)


def check_named_keys(keys: KeyRing) -> None:
    """Compare the named keys with their records; raise KeyFileError where one is missing."""
    records = {record.name: record for record in NamedKeyRecord.objects.all()}
    for name, record in sorted(records.items()):
        if record.destroyed is not None:
            if name in keys.named:
                keys.destroy_named(name, record.destroyed)
        elif name in keys.named_destroyed:
            NamedKeyRecord.objects.filter(name=name).update(destroyed=keys.named_destroyed[name])
        elif name not in keys.named or bytes(record.check_value) != check_value(keys.named[name]):
            message = _noop(
                "%(store)s: %(name)s의 열쇠가 없거나 망가졌어요. 더 새로운 열쇠 파일을 찾아 두세요."
            )
            raise KeyFileError(message, store=keys.store.name, name=name)
    for name in keys.named.keys() - records.keys():
        check = check_value(keys.named[name])
        NamedKeyRecord.objects.get_or_create(name=name, defaults={"check_value": check})


class NamedBox:
    """Seals texts under a named key (AES-256-GCM-SIV, RFC 8452), bound to what they are for.

    All boxes of a purpose have one of few lengths: a multiple of `padded_to` bytes and the nonce's
    and tag's 28. Raises KeyDestroyed when the key is gone.
    """

    def __init__(self, name: str, purpose: str, *, padded_to: int) -> None:
        self.padded_to = padded_to
        self._bound = f"{name}:{purpose}".encode()
        self._cipher = AESGCMSIV(derive(ring().named_key(name), f"named:box:{purpose}"))

    def seal(self, plain: bytes, *, bound_to: int) -> bytes:
        """Return a box of some bytes that do not end in NUL, for the row of a number."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        padded = plain + PADDING * (-len(plain) % self.padded_to)
        return nonce + self._cipher.encrypt(nonce, padded, b"%b:%d" % (self._bound, bound_to))

    def open(self, box: bytes, *, bound_to: int) -> bytes | None:
        """Return what is in a box; None if it is damaged or another row's."""
        nonce, sealed = bytes(box[:NONCE_BYTES]), bytes(box[NONCE_BYTES:])
        try:
            plain = self._cipher.decrypt(nonce, sealed, b"%b:%d" % (self._bound, bound_to))
        except (InvalidTag, ValueError):
            return None
        return plain.rstrip(PADDING)


class NamedRecords(Generic[Record]):
    """Records of one type in boxes under a named key. Raises KeyDestroyed when the key is gone."""

    def __init__(self, kind: type[Record], name: str, purpose: str, *, padded_to: int) -> None:
        self._box = NamedBox(name, purpose, padded_to=padded_to)
        self._decoder = msgspec.msgpack.Decoder(kind)

    def seal(self, record: Record, *, bound_to: int) -> bytes:
        """Return a record's box, for the row of a number."""
        # What ends it is no NUL, with which it is padded.
        return self._box.seal(msgspec.msgpack.encode(record) + b".", bound_to=bound_to)

    def open(self, box: bytes | memoryview, *, bound_to: int) -> Record | None:
        """Return what is in a box; None if it is damaged, another row's or another type's."""
        plain = self._box.open(bytes(box), bound_to=bound_to)
        try:
            return self._decoder.decode(plain[:-1]) if plain else None
        except msgspec.DecodeError:
            return None


class NamedNumbers:
    """Numbers, of 63 bits, under which rows of one purpose are found: keyed hashes of a text."""

    def __init__(self, name: str, purpose: str) -> None:
        self._key = derive(ring().named_key(name), f"named:numbers:{purpose}")

    def of(self, text: str) -> int:
        """Return the number of a text."""
        return self.of_bytes(text.encode())

    def of_bytes(self, content: bytes) -> int:
        """Return the number of some bytes."""
        digest = hmac.digest(self._key, content, "sha256")
        return int.from_bytes(digest[:8], "big") & _POSITIVE
