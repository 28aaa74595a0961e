"""Sealed files: of any length, written and read in one pass, of use to the running site alone.

Sixteen random bytes name the file's own key; then come chunks of 64 KiB, each under AES-256-GCM-SIV
with its number and whether it is the last as the nonce, so that none can be moved, dropped or added
(the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

import io
import secrets
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from .keys import derive, ring

HEAD = b"madang sealed file 1\n"
SALT_BYTES = 16
CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16


class DamagedFile(Exception):
    """A sealed file was changed, cut short, or made for another purpose or site."""


class SealedWriter(io.RawIOBase):
    """Seals what is written to it into a file; closing it closes the file."""

    def __init__(self, file: BinaryIO, *, purpose: str) -> None:
        salt = secrets.token_bytes(SALT_BYTES)
        self._file, self._cipher = file, _cipher(salt, purpose)
        self._waiting, self._number = bytearray(), 0
        file.write(HEAD + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | memoryview) -> int:  # type: ignore[override]
        self._waiting += data
        # The last chunk is sealed as such, so one is held back until more comes.
        while len(self._waiting) > CHUNK_BYTES:
            self._seal(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
            self._file.close()
        super().close()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), chunk, HEAD))
        self._number += 1


def read_sealed(file: BinaryIO, *, purpose: str) -> Iterator[bytes]:
    """Yield what was sealed, in chunks; raises DamagedFile."""
    head = file.read(len(HEAD) + SALT_BYTES)
    if len(head) < len(HEAD) + SALT_BYTES or not head.startswith(HEAD):
        raise DamagedFile
    cipher, number = _cipher(head[len(HEAD) :], purpose), 0
    chunk = file.read(CHUNK_BYTES + TAG_BYTES)
    while chunk:
        following = file.read(CHUNK_BYTES + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, not following), chunk, HEAD)
        except (InvalidTag, ValueError):
            raise DamagedFile from None
        chunk, number = following, number + 1
    if number == 0:
        raise DamagedFile


def is_sealed_file(file: BinaryIO) -> bool:
    """Tell whether a file is one that `SealedWriter` made, by its head."""
    return file.read(len(HEAD)) == HEAD


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _cipher(salt: bytes, purpose: str) -> AESGCMSIV:
    return AESGCMSIV(derive(ring().site, f"file:{purpose}:{salt.hex()}"))
