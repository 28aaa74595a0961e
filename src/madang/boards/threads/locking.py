"""The lock of a thread, under which its numbers, voices and counters are given."""

from typing import NamedTuple

from django.utils import timezone

from madang.core.db.select import Select
from madang.core.db.transactions import row_lock
from madang.identity.epochs import is_open, open_epoch

from ..models import Post, State
from .errors import NeverThere, NoLongerThere


class Thread(NamedTuple):
    """What a new comment needs to know of its post."""

    board_id: int
    state: int
    last_seq: int
    epoch: int


_THREAD = Select(Thread, Post, rest="WHERE {id} = %s")


def lock_post(post_id: int) -> Post:
    # The post's row is the thread's lock: numbers, voices and counters are given under it.
    try:
        return Post.objects.select_for_update().get(pk=post_id)
    except Post.DoesNotExist:
        raise NeverThere from None


def lock_thread(post_id: int) -> Thread:
    """Lock a post for a comment, with a key that is there. One query. Raises NeverThere."""
    thread = _THREAD.first(post_id, after=row_lock())
    if thread is None:
        raise NeverThere
    return thread if is_open(thread.epoch) else thread._replace(epoch=renew_epoch(post_id))


def renew_epoch(post_id: int) -> int:
    """Give a thread whose key is destroyed the present one: who spoke before is nobody's now."""
    epoch = open_epoch(timezone.now())
    Post.objects.filter(pk=post_id).update(epoch=epoch)
    return epoch


def must_be_live(state: int) -> None:
    if state != State.LIVE:
        raise NoLongerThere
