"""The spool: every accepted line in the order of its time, on disk rather than in memory.

Lists are in the order of posts' ids, so what is imported together gets its ids in the order in
which it was written, whatever the order of the files and lines.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from django.utils import timezone
from django.utils.translation import gettext as _

from .reader import (
    PostLine,
    Refused,
    Unreadable,
    line_of,
    moment,
    numbered_lines,
    parse,
    read_again,
)

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
    """A temporary database of accepted lines; use as a context manager."""

    def __init__(self, collection: str = "") -> None:
        self.collection = collection

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="madang-import-")
        self._db = sqlite3.connect(Path(self._folder.name) / "spool.sqlite3")
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(
            "CREATE TABLE spool (n INTEGER PRIMARY KEY, key BLOB UNIQUE, created REAL, line BLOB)"
        )
        return self

    def __exit__(self, *error: object) -> None:
        self._db.close()
        self._folder.cleanup()

    def read(self, names: list[str], advance: Callable[[int], None]) -> Reading:
        """Check every line of the files and keep the good ones; `advance` is told of posts read."""
        reading = Reading()
        for name in names:
            try:
                for number, line in numbered_lines(name):
                    self._take(reading, name, number, line)
                    if number % 200 == 0:
                        advance(200)
            except Unreadable as broken:
                reading.refuse(name, broken.line, str(broken))
        self._db.execute("CREATE INDEX in_time ON spool (created, n)")
        return reading

    def in_time(self) -> Iterator[tuple[bytes, PostLine]]:
        """Yield (key, post) of everything, oldest first; lines without a time come last."""
        for key, line in self._db.execute("SELECT key, line FROM spool ORDER BY created, n"):
            yield key, read_again(line)

    def _take(self, reading: Reading, name: str, number: int, line: bytes) -> None:
        try:
            post = parse(line)
        except Refused as refusal:
            reading.refuse(name, number, str(refusal))
            return
        created = moment("created", post.created) or timezone.now()
        key = key_of(self.collection, post.board, post.id)
        taken = self._db.execute(
            "INSERT OR IGNORE INTO spool (key, created, line) VALUES (?, ?, ?)",
            (key, created.timestamp(), line_of(post)),
        )
        if taken.rowcount == 0:
            reason = _("같은 게시판에 같은 id가 앞에 있어요 (%(id)s)") % {"id": post.id}
            reading.refuse(name, number, reason)
            return
        reading.posts += 1
        reading.comments += len(post.comments)


def key_of(collection: str, board: str, post_id: str) -> bytes:
    """Return what stands for a collection's post in the record of what is here already."""
    named = "\0".join((collection, board, post_id)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(named, digest_size=16).digest()
