"""Who wrote something a moment ago: they get no page that was made before that.

Kept in memory alone, in a table that all workers of this server share, by a keyed hash of the
account under a random key of the run.
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
# An account has its place in one of so many groups of so many.
GROUPS, IN_GROUP = 1 << 14, 8


class LateWriters:
    """Who wrote and when, as far as it is not long ago; made before the workers are copied.

    A name is a keyed hash of 64 bits, so that nobody is taken for another: whose pages come anew
    would tell them that the other wrote.
    """

    def __init__(self) -> None:
        self.secret = secrets.token_bytes(16)
        # Anonymous and shared: never a file, and the same memory in every copy of this process.
        places = GROUPS * IN_GROUP
        memory = memoryview(mmap.mmap(-1, places * 16))
        self.names = memory[: places * 8].cast("Q")
        self.moments = memory[places * 8 :].cast("d")

    def note(self, account_id: int) -> None:
        """Note that an account wrote something just now."""
        name, group = self._name(account_id)
        there = [place for place in group if self.names[place] == name]
        place = there[0] if there else min(group, key=self.moments.__getitem__)
        self.names[place] = name
        self.moments[place] = time.monotonic()

    def wrote_lately(self, account_id: int) -> bool:
        """Tell whether an account wrote something a moment ago."""
        name, group = self._name(account_id)
        since = time.monotonic() - SECONDS
        return any(self.names[place] == name and self.moments[place] > since for place in group)

    def forget(self) -> None:
        """Forget everybody; between tests."""
        for place in range(GROUPS * IN_GROUP):
            self.names[place] = 0

    def _name(self, account_id: int) -> tuple[int, range]:
        """Return what stands for an account, and the places where it may be."""
        told = hashlib.blake2b(b"%d" % account_id, key=self.secret, digest_size=12).digest()
        first = int.from_bytes(told[8:]) % GROUPS * IN_GROUP
        return int.from_bytes(told[:8]) or 1, range(first, first + IN_GROUP)


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
