"""Sealed files: of any length, written and read in one pass, of use to the running site alone.

Sixteen random bytes name the file's own key; then come pieces of equal length, each under
AES-256-GCM-SIV with its number and whether it is the last as the nonce, so that none can be moved,
dropped or added (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). A piece
says how much of it is content; the number of pieces is rounded up as floating-point numbers are
(Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", 2019), so that a file's length
tells no more than about how large it is.
"""

import io
import secrets
import struct
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from .keys import derive, ring

HEAD = b"madang sealed file 2\n"
# Of before lengths were hidden: pieces are content alone. Who was leaving then may still come back.
OLD_HEAD = b"madang sealed file 1\n"
SALT_BYTES = 16
CONTENT_BYTES = 64 * 1024
TAG_BYTES = 16
# Numbers of pieces have so many leading bits that may differ: an eighth is padding at most.
_LEADING_BITS = 3
_LENGTH = struct.Struct(">I")
_PIECE_BYTES = _LENGTH.size + CONTENT_BYTES + TAG_BYTES


class DamagedFile(Exception):
    """A sealed file was changed, cut short, or made for another purpose or site."""


class SealedWriter(io.RawIOBase):
    """Seals what is written to it into a file; closing it closes the file."""

    def __init__(self, file: BinaryIO, *, purpose: str, key_name: str = "") -> None:
        """Seal under the site's key, or under a named one with which it ends."""
        salt = secrets.token_bytes(SALT_BYTES)
        self._file, self._cipher = file, _cipher(salt, purpose, key_name)
        self._waiting, self._number = bytearray(), 0
        file.write(HEAD + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | memoryview) -> int:  # type: ignore[override]
        self._waiting += data
        # The last piece is sealed as such, so one is held back until more comes.
        while len(self._waiting) > CONTENT_BYTES:
            self._seal(bytes(self._waiting[:CONTENT_BYTES]), last=False)
            del self._waiting[:CONTENT_BYTES]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            wanted = rounded_up(self._number + 1)
            content = bytes(self._waiting)
            while self._number < wanted:
                self._seal(content, last=self._number == wanted - 1)
                content = b""
            self._file.close()
        super().close()

    def _seal(self, content: bytes, *, last: bool) -> None:
        piece = _LENGTH.pack(len(content)) + content.ljust(CONTENT_BYTES, b"\0")
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), piece, HEAD))
        self._number += 1


def rounded_up(count: int) -> int:
    """Return the next number of pieces that a file may have."""
    step: int = 1 << max(0, count.bit_length() - 1 - _LEADING_BITS)
    return -(-count // step) * step


def read_sealed(file: BinaryIO, *, purpose: str, key_name: str = "") -> Iterator[bytes]:
    """Yield what was sealed, piece by piece; raises DamagedFile."""
    head, salt = file.read(len(HEAD)), file.read(SALT_BYTES)
    if len(salt) < SALT_BYTES or head not in (HEAD, OLD_HEAD):
        raise DamagedFile
    piece_bytes = _PIECE_BYTES if head == HEAD else CONTENT_BYTES + TAG_BYTES
    cipher, number = _cipher(salt, purpose, key_name), 0
    piece = file.read(piece_bytes)
    while piece:
        following = file.read(piece_bytes)
        try:
            read = cipher.decrypt(_nonce(number, not following), piece, head)
        except (InvalidTag, ValueError):
            raise DamagedFile from None
        if content := _content(read) if head == HEAD else read:
            yield content
        piece, number = following, number + 1
    if number == 0:
        raise DamagedFile


class SealedReader(io.RawIOBase):
    """Reads a sealed file from its beginning on, as a file; raises DamagedFile."""

    def __init__(self, file: BinaryIO, *, purpose: str, key_name: str = "") -> None:
        self._pieces = read_sealed(file, purpose=purpose, key_name=key_name)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = next(self._pieces, b"")
        part = self._rest[: len(buffer)]
        buffer[: len(part)] = part
        self._rest = self._rest[len(part) :]
        return len(part)


def is_sealed_file(file: BinaryIO) -> bool:
    """Tell whether a file is one that `SealedWriter` made, by its head."""
    return file.read(len(HEAD)) in (HEAD, OLD_HEAD)


def is_padded(size: int) -> bool:
    """Tell whether a file of so many bytes has a length that tells no more than it may."""
    pieces, rest = divmod(size - len(HEAD) - SALT_BYTES, _PIECE_BYTES)
    return rest == 0 and pieces > 0 and rounded_up(pieces) == pieces


def _content(piece: bytes) -> bytes:
    (length,) = _LENGTH.unpack_from(piece)
    return piece[_LENGTH.size : _LENGTH.size + length]


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _cipher(salt: bytes, purpose: str, key_name: str) -> AESGCMSIV:
    key = ring().named_key(key_name) if key_name else ring().site
    return AESGCMSIV(derive(key, f"file:{purpose}:{salt.hex()}"))
