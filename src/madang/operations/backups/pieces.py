"""Pieces: what a backup is made of, each sealed, and named by a keyed hash of what it says."""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from madang.identity.backup_key import BackupKey, Unreadable

# What changed in a database of pages lies in few of these; a million of them are a terabyte.
PIECE_BYTES = 1024 * 1024
FOLDER = "pieces"
_AS_IS, _PACKED = b"\0", b"\1"


class Pieces:
    """The pieces in a store; `known` are the names of those that whole backups hold."""

    def __init__(self, store: Storage, key: BackupKey, known: Iterable[str] = ()) -> None:
        self.store, self.key = store, key
        self.known = set(known)
        self.new: set[str] = set()
        self.bytes_written = 0

    def keep(self, content: IO[bytes]) -> list[str]:
        """Keep a file; return its pieces' names in their order."""
        return [self._keep_one(plain) for plain in iter(lambda: content.read(PIECE_BYTES), b"")]

    def _keep_one(self, plain: bytes) -> str:
        name = self.key.name(plain)
        if name not in self.known:
            packed = zlib.compress(plain, 1)
            is_smaller = len(packed) < len(plain)
            sealed = self.key.seal(_PACKED + packed if is_smaller else _AS_IS + plain)
            # One that is there already may be of a backup that was cut off, and cut off with it.
            self.store.save(place_of(name), ContentFile(sealed))
            self.known.add(name)
            self.new.add(name)
            self.bytes_written += len(sealed)
        return name

    def read(self, name: str) -> bytes:
        """Return what a piece says; raises Unreadable where it is missing, damaged or another's."""
        try:
            with self.store.open(place_of(name)) as file:
                sealed = file.read()
        except OSError as error:
            raise Unreadable(f"{place_of(name)}: {error}") from None
        opened = self.key.open(sealed)
        try:
            plain = zlib.decompress(opened[1:]) if opened[:1] == _PACKED else opened[1:]
        except zlib.error as error:
            raise Unreadable(f"{place_of(name)}: {error}") from None
        if self.key.name(plain) != name:
            raise Unreadable(place_of(name))
        return plain

    def write_file(self, names: Iterable[str], to: Path) -> None:
        """Write the file that some pieces make up; raises Unreadable and OSError."""
        to.parent.mkdir(parents=True, exist_ok=True)
        with to.open("wb") as file:
            for name in names:
                file.write(self.read(name))

    def forget_others(self, wanted: set[str]) -> None:
        """Delete the pieces that no backup holds any more."""
        for name in [name for name in self._there() if name not in wanted]:
            self.store.delete(place_of(name))

    def _there(self) -> Iterator[str]:
        for folder in _folders(self.store, FOLDER):
            yield from self.store.listdir(f"{FOLDER}/{folder}")[1]


def place_of(name: str) -> str:
    """Return where a piece lies: not all in one folder."""
    return f"{FOLDER}/{name[:2]}/{name}"


def _folders(store: Storage, folder: str) -> list[str]:
    try:
        return sorted(store.listdir(folder)[0])
    except FileNotFoundError:
        return []
