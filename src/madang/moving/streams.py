"""Files and standard input as lines of bytes, gzip or plain."""

import gzip
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, EncodedFile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import IO, cast

GZIP_MAGIC = b"\x1f\x8b"
STANDARD_INPUT = "-"
WIDE_MARKS = (BOM_UTF16_LE, BOM_UTF16_BE)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """Open a file or standard input, gzip or plain, as lines of UTF-8; raises OSError."""
    with ExitStack() as stack:
        raw = cast(BufferedReader, getattr(sys.stdin, "buffer", None) or BufferedReader(BytesIO()))
        if name != STANDARD_INPUT:
            raw = stack.enter_context(Path(name).open("rb"))
        zipped = raw.peek(2)[:2] == GZIP_MAGIC
        lines = cast(BufferedReader, stack.enter_context(gzip.open(raw))) if zipped else raw
        if lines.peek(2)[:2] in WIDE_MARKS:
            # As Windows' PowerShell writes what a program says.
            yield cast(IO[bytes], EncodedFile(lines, "utf-8", "utf-16", errors="replace"))
        else:
            yield cast(IO[bytes], lines)
