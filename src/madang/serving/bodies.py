"""Bodies of requests: read whole before a thread is given, within a size and a time."""

import asyncio
from tempfile import SpooledTemporaryFile
from typing import Any

from .answers import cut_short, too_busy, too_large, too_slow, without_length
from .requests import Environ

# So long anybody may take, and longer by what has come: a slow phone's picture, nobody's drip.
GRACE_SECONDS = 15.0
BYTES_A_SECOND = 8 * 1024
# More than this goes to a file that has no name.
BYTES_IN_MEMORY = 128 * 1024


def has_body(environ: Environ) -> bool:
    """Tell whether a request says that more comes after its headers."""
    return environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ


class Bodies:
    """Reads bodies of up to so many megabytes; knows which are being read."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes = megabytes
        self.deadlines: set[asyncio.Timeout] = set()
        self.is_over = False

    async def read(self, proto: Any, environ: Environ) -> Any:
        """Return a body as a file at its beginning.

        Raises Refused: 411 where no length is said; 413 for more than is allowed; 408 for what
        comes too slowly; 400 for what ends before it is whole; 503 where there is no room for it.
        """
        said = environ.get("CONTENT_LENGTH", "")
        if not said.isdigit() or "HTTP_TRANSFER_ENCODING" in environ:
            raise without_length()
        if int(said) > self.megabytes * 1024 * 1024:
            raise too_large(self.megabytes)
        body = SpooledTemporaryFile(max_size=BYTES_IN_MEMORY)  # noqa: SIM115
        try:
            if await self._fill(body, proto) != int(said):
                raise cut_short()
            body.seek(0)
        except OSError:
            body.close()
            raise too_busy() from None
        except BaseException:
            body.close()
            raise
        return body

    def give_up(self) -> None:
        """Read no further: the server stops."""
        self.is_over = True
        for deadline in self.deadlines:
            deadline.reschedule(0)

    async def _fill(self, body: Any, proto: Any) -> int:
        begin, received = asyncio.get_running_loop().time(), 0
        try:
            async with asyncio.timeout(GRACE_SECONDS) as deadline:
                self.deadlines.add(deadline)
                async for chunk in proto:
                    received += len(chunk)
                    body.write(chunk)
                    if not self.is_over:
                        deadline.reschedule(begin + GRACE_SECONDS + received / BYTES_A_SECOND)
        except TimeoutError:
            raise too_slow() from None
        finally:
            self.deadlines.discard(deadline)
        return received
