"""Files and standard input as lines of bytes, gzip or plain."""

import gzip
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import IO, cast

GZIP_MAGIC = b"\x1f\x8b"
STANDARD_INPUT = "-"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """Open a file or standard input, gzip or plain, as lines of bytes; raises OSError."""
    with ExitStack() as stack:
        raw = cast(BufferedReader, getattr(sys.stdin, "buffer", None) or BufferedReader(BytesIO()))
        if name != STANDARD_INPUT:
            raw = stack.enter_context(Path(name).open("rb"))
        zipped = raw.peek(2)[:2] == GZIP_MAGIC
        lines = cast(BufferedReader, stack.enter_context(gzip.open(raw))) if zipped else raw
        yield cast(IO[bytes], lines)
