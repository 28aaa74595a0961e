"""반응: what people say of a post with one press, out of the few things that the operator offers.

One for each account, post and thing, as a tag; a journal finds them when somebody leaves.
"""

from collections.abc import Collection
from typing import NamedTuple
from zlib import crc32

from django.db.models import F
from django.utils import timezone

from madang.accounts.models import Account
from madang.core.community import community
from madang.core.db.select import fetch, statement
from madang.core.db.transactions import writing
from madang.identity.epochs import is_open, open_epoch
from madang.identity.journals import Journal, append, read_all
from madang.identity.keys import EpochDestroyed
from madang.identity.tags import thread_tag

from ..activity.journals import comment_line, read_comment_line
from ..directory.access import must_enter_board
from ..models import Post, PostReaction, ReactionCount
from ..threads.locking import lock_post, must_be_live, renew_epoch
from ..threads.ownership import may_change
from ..threads.queries import PostView
from .marks import OwnPost, forget_tag
from .queries import Thread

JOURNAL = "reactions"
_COUNTS = statement(
    "SELECT {emoji}, {count} FROM {ReactionCount} WHERE {post_id} = %s", ReactionCount
)
_OWN = statement("SELECT {tag} FROM {PostReaction} WHERE {tag} IN %s", PostReaction)


class Reaction(NamedTuple):
    """One thing that can be said of a post, how many said it, and whether the reader did."""

    emoji: str
    said: int
    is_own: bool
    # What stands for the emoji in tags.
    number: int


class NoSuchReaction(Exception):
    """The operator does not offer it."""


def react(post_id: int, emoji: str, *, by: Account) -> None:
    """Say one thing of a post; once is all that counts.

    Raises OwnPost, NoSuchReaction, NoLongerThere and NotAMember.
    """
    if emoji not in community().reactions:
        raise NoSuchReaction
    with writing():
        post, tag = _place(post_id, emoji, by)
        if may_change(post, by):
            raise OwnPost
        _row, made = PostReaction.objects.get_or_create(tag=tag, defaults={"post_id": post_id})
        if made:
            line = comment_line(post_id, _number(emoji))
            append(Journal(JOURNAL, by.pk), line, epoch=open_epoch(timezone.now()))
            ReactionCount.objects.get_or_create(post_id=post_id, emoji=emoji)
            _count(post_id, emoji, +1)


def take_back(post_id: int, emoji: str, *, by: Account) -> None:
    """Take it back, if it was said."""
    with writing():
        _post, tag = _place(post_id, emoji, by)
        gone, _rows = PostReaction.objects.filter(tag=tag).delete()
        if gone:
            _count(post_id, emoji, -1)


def reactions_of(post: PostView, by: Account | None) -> list[Reaction]:
    """Return what can be said of a post. One query, with an account two; none where all is off."""
    offered = community().reactions
    if not offered:
        return []
    counts = dict(fetch(_COUNTS, [post.id]))
    numbers = {emoji: _number(emoji) for emoji in offered}
    own = own_reactions(post, numbers.values(), by) if by is not None else frozenset()
    return [
        Reaction(emoji, counts.get(emoji, 0), number in own, number)
        for emoji, number in numbers.items()
    ]


def own_reactions(post: Thread, numbers: Collection[int], by: Account) -> frozenset[int]:
    """Return which of some reactions are an account's, by their numbers. One query."""
    try:
        tags = {
            thread_tag(_purpose(number), by.pk, post_id=post.id, epoch=post.epoch): number
            for number in numbers
        }
    except EpochDestroyed:
        return frozenset()
    return frozenset(tags[bytes(tag)] for (tag,) in fetch(_OWN, [list(tags)]))


def forget_reactions(account_id: int) -> None:
    """Make an account's reactions nobody's: they count on, and cannot be taken back."""
    for line in read_all(Journal(JOURNAL, account_id)):
        post_id, number = read_comment_line(line.content)
        forget_tag(PostReaction, _purpose(number), post_id, by=account_id)


def _place(post_id: int, emoji: str, by: Account) -> tuple[Post, bytes]:
    """Return a post that can be reacted to, under its lock, and an account's tag of it."""
    post = lock_post(post_id)
    must_enter_board(post.board_id, by)
    must_be_live(post.state)
    epoch = post.epoch if is_open(post.epoch) else renew_epoch(post_id)
    return post, thread_tag(_purpose(_number(emoji)), by.pk, post_id=post_id, epoch=epoch)


def _number(emoji: str) -> int:
    """Return a number for an emoji, as journals keep it: the operator may offer others one day."""
    return crc32(emoji.encode())


def _purpose(number: int) -> str:
    return f"react:{number}"


def _count(post_id: int, emoji: str, difference: int) -> None:
    counted = ReactionCount.objects.filter(post_id=post_id, emoji=emoji)
    counted.update(count=F("count") + difference)
