"""Who wrote something a moment ago: they get no page that was made before that.

Kept in memory alone, for seconds, in a table that all workers of this server share: by a keyed
hash of the account, so that what it says of one says it of a few others as well.
"""

import hashlib
import mmap
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from madang.accounts.decorators import current_account

# A shared page is a second old at most; it may have begun just before.
SECONDS = 2.0 + settings.SHARED_SECONDS
SLOTS = 4096


class LateWriters:
    """A moment for each of so many slots; made before the workers are, who then all have it."""

    def __init__(self) -> None:
        self.secret = secrets.token_bytes(16)
        # Anonymous and shared: never a file, and the same memory in every copy of this process.
        self.moments = memoryview(mmap.mmap(-1, SLOTS * 8)).cast("d")

    def note(self, account_id: int) -> None:
        """Note that an account wrote something just now."""
        self.moments[self._slot(account_id)] = time.monotonic()

    def wrote_lately(self, account_id: int) -> bool:
        """Tell whether an account may have written something a moment ago."""
        moment: float = self.moments[self._slot(account_id)]
        return moment > 0 and time.monotonic() - moment < SECONDS

    def _slot(self, account_id: int) -> int:
        told = hashlib.blake2b(b"%d" % account_id, key=self.secret, digest_size=4).digest()
        return int.from_bytes(told) % SLOTS


late_writers = LateWriters()


class NotesWriters:
    """Notes who changed something, once it is changed and before they hear of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            account = current_account(request)
            if account is not None:
                late_writers.note(account.pk)
        return response
