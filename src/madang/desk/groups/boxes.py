"""What the boxes of groups hold, under the key of their year."""

import msgspec

from madang.identity.named_keys import NamedBox

PADDED_TO = 1024


class GroupInfo(msgspec.Struct, frozen=True, array_like=True):
    """A group's title, and what is answered to all of it: written by one, sent by another."""

    title: str
    answer: str = ""
    writer: int = 0
    writer_name: str = ""
    sender: int = 0


class Moved(msgspec.Struct, frozen=True, array_like=True):
    """Which inquiries somebody moved."""

    inquiries: tuple[int, ...]
    by: int
    name: str


def _box(year: int, purpose: str) -> NamedBox:
    return NamedBox(f"desk:{year}", purpose, padded_to=PADDED_TO)


def seal_info(year: int, info: GroupInfo) -> bytes:
    """Return a group's box."""
    return _box(year, "group").seal(msgspec.msgpack.encode(info) + b".", bound_to=0)


def info_in(year: int, box: bytes | memoryview) -> GroupInfo:
    """Return what a group's box holds; nothing, where it is damaged."""
    plain = _box(year, "group").open(bytes(box), bound_to=0)
    return msgspec.msgpack.decode(plain[:-1], type=GroupInfo) if plain else GroupInfo("")


def seal_moved(year: int, moved: Moved) -> bytes:
    """Return the box of a move."""
    return _box(year, "group move").seal(msgspec.msgpack.encode(moved) + b".", bound_to=0)


def moved_in(year: int, box: bytes | memoryview) -> Moved:
    """Return what a move's box holds; nothing, where it is damaged."""
    plain = _box(year, "group move").open(bytes(box), bound_to=0)
    return msgspec.msgpack.decode(plain[:-1], type=Moved) if plain else Moved((), 0, "")
