"""The parts of a file: what keeps a reader busy is counted, what no pixel needs is left out."""

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

# A marker of a JPEG: neither a byte of its pixels, which is followed by 0, nor a restart. Of bytes
# that fill up before it the last counts: a run of them would be looked through from each.
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_SCAN, _END, _ALONE = 0xDA, 0xD9, frozenset({0x01, 0xD8})
_SAID = frozenset({*range(0xE0, 0xF0), 0xFE})
END_OF_JPEG = b"\xff\xd9"
# A camera's or an editor's progressive JPEG has about ten scans; what is said beside the pixels
# comes in a few parts.
MAX_SCANS, MAX_PARTS = 40, 5_000

_PNG = b"\x89PNG\r\n\x1a\n"
# Chunks of a PNG that say how its pixels look; texts, moments and what programs keep are not.
_SHOWN = frozenset(b"IHDR PLTE tRNS IDAT IEND iCCP eXIf acTL fcTL fdAT".split())
_NEEDED = frozenset(b"IHDR PLTE IDAT IEND".split())
MAX_PROFILE_BYTES = 1_000_000


class JpegParts(NamedTuple):
    """How many scans and other parts a JPEG has, and where its first picture ends (0: nowhere)."""

    scans: int
    parts: int
    end: int

    @property
    def is_too_much(self) -> bool:
        return self.scans > MAX_SCANS or self.parts > MAX_PARTS


def jpeg_parts(given: bytes) -> JpegParts:
    """Return the parts of a JPEG's first picture (ITU-T T.81, annex B); behind it may be a film."""
    scans = parts = 0
    place = 2
    while found := _MARKER.search(given, place):
        code = found[1][0]
        place = found.end()
        if code == _END:
            return JpegParts(scans, parts, place)
        if code in _ALONE:
            continue
        scans += code == _SCAN
        parts += code in _SAID
        if scans > MAX_SCANS or parts > MAX_PARTS:
            break
        place += int.from_bytes(given[place : place + 2], "big")
    return JpegParts(scans, parts, 0)


def png_without_words(given: bytes) -> bytes:
    """Return a PNG without what no pixel needs, and without chunks that are broken."""
    kept = [_PNG]
    for kind, chunk in _chunks(given):
        whole = int.from_bytes(chunk[-4:], "big") == zlib.crc32(chunk[4:-4])
        fits = kind != b"iCCP" or _profile_fits(chunk[8:-4])
        if kind in _NEEDED or (kind in _SHOWN and whole and fits):
            kept.append(chunk)
    return b"".join(kept)


def _chunks(given: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_PNG)
    while place + 8 <= len(given):
        end = place + 12 + int.from_bytes(given[place : place + 4], "big")
        yield given[place + 4 : place + 8], given[place:end]
        place = end


def _profile_fits(body: bytes) -> bool:
    """Tell whether a profile of colours is there, and unpacks to no more than profiles have."""
    packed = body.partition(b"\0")[2][1:]
    try:
        return len(zlib.decompressobj().decompress(packed, MAX_PROFILE_BYTES)) < MAX_PROFILE_BYTES
    except zlib.error:
        return False
