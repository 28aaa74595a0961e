"""Telling those who watch of new posts: all that is new is told in one walk over the watches.

A walk is in batches, each committed with how far it is, and the next begins when the last has
ended: its cost is that of the watches, however many posts came meanwhile.
"""

import time
from collections.abc import Callable, Collection

from madang.accounts.models import Account
from madang.boards.api import HomeRow, board_directory, highest_post_id, may_enter, newer_posts
from madang.core.db.transactions import writing
from madang.delivery.models import PushDevice
from madang.identity.inboxes import Inbox, inbox_of

from .codec import Kind
from .models import Watch, WatchFanout
from .preferences import Preferences, preferences_of_all
from .watches import WATCHES, Watched, is_about

WATCHES_PER_BATCH = 500
# Between the beginnings of two walks: what comes meanwhile is told together.
MIN_SECONDS_APART = 30.0
# So many of the newest posts are walked for, whatever came meanwhile.
MAX_POSTS = 1000

Note = Callable[[Collection[tuple[Inbox, Preferences]]], None]
_begun = -MIN_SECONDS_APART


def fan_out_batch(note: Note) -> bool:
    """Note the next people to be told of new posts; tell whether there were any to look at."""
    fanout = _under_way() or _begin()
    if fanout is None:
        return False
    watches = list(Watch.objects.filter(pk__gt=fanout.position).order_by("pk")[:WATCHES_PER_BATCH])
    found = _watching(watches, _posts_of(fanout))
    with writing():
        here = WatchFanout.objects.filter(pk=fanout.pk, position=fanout.position, upto=fanout.upto)
        if here.select_for_update(skip_locked=True).first() is None:
            return True
        note(found)
        if len(watches) < WATCHES_PER_BATCH:
            here.update(done=fanout.upto, position=-1)
        else:
            here.update(position=watches[-1].pk)
    return True


def _under_way() -> WatchFanout | None:
    fanout = WatchFanout.objects.first()
    if fanout is None:
        # What was written before anybody was told of anything is not new.
        newest = highest_post_id()
        fanout = WatchFanout.objects.create(pk=1, done=newest, upto=newest)
    return fanout if fanout.done < fanout.upto else None


def _begin() -> WatchFanout | None:
    """Begin a walk if there are new posts, and somebody to tell."""
    global _begun
    if time.monotonic() - _begun < MIN_SECONDS_APART:
        return None
    _begun = time.monotonic()
    fanout, newest = WatchFanout.objects.get(), highest_post_id()
    if newest <= fanout.done:
        return None
    told = PushDevice.objects.exists() and Watch.objects.exists()
    done = fanout.done if told else newest
    here = WatchFanout.objects.filter(pk=fanout.pk, done=fanout.done, upto=fanout.upto)
    # Unless another worker has begun meanwhile.
    begun = here.update(done=done, upto=newest, position=-1)
    return WatchFanout(pk=fanout.pk, done=done, upto=newest) if begun and told else None


def _posts_of(fanout: WatchFanout) -> list[HomeRow]:
    boards = [board.id for board in board_directory().boards]
    posts = newer_posts(boards, None, after=fanout.done, most=MAX_POSTS)
    return [post for post in posts if post.id <= fanout.upto]


def _watching(watches: list[Watch], posts: list[HomeRow]) -> list[tuple[Inbox, Preferences]]:
    """Return whom some posts are news for, and who wants to be told of such news."""
    read = (WATCHES.decrypt(row.box) for row in watches)
    inboxes = {
        inbox_of(watched.account) for watched in read if watched and _is_news(watched, posts)
    }
    preferences = preferences_of_all(inboxes) if inboxes else {}
    return [(inbox, wished) for inbox, wished in preferences.items() if Kind.WATCH in wished.push]


def _is_news(watched: Watched, posts: list[HomeRow]) -> bool:
    """Tell whether there is news that its owner may read: a push by itself would tell a title."""
    boards = board_directory().by_id
    found = {post.board_id for post in posts if is_about(watched, post)}
    closed = {board for board in found if boards[board].members_only}
    if not watched.board:
        return bool(found - closed)
    if not closed:
        return bool(found)
    owner = Account.objects.filter(pk=watched.account).first()
    return owner is not None and may_enter(boards[watched.board], owner)
