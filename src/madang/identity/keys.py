"""The key ring: one site key, a random key an epoch, and named ones, kept outside the database.

An epoch is a month, written as the integer YYYYMM. A month that was given a further key has epochs
YYYYMM02, YYYYMM03 and so on. A named key is of one thing, such as an incident, and lives as long.
"""

import base64
import hmac
import json
import secrets
import time
from datetime import date
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .key_stores import KeyFileError, KeyStore, _noop

# Programs of before named keys would lose them: a file that has some is of the second version.
VERSION, VERSION_WITH_NAMES = 1, 2
KEY_BYTES = 32
LOOK_SECONDS = 1.0


class KeyDestroyed(Exception):
    """A key is gone: nobody can open what was sealed under it."""


class EpochDestroyed(KeyDestroyed):
    """The key of an epoch is gone."""


class KeyRing:
    """The keys in memory; what other processes add or destroy is seen within a second."""

    def __init__(self, store: KeyStore) -> None:
        self.store = store
        self.site = b""
        self.epochs: dict[int, bytes] = {}
        self.destroyed: dict[int, date] = {}
        self.named: dict[str, bytes] = {}
        self.named_destroyed: dict[str, date] = {}
        self._version = store.version()
        self._looked = time.monotonic()

    @classmethod
    def create(cls, store: KeyStore) -> "KeyRing":
        """Make the keys of a new site; raise KeyFileError if the store has some."""
        if store.exists():
            message = _noop("%(name)s: 열쇠가 이미 있어요. 열쇠는 덮어쓰지 않아요.")
            raise KeyFileError(message, name=store.name)
        ring = cls(store)
        ring.site = secrets.token_bytes(KEY_BYTES)
        ring._write()
        return ring

    @classmethod
    def load(cls, store: KeyStore) -> "KeyRing":
        """Read the keys; raise KeyFileError with what is wrong with them."""
        ring = cls(store)
        ring._read()
        return ring

    def epoch_key(self, epoch: int) -> bytes:
        """Return the key of an epoch; raise EpochDestroyed if there is none."""
        self._look()
        if epoch not in self.epochs and epoch not in self.destroyed:
            # Another worker may have opened this month since the keys were read.
            self._reread()
        # Another thread may read the keys anew meanwhile.
        key = self.epochs.get(epoch)
        if key is None:
            raise EpochDestroyed(epoch)
        return key

    def open_epoch(self, month: int) -> tuple[int, bool]:
        """Return the epoch to write under in a month (YYYYMM), and whether it is new.

        A new key is stored before it is used. Where none can be stored, the latest serves on.
        """
        self._look()
        known = self._latest_of(month)
        if known:
            return known, False
        try:
            return self.add_epoch(month, only_if_none=True)
        except KeyFileError:
            if not self.epochs:
                raise
            return max(self.epochs, key=month_of), False

    def add_epoch(self, month: int, *, only_if_none: bool = False) -> tuple[int, bool]:
        """Give a month a further key; return its epoch and whether it is new."""
        with self.store.locked():
            self._read()
            known = self._latest_of(month)
            if known and only_if_none:
                return known, False
            epoch = self._unused(month)
            self.epochs[epoch] = secrets.token_bytes(KEY_BYTES)
            try:
                self._write()
            except KeyFileError:
                del self.epochs[epoch]
                raise
        return epoch, True

    def destroy(self, epoch: int, on: date) -> None:
        """Remove the key of an epoch for good."""
        with self.store.locked():
            self._read()
            self.epochs.pop(epoch, None)
            self.destroyed[epoch] = self.destroyed.get(epoch, on)
            self._write()
        forget_derived()

    def named_key(self, name: str) -> bytes:
        """Return a named key; raise KeyDestroyed if there is none."""
        self._look()
        if name not in self.named and name not in self.named_destroyed:
            # Another process may have made it since the keys were read.
            self._reread()
        if name not in self.named:
            raise KeyDestroyed(name)
        return self.named[name]

    def add_named(self, name: str) -> bytes:
        """Make a named key, stored before it is used; return it, or the one that there is.

        Raises KeyDestroyed for a name whose key was destroyed, and KeyFileError.
        """
        with self.store.locked():
            self._read()
            if name in self.named_destroyed:
                raise KeyDestroyed(name)
            if name not in self.named:
                self.named[name] = secrets.token_bytes(KEY_BYTES)
                try:
                    self._write()
                except KeyFileError:
                    del self.named[name]
                    raise
        return self.named[name]

    def destroy_named(self, name: str, on: date) -> None:
        """Remove a named key for good."""
        with self.store.locked():
            self._read()
            self.named.pop(name, None)
            self.named_destroyed[name] = self.named_destroyed.get(name, on)
            self._write()
        forget_derived()

    def dump(self) -> str:
        """Return the keys as the text that a store keeps."""
        stored: dict[str, object] = {
            "version": VERSION,
            "site": _encode(self.site),
            "epochs": {str(epoch): _encode(key) for epoch, key in sorted(self.epochs.items())},
            "destroyed": {str(epoch): str(on) for epoch, on in sorted(self.destroyed.items())},
        }
        if self.named or self.named_destroyed:
            gone = sorted(self.named_destroyed.items())
            stored |= {
                "version": VERSION_WITH_NAMES,
                "named": {name: _encode(key) for name, key in sorted(self.named.items())},
                "named_destroyed": {name: str(on) for name, on in gone},
            }
        return json.dumps(stored, indent=1)

    def parse(self, text: str) -> None:
        """Take the keys from a stored text; raise KeyFileError and change nothing if it is bad."""
        try:
            stored = json.loads(text)
            if stored["version"] not in (VERSION, VERSION_WITH_NAMES):
                message = _noop(
                    "%(name)s: 이 버전에서는 읽을 수 없는 열쇠 파일이에요 (version %(version)s)."
                )
                raise KeyFileError(message, name=self.store.name, version=stored["version"])
            site = _decode(stored["site"])
            epochs = {int(epoch): _decode(key) for epoch, key in stored["epochs"].items()}
            gone = stored.get("destroyed", {})
            destroyed = {int(epoch): date.fromisoformat(on) for epoch, on in gone.items()}
            named = {name: _decode(key) for name, key in stored.get("named", {}).items()}
            gone = stored.get("named_destroyed", {})
            named_destroyed = {name: date.fromisoformat(on) for name, on in gone.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = _noop("%(name)s: 열쇠 파일이 온전하지 않아요. 백업에서 되돌려 주세요.")
            raise KeyFileError(message, name=self.store.name) from error
        self.site, self.epochs, self.destroyed = site, epochs, destroyed
        self.named, self.named_destroyed = named, named_destroyed

    def _latest_of(self, month: int) -> int | None:
        return max((epoch for epoch in self.epochs if month_of(epoch) == month), default=None)

    def _unused(self, month: int) -> int:
        used = {e for e in (*self.epochs, *self.destroyed) if month_of(e) == month}
        return max(max(used, default=0), month * 100 + 1) + 1 if used else month

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked < LOOK_SECONDS:
            return
        self._looked = now
        if self.store.version() != self._version:
            self._reread()

    def _reread(self) -> None:
        try:
            self._read()
        except KeyFileError:
            # A running site goes on with the keys it has; a start says what is wrong.
            return
        forget_derived()

    def _read(self) -> None:
        version = self.store.version()
        self.parse(self.store.read())
        self._version = version

    def _write(self) -> None:
        self.store.write(self.dump())
        self._version = self.store.version()


def month_of(epoch: int) -> int:
    """Return the month (YYYYMM) that an epoch belongs to."""
    return epoch if epoch < 10**6 else epoch // 100


@lru_cache(maxsize=1)
def ring() -> KeyRing:
    """Return this process's key ring, from the store in the settings."""
    return KeyRing.load(settings.KEY_STORE)


@lru_cache(maxsize=4096)
def derive(key: bytes, purpose: str) -> bytes:
    """Derive a 32-byte key for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"madang:" + purpose.encode()).derive(key)


@lru_cache(maxsize=8192)
def thread_key(epoch_key: bytes, purpose: str, post_id: int) -> bytes:
    """Return the key of one thread for one purpose, under its epoch's key."""
    return hmac.digest(derive(epoch_key, f"tag:{purpose}"), b"%d" % post_id, "sha256")


def forget_derived() -> None:
    """Forget all that was derived, as when a key is destroyed."""
    derive.cache_clear()
    thread_key.cache_clear()


def signing_key(keys: KeyRing) -> str:
    """Return Django's SECRET_KEY for a site, so that there is one secret to keep."""
    return derive(keys.site, "django").hex()


def check_value(key: bytes) -> bytes:
    """Return 8 bytes that tell whether a key is the one it was, and nothing else about it."""
    return hmac.digest(derive(key, "check"), b"check", "sha256")[:8]


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _decode(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key is 32 bytes")
    return key
