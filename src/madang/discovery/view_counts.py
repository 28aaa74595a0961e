"""조회: each reader of a post counts once a day, and who read is kept nowhere.

A reader's mark is a keyed hash of the post, the address and the browser, under a secret that lives
in memory as long as the server runs. Marks set bits in a filter (Bloom, "Space/time trade-offs in
hash coding with allowable errors", 1970) that the workers share as a mapped file and that each new
day empties; a bit says nothing without the secret. Counts wait in memory for a few seconds and are
then added to the posts in one transaction: reading a page writes nothing. Which posts were engaged
in other ways, and what was searched for, waits with them.
"""

import mmap
import os
import secrets
import struct
import threading
from collections import Counter
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from madang.boards.models import Post
from madang.core.background.steps import StepThread
from madang.core.db.transactions import writing
from madang.identity.tags import reader_tag, search_tag

from .rankings.ranking import note_due
from .search.popular import Searches

# 8 MiB hold 6 million different readings a day with one in a hundred uncounted.
FILTER_BYTES = 8 * 1024 * 1024
HASHES = 4
_HEAD = struct.Struct(">I")  # the day, as its ordinal
_PLACES = struct.Struct(">4I")


class ReaderFilter:
    """The day's readings, as bits in a file shared by the workers."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(descriptor, _HEAD.size + FILTER_BYTES)
        self.bits = mmap.mmap(descriptor, _HEAD.size + FILTER_BYTES)
        os.close(descriptor)

    def is_new(self, mark: bytes, day: date) -> bool:
        """Tell whether a mark of 16 bytes is the day's first, and remember it."""
        self._turn_to(day)
        new = False
        for place in _PLACES.unpack(mark):
            byte, bit = _HEAD.size + (place // 8) % FILTER_BYTES, 1 << place % 8
            if not self.bits[byte] & bit:
                self.bits[byte] |= bit
                new = True
        return new

    def _turn_to(self, day: date) -> None:
        if _HEAD.unpack_from(self.bits)[0] != day.toordinal():
            self.bits[_HEAD.size :] = bytes(FILTER_BYTES)
            _HEAD.pack_into(self.bits, 0, day.toordinal())


class ViewCounts:
    """The views of one worker that are not yet written to the posts."""

    def __init__(self, path: Path, secret: bytes, flush_seconds: float) -> None:
        self.filter = ReaderFilter(path)
        self.secret = secret
        self.flush_seconds = flush_seconds
        self.waiting: Counter[int] = Counter()
        self.engaged: set[int] = set()
        self.searches = Searches()
        self.lock = threading.Lock()
        self.thread: StepThread | None = None

    def note(self, post_id: int, reader: str) -> None:
        """Count a reading of a post, unless this reader was counted today. Writes nothing."""
        with self.lock:
            if self.filter.is_new(reader_tag(self.secret, post_id, reader), timezone.localdate()):
                self.waiting[post_id] += 1
            if self.thread is None:
                self._start()

    def note_engaged(self, post_id: int) -> None:
        """Let a post be ranked anew: somebody recommended or answered it. Writes nothing."""
        with self.lock:
            self.engaged.add(post_id)
            if self.thread is None:
                self._start()

    def note_search(self, words: str, reader: str) -> None:
        """Count what was looked for, once a reader and day. Writes nothing."""
        with self.lock:
            mark = search_tag(self.secret, words, reader)
            if self.filter.is_new(mark, timezone.localdate()):
                self.searches.add(words)
            if self.thread is None:
                self._start()

    def flush(self) -> None:
        """Add what waits to the posts; raises what the database raises, and then it waits on."""
        with self.lock:
            counts, self.waiting = self.waiting, Counter()
            engaged, self.engaged = self.engaged, set()
            searches, self.searches = self.searches, Searches()
        if not counts and not engaged and not searches:
            return
        try:
            with writing():
                for post_id, views in sorted(counts.items()):
                    Post.objects.filter(pk=post_id).update(views=F("views") + views)
                note_due(sorted({*counts, *engaged}))
                searches.write(timezone.localdate())
        except BaseException:
            with self.lock:
                self.waiting.update(counts)
                self.engaged |= engaged
                self.searches.update(searches)
            raise

    def _start(self) -> None:
        self.thread = StepThread.begun("view counts", self._step, after=self.flush_seconds)

    def _step(self) -> float:
        self.flush()
        return self.flush_seconds

    def stop(self) -> None:
        """Write what waits, for the last time."""
        if self.thread is not None:
            self.thread.stop(seconds=5, with_last_step=True)


@lru_cache(maxsize=1)
def view_counts() -> ViewCounts:
    """Return this worker's counts; the run's secret comes from the process that started it."""
    handed = os.environ.get("MADANG_RUN_SECRET", "")
    secret = bytes.fromhex(handed) if handed else secrets.token_bytes(32)
    return ViewCounts(settings.RUN_FOLDER / "readers", secret, settings.VIEWS_FLUSH_SECONDS)


# A server's workers are copies of the process that starts them; its thread is not in them.
os.register_at_fork(after_in_child=view_counts.cache_clear)
