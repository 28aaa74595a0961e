"""What a call says, as a line of its owner's journal."""

import struct
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import IntEnum

_LINE = struct.Struct(">BQIIH")
MAX_COUNT = 999


class Kind(IntEnum):
    """Why somebody is called."""

    REPLY = 1
    MENTION = 2
    NEWS = 3
    # New posts of what one watches: no line of their own, but pushed and written about.
    WATCH = 4
    # A moderator's word: `seq` is the number of the act that it is about.
    MODERATOR = 5
    # Stands for all further calls of an inbox within an hour that had very many.
    MORE = 6


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the comment it is about, when, and how many like it it stands for."""

    kind: Kind
    post: int
    seq: int
    at: datetime
    count: int = 1

    def pack(self) -> bytes:
        """Return the call as 19 bytes; its moment is kept to the minute."""
        minutes = min(max(0, int(self.at.timestamp()) // 60), 2**32 - 1)
        return _LINE.pack(self.kind, self.post, self.seq, minutes, self.count)

    @classmethod
    def unpack(cls, content: bytes) -> "Call":
        kind, post, seq, minutes, count = _LINE.unpack_from(content)
        at = datetime.fromtimestamp(minutes * 60, UTC)
        return cls(Kind(kind), post, seq, at, count)

    def joined_by(self, later: "Call") -> "Call":
        """Return the one call that stands for both."""
        return replace(later, count=min(MAX_COUNT, self.count + later.count))
