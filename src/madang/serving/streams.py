"""Answers made piece by piece: each piece when the reader has taken the one before.

The server sends files at the reader's pace, without a thread or a byte of memory of ours; what is
not a file is given to it as the end of a pipe, which is full until the reader takes more.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from typing import Any

from .answers import Answer

log = logging.getLogger(__name__)
# By then the server has opened its end, or the reader is gone.
OPENED_AFTER_SECONDS = 10.0


async def send_stream(
    proto: Any, answer: Answer, pool: Executor, on_failure: Callable[[], None]
) -> None:
    """Send an answer whose body is `rest`, and close that; a piece is made in the pool.

    What fails in the middle must not look whole: `on_failure` ends the connection.
    """
    loop = asyncio.get_running_loop()
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    loop.call_later(OPENED_AFTER_SECONDS, os.close, reading)
    proto.response_file(answer.status, answer.headers, f"/proc/self/fd/{reading}")
    pieces: Any = answer.rest
    each = iter(pieces)
    try:
        while piece := await loop.run_in_executor(pool, _next, each):
            await _write(writing, piece)
    except BrokenPipeError:
        pass  # The reader went away.
    except Exception as error:
        # Not its message, which may hold what somebody wrote.
        log.error("an answer failed in the middle: %s", type(error).__name__)
        on_failure()
    finally:
        os.close(writing)
        with contextlib.suppress(RuntimeError):  # The pool was stopped meanwhile.
            await loop.run_in_executor(pool, pieces.close)


def _next(pieces: Iterator[bytes]) -> bytes:
    """Return the next piece that is not empty; nothing at the end."""
    return next((piece for piece in pieces if piece), b"")


async def _write(descriptor: int, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        try:
            rest = rest[os.write(descriptor, rest) :]
        except BlockingIOError:
            await _writable(descriptor)


async def _writable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def become_ready() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_writer(descriptor, become_ready)
    try:
        await ready
    finally:
        loop.remove_writer(descriptor)
