"""Where in a SQLite file the rows of a table lie (https://www.sqlite.org/fileformat.html).

Only as much of the format as that takes: the pages of one table's tree, and where in each page its
cells are. A page is filled from its end, so that a later cell lies before an earlier one.

A file that this process has open as a database is read by another: whoever closes a file loses all
locks on it that the process holds, and with them what others write at that moment
(https://www.sqlite.org/howtocorrupt.html, section 2.2).
"""

import json
import struct
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from mmap import ACCESS_READ, mmap
from operator import itemgetter
from pathlib import Path

INTERIOR, LEAF = 0x05, 0x0D
_FIRST_PAGE_HEAD = 100


def places_in_table(file: Path, root: int) -> list[int]:
    """Return the row numbers of a table in the order in which they lie in the file."""
    return [number for page in pages_of_table(file, root) for number in page]


def pages_of_table(file: Path, root: int) -> list[list[int]]:
    """Return the row numbers of a table, page by page, each in the order in which they were put in.

    What is still in the log is not seen: it is moved into the file first, or copied along.
    """
    with file.open("rb") as opened, mmap(opened.fileno(), 0, access=ACCESS_READ) as content:
        size = struct.unpack_from(">H", content, 16)[0]
        size = 65536 if size == 1 else size
        cells = sorted((page, -at, number) for page, at, number in _cells(content, size, root))
    return [[number for *_, number in those] for _, those in groupby(cells, key=itemgetter(0))]


def pages_of_live_table(file: Path, root: int) -> list[list[int]]:
    """Return the same of a database that this process has open."""
    command = [sys.executable, __file__, str(file), str(root)]
    read = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - this file
    pages: list[list[int]] = json.loads(read.stdout)
    return pages


def _cells(content: mmap, size: int, page: int) -> Iterator[tuple[int, int, int]]:
    """Yield (page, offset, row number) of all rows below a page."""
    begin = (page - 1) * size
    if begin + size > len(content):
        return  # Still in the log.
    head = begin + (_FIRST_PAGE_HEAD if page == 1 else 0)
    kind, count = content[head], struct.unpack_from(">H", content, head + 3)[0]
    pointers = head + (12 if kind == INTERIOR else 8)
    for place in range(count):
        offset = struct.unpack_from(">H", content, pointers + 2 * place)[0]
        if kind == INTERIOR:
            yield from _cells(content, size, struct.unpack_from(">I", content, begin + offset)[0])
        elif kind == LEAF:
            _length, after = _varint(content, begin + offset)
            number, _after = _varint(content, after)
            yield page, offset, number
    if kind == INTERIOR:
        yield from _cells(content, size, struct.unpack_from(">I", content, head + 8)[0])


def _varint(content: mmap, at: int) -> tuple[int, int]:
    """Return a number of one to nine bytes, and where it ends."""
    value = 0
    for place in range(8):
        byte = content[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    value = value << 8 | content[at + 8]
    return (value - 2**64 if value >= 2**63 else value), at + 9


if __name__ == "__main__":
    json.dump(pages_of_table(Path(sys.argv[1]), int(sys.argv[2])), sys.stdout)
