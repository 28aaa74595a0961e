"""Telling those who watch of new posts: all that is new is told in one walk over the watches.

A walk is in batches, each committed with how far it is, and the next begins when the last has
ended: its cost is that of the watches, however many posts came meanwhile.
"""

import time
from collections.abc import Callable, Collection

from madang.accounts.models import Account
from madang.boards.access import may_enter
from madang.boards.queries import HomeRow, highest_post_id, newer_posts
from madang.boards.structure import site
from madang.identity.inboxes import Inbox, inbox_of
from madang.sql import writing

from .lines import Kind
from .models import PushDevice, Sweep, Watch
from .watches import Watched, is_about, read_watch
from .wishes import Wishes, wishes_of_all

BATCH = 500
# Between the beginnings of two walks: what comes meanwhile is told together.
APART_SECONDS = 30.0
# So many of the newest posts are walked for, whatever came meanwhile.
LOOKED_AT = 1000

Note = Callable[[Collection[tuple[Inbox, Wishes]]], None]
_begun = -APART_SECONDS


def sweep_batch(note: Note) -> bool:
    """Note the next people to be told of new posts; tell whether there were any to look at."""
    sweep = _under_way() or _begin()
    if sweep is None:
        return False
    watches = list(Watch.objects.filter(pk__gt=sweep.position).order_by("pk")[:BATCH])
    found = _watching(watches, _posts_of(sweep))
    with writing():
        here = Sweep.objects.filter(pk=sweep.pk, position=sweep.position, upto=sweep.upto)
        if here.select_for_update(skip_locked=True).first() is None:
            return True
        note(found)
        if len(watches) < BATCH:
            here.update(done=sweep.upto, position=-1)
        else:
            here.update(position=watches[-1].pk)
    return True


def _under_way() -> Sweep | None:
    sweep = Sweep.objects.first()
    if sweep is None:
        # What was written before anybody was told of anything is not new.
        newest = highest_post_id()
        sweep = Sweep.objects.create(pk=1, done=newest, upto=newest)
    return sweep if sweep.done < sweep.upto else None


def _begin() -> Sweep | None:
    """Begin a walk if there are new posts, and somebody to tell."""
    global _begun
    if time.monotonic() - _begun < APART_SECONDS:
        return None
    _begun = time.monotonic()
    sweep, newest = Sweep.objects.get(), highest_post_id()
    if newest <= sweep.done:
        return None
    told = PushDevice.objects.exists() and Watch.objects.exists()
    done = sweep.done if told else newest
    here = Sweep.objects.filter(pk=sweep.pk, done=sweep.done, upto=sweep.upto)
    # Unless another worker has begun meanwhile.
    begun = here.update(done=done, upto=newest, position=-1)
    return Sweep(pk=sweep.pk, done=done, upto=newest) if begun and told else None


def _posts_of(sweep: Sweep) -> list[HomeRow]:
    boards = [board.id for board in site().boards]
    posts = newer_posts(boards, None, after=sweep.done, most=LOOKED_AT)
    return [post for post in posts if post.id <= sweep.upto]


def _watching(watches: list[Watch], posts: list[HomeRow]) -> list[tuple[Inbox, Wishes]]:
    """Return whom some posts are news for, and who wants to be told of such news."""
    read = ((one, read_watch(one.box)) for one in watches)
    inboxes = {
        inbox_of(watched.account)
        for _row, watched in read
        if watched and watched.account and _is_news(watched, posts)
    }
    wishes = wishes_of_all(inboxes) if inboxes else {}
    return [(inbox, wished) for inbox, wished in wishes.items() if Kind.WATCH in wished.push]


def _is_news(watched: Watched, posts: list[HomeRow]) -> bool:
    """Tell whether there is news that its owner may read: a push by itself would tell a title."""
    boards = site().by_id
    found = {post.board_id for post in posts if is_about(watched, post)}
    closed = {board for board in found if boards[board].members_only}
    if not watched.board:
        return bool(found - closed)
    if not closed:
        return bool(found)
    owner = Account.objects.filter(pk=watched.account or 0).first()
    return owner is not None and may_enter(boards[watched.board], owner)
