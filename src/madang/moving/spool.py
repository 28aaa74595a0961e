"""The spool: every accepted line in the order of its time, on disk rather than in memory.

Lists are in the order of posts' ids, so what is imported together gets its ids in the order in
which it was written, whatever the order of the files and lines.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.scratch import scratch

from .addresses import key_of
from .lines import ArrivedPost, PostLine, line_of, moment, read_again

REFUSALS_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Refusal:
    file: str
    line: int
    reason: str


@dataclass(slots=True)
class Reading:
    """What reading the files found; only the first thousand refusals are kept with their reason."""

    posts: int = 0
    comments: int = 0
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, file: str, line: int, reason: str) -> None:
        self.refused += 1
        if len(self.refusals) < REFUSALS_SHOWN:
            self.refusals.append(Refusal(file, line, reason))


class Spool:
    """A temporary database of accepted lines; use as a context manager.

    There is one: entering it raises Busy while another process imports.
    """

    def __init__(self, collection: str = "") -> None:
        self.collection = collection
        self.reading = Reading()

    def __enter__(self) -> Self:
        self._folder = scratch("import")
        self._db = sqlite3.connect(self._folder.__enter__() / "spool.sqlite3")
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(
            "CREATE TABLE spool (n INTEGER PRIMARY KEY, key BLOB UNIQUE, created REAL, line BLOB)"
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()
        self._folder.__exit__(kind, error, trace)

    def in_time(self) -> Iterator[tuple[bytes, ArrivedPost]]:
        """Yield (key, post) of everything, oldest first; lines without a time come last."""
        self._db.execute("CREATE INDEX IF NOT EXISTS in_time ON spool (created, n)")
        for key, line in self._db.execute("SELECT key, line FROM spool ORDER BY created, n"):
            yield key, read_again(line)

    def take(self, post: PostLine, file: str, number: int) -> None:
        """Keep a post that was checked; a second one of its number is refused."""
        created = moment("created", post.created) or timezone.now()
        place = post.place if isinstance(post, ArrivedPost) else post.board
        key = key_of(self.collection, place, post.id)
        taken = self._db.execute(
            "INSERT OR IGNORE INTO spool (key, created, line) VALUES (?, ?, ?)",
            (key, created.timestamp(), line_of(post)),
        )
        if taken.rowcount == 0:
            reason = _("같은 게시판에 같은 id가 앞에 있어요 (%(id)s)") % {"id": post.id}
            self.reading.refuse(file, number, reason)
            return
        self.reading.posts += 1
        self.reading.comments += len(post.comments)
