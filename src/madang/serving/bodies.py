"""Bodies of requests: read whole before a thread is given, within a size and a time."""

import asyncio
from tempfile import SpooledTemporaryFile
from typing import Any

from .answers import cut_short, too_large, too_slow
from .requests import Environ

# So long anybody may take, and longer by what has come: a slow phone's picture, nobody's drip.
GRACE_SECONDS = 15.0
BYTES_A_SECOND = 8 * 1024
# More than this goes to a file that has no name.
BYTES_IN_MEMORY = 128 * 1024


def has_body(environ: Environ) -> bool:
    """Tell whether a request says that more comes after its headers."""
    return environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ


async def read_body(proto: Any, environ: Environ, *, megabytes: int) -> Any:
    """Return the body as a file at its beginning; note its length in the environment.

    Raises Refused: 413 for more than is allowed, said or sent; 408 for what comes too slowly; 400
    for what ends before it is whole.
    """
    most, said = megabytes * 1024 * 1024, environ.get("CONTENT_LENGTH")
    if said is not None and (not said.isdigit() or int(said) > most):
        raise too_large(megabytes)
    body = SpooledTemporaryFile(max_size=BYTES_IN_MEMORY)  # noqa: SIM115
    try:
        received = await _fill(body, proto, most, megabytes)
        if said is not None and received != int(said):
            raise cut_short()
    except BaseException:
        body.close()
        raise
    environ["CONTENT_LENGTH"] = str(received)
    body.seek(0)
    return body


async def _fill(body: Any, proto: Any, most: int, megabytes: int) -> int:
    begin, received = asyncio.get_running_loop().time(), 0
    try:
        async with asyncio.timeout(GRACE_SECONDS) as deadline:
            async for chunk in proto:
                received += len(chunk)
                if received > most:
                    raise too_large(megabytes)
                body.write(chunk)
                deadline.reschedule(begin + GRACE_SECONDS + received / BYTES_A_SECOND)
    except TimeoutError:
        raise too_slow() from None
    return received
