"""Pages with holes: kept whole and compressed, and filled anew for every reader.

What a hole holds is never compressed, so that its length tells nothing of it, and compressing the
rest happens once. Where gzip stands (RFC 1952), each hole is a stored block (RFC 1951, 3.2.4) that
the compressor has passed over: it saw bytes there that no page has, and so refers to none of them.
"""

import re
import struct
import zlib
from collections.abc import Sequence

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# Never in UTF-8.
_NOWHERE = b"\xff"
LEVEL = 6


class Holed:
    """A body whose holes stand where some texts stood; each has the length of its text."""

    def __init__(self, body: bytes, holes: Sequence[bytes]) -> None:
        """Cut a body at these texts; one that is empty is not looked for."""
        self.holes = list(holes)
        looked_for = [re.escape(text) for text in holes if text]
        if not looked_for:
            self.parts, self.order = [body], []
            return
        found = re.split(b"(" + b"|".join(looked_for) + b")", body)
        self.parts = found[::2]
        self.order = [self.holes.index(text) for text in found[1::2]]

    def filled(self, fillings: Sequence[bytes]) -> bytes:
        """Return the body with each text's place taken by another of the same length."""
        woven = [self.parts[0]]
        for which, part in zip(self.order, self.parts[1:], strict=True):
            woven += (fillings[which], part)
        return b"".join(woven)

    def zipped(self) -> "Zipped":
        """Compress it for good."""
        squeeze = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        pieces = []
        for part, which in zip(self.parts, self.order, strict=False):
            pieces.append(squeeze.compress(part) + squeeze.flush(zlib.Z_SYNC_FLUSH))
            squeeze.compress(_NOWHERE * len(self.holes[which]))
            squeeze.flush(zlib.Z_SYNC_FLUSH)
        pieces.append(squeeze.compress(self.parts[-1]) + squeeze.flush(zlib.Z_FINISH))
        return Zipped(self, pieces)


class Zipped:
    """The same as gzip, its pieces compressed."""

    def __init__(self, of: Holed, pieces: list[bytes]) -> None:
        self.of, self.pieces = of, pieces
        self.heads = [_stored(len(of.holes[which])) for which in of.order]

    def filled(self, fillings: Sequence[bytes]) -> bytes:
        """Return the page as gzip with its holes filled."""
        woven = [_HEADER, self.pieces[0]]
        check = zlib.crc32(self.of.parts[0])
        length = len(self.of.parts[0])
        for place, which in enumerate(self.of.order):
            filling, part = fillings[which], self.of.parts[place + 1]
            woven += (self.heads[place], filling, self.pieces[place + 1])
            check = zlib.crc32(part, zlib.crc32(filling, check))
            length += len(filling) + len(part)
        woven.append(struct.pack("<II", check, length & 0xFFFFFFFF))
        return b"".join(woven)


def _stored(length: int) -> bytes:
    """Return the head of a stored block that is not the last one."""
    return struct.pack("<BHH", 0, length, length ^ 0xFFFF)
