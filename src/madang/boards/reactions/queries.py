"""Reads: what one account is and did in a thread."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from madang.accounts.models import Account
from madang.core.db.select import fetch, statement
from madang.identity.keys import EpochDestroyed
from madang.identity.tags import thread_tag
from madang.identity.voices import find_voice

from ..models import CommentLike, Mark, Recommendation, Reservation, Scrap, ThreadMute
from .marks import mark_tag


class Thread(Protocol):
    """A post, as far as it says where its marks are found."""

    @property
    def id(self) -> int: ...

    @property
    def epoch(self) -> int: ...


@dataclass(frozen=True, slots=True)
class OwnMarks:
    """What one account is and did in one thread."""

    voice: int | None = None
    recommended: bool = False
    scrapped: bool = False
    reserved: bool = False
    muted: bool = False


_MARKS: tuple[type[Mark], ...] = (Recommendation, Scrap, Reservation, ThreadMute)
_MARKED = " UNION ALL ".join(
    statement("SELECT {place} FROM {marks} WHERE {tag} = %s", kind, place=place, marks=kind)
    for place, kind in enumerate(_MARKS)
)
_LIKED = statement("SELECT {tag} FROM {CommentLike} WHERE {tag} IN %s", CommentLike)


def own_marks(account: Account, post: Thread) -> OwnMarks:
    """Return what an account is and did in a thread. Two queries."""
    voice = find_voice(account.pk, thread=post.id, epoch=post.epoch)
    return OwnMarks(voice, *_marked(account, post))


def liked(account: Account, post: Thread, numbers: Collection[int]) -> set[int]:
    """Return which of some comments of a thread an account likes. One query."""
    if not numbers:
        return set()
    try:
        tags = {like_tag(seq, account, post_id=post.id, epoch=post.epoch): seq for seq in numbers}
    except EpochDestroyed:
        return set()
    return {tags[bytes(tag)] for (tag,) in fetch(_LIKED, [list(tags)])}


def like_tag(seq: int, account: Account, *, post_id: int, epoch: int) -> bytes:
    """Return the tag under which an account's like of a comment is found; raises EpochDestroyed."""
    return thread_tag(f"like:{seq}", account.pk, post_id=post_id, epoch=epoch)


def _marked(account: Account, post: Thread) -> list[bool]:
    """Tell which of the marks an account set on a post, in the order of `_MARKS`."""
    try:
        tags = [mark_tag(k, account.pk, post_id=post.id, epoch=post.epoch) for k in _MARKS]
    except EpochDestroyed:
        return [False] * len(_MARKS)
    there = {place for (place,) in fetch(_MARKED, tags)}
    return [place in there for place in range(len(_MARKS))]
