"""What the boxes of groups hold, under the key of their year."""

import msgspec

from madang.identity.named_keys import NamedRecords

from ..inquiries.keys import YearKeys

PADDED_TO = 1024


class GroupInfo(msgspec.Struct, frozen=True, array_like=True):
    """A group's title, and what is answered to all of it: written by one, sent by another.

    `centre` is where its texts lie on the average (`groups.space`), and `count` of how many.
    """

    title: str
    answer: str = ""
    writer: int = 0
    writer_name: str = ""
    sender: int = 0
    centre: bytes = b""
    count: int = 0


class Moved(msgspec.Struct, frozen=True, array_like=True):
    """Which inquiries somebody moved."""

    inquiries: tuple[int, ...]
    by: int
    name: str


def seal_info(year: int, info: GroupInfo) -> bytes:
    """Return a group's box."""
    return _infos(year).seal(info, bound_to=0)


def info_in(year: int, box: bytes | memoryview) -> GroupInfo:
    """Return what a group's box holds; nothing, where it is damaged."""
    return _infos(year).open(box, bound_to=0) or GroupInfo("")


def seal_moved(year: int, moved: Moved) -> bytes:
    """Return the box of a move."""
    return _moves(year).seal(moved, bound_to=0)


def moved_in(year: int, box: bytes | memoryview) -> Moved:
    """Return what a move's box holds; nothing, where it is damaged."""
    return _moves(year).open(box, bound_to=0) or Moved((), 0, "")


def _infos(year: int) -> NamedRecords[GroupInfo]:
    return NamedRecords(GroupInfo, YearKeys(year).name, "group", padded_to=PADDED_TO)


def _moves(year: int) -> NamedRecords[Moved]:
    return NamedRecords(Moved, YearKeys(year).name, "group move", padded_to=PADDED_TO)
