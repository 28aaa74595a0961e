"""The key file: one site key and one random key per epoch, kept outside the database."""

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils import timezone

VERSION = 1
KEY_BYTES = 32


class KeyFileError(Exception):
    """The key file is missing, unreadable or not what this version writes."""


class EpochDestroyed(Exception):
    """The key of an epoch is gone: nobody can open what was sealed under it."""


class KeyRing:
    """The keys in memory; epochs are months, written as the integer YYYYMM."""

    def __init__(self, path: Path, site: bytes, epochs: dict[int, bytes]) -> None:
        self.path = path
        self.site = site
        self.epochs = epochs

    @classmethod
    def create(cls, path: Path) -> "KeyRing":
        """Write a new key file, readable by its owner alone; raise KeyFileError if one exists."""
        if path.exists():
            raise KeyFileError(f"{path} exists already; a key file is never replaced")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        ring = cls(path, secrets.token_bytes(KEY_BYTES), {})
        ring._write()
        return ring

    @classmethod
    def load(cls, path: Path) -> "KeyRing":
        """Read the key file; raise KeyFileError with what is wrong with it."""
        try:
            stored = json.loads(path.read_text())
            if stored["version"] != VERSION:
                raise KeyFileError(f"{path} is of version {stored['version']}, not {VERSION}")
            epochs = {int(epoch): _decode(key) for epoch, key in stored["epochs"].items()}
            return cls(path, _decode(stored["site"]), epochs)
        except OSError as error:
            raise KeyFileError(f"{path} cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise KeyFileError(f"{path} is not a whole key file") from error

    def epoch_key(self, epoch: int) -> bytes:
        """Return the key of an epoch; raise EpochDestroyed if there is none."""
        if epoch not in self.epochs:
            # Another worker may have opened this month since the file was read.
            self.epochs = KeyRing.load(self.path).epochs
        if epoch not in self.epochs:
            raise EpochDestroyed(epoch)
        return self.epochs[epoch]

    def open_epoch(self, epoch: int) -> int:
        """Make sure that an epoch has a key, on disk before it is used; return the epoch."""
        if epoch not in self.epochs:
            with self._locked():
                self.epochs = KeyRing.load(self.path).epochs
                if epoch not in self.epochs:
                    self.epochs[epoch] = secrets.token_bytes(KEY_BYTES)
                    self._write()
        return epoch

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _write(self) -> None:
        stored = {
            "version": VERSION,
            "site": _encode(self.site),
            "epochs": {str(epoch): _encode(key) for epoch, key in sorted(self.epochs.items())},
        }
        fresh = self.path.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(stored, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _decode(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key is 32 bytes")
    return key


@lru_cache(maxsize=1)
def ring() -> KeyRing:
    """Return this process's key ring, read once from the path in the settings."""
    return KeyRing.load(settings.KEY_FILE)


def epoch_of(moment: datetime) -> int:
    """Return the epoch (YYYYMM, in the site's time zone) that a moment belongs to."""
    local = timezone.localtime(moment)
    return local.year * 100 + local.month


def open_epoch(moment: datetime) -> int:
    """Return the epoch of a moment, with its key on disk, ready to seal under."""
    return ring().open_epoch(epoch_of(moment))


@lru_cache(maxsize=4096)
def derive(key: bytes, purpose: str) -> bytes:
    """Derive a 32-byte key for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"madang:" + purpose.encode()).derive(key)


def signing_key(keys: KeyRing) -> str:
    """Return Django's SECRET_KEY for a site, so that there is one secret to keep."""
    return derive(keys.site, "django").hex()
