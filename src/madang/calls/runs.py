"""Making calls: in the background, in batches, each committed with how far it has come.

A run is committed with its comment, and a batch of calls with the run's new position: whenever the
worker dies, nobody is missed and nobody is called twice.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from django.db import close_old_connections, transaction
from django.utils import timezone

from madang.boards.marks import PURPOSES, row_of
from madang.boards.models import Comment, Mute, Post, Reservation, State
from madang.boards.structure import site
from madang.identity.epochs import open_epoch
from madang.identity.inboxes import Inbox, inboxes_of, put, put_again, read
from madang.identity.keys import EpochDestroyed
from madang.sql import execute, fetch, writing

from .lines import Call, Kind
from .mentions import voices_called
from .models import CallRun
from .wishes import Wishes, wishes_of_all

log = logging.getLogger(__name__)
BATCH = 500
LOOK_SECONDS = 0.5
# Calls of one kind about one post that come within an hour are one, until it is read.
TOGETHER_SECONDS = 3600
REMEMBERED = 20_000

_QUEUE = f"INSERT INTO {CallRun._meta.db_table} (post, seq, position) VALUES (%s, %s, -1)"  # noqa: S608


class _Last(NamedTuple):
    """The last call of a kind about a post in an inbox."""

    epoch: int
    number: int
    call: Call


# In memory alone: after a restart the next call is simply one of its own.
_last: OrderedDict[tuple[Inbox, int, Kind], _Last] = OrderedDict()


def queue_comment(comment: Comment) -> None:
    """Note that a comment's calls are to be made; told within its transaction."""
    execute(_QUEUE, (comment.post_id, comment.seq))


def make_calls(*, until: Callable[[], bool]) -> None:
    """Make calls as they come, for as long as it is wanted."""
    while not until():
        close_old_connections()
        try:
            done = make_batch()
        except Exception:
            log.exception("calls could not be made")
            done = False
        if not done:
            time.sleep(LOOK_SECONDS)


def make_batch() -> bool:
    """Make the next batch of calls; tell whether there was any."""
    with writing():
        run = CallRun.objects.select_for_update(skip_locked=True).order_by("pk").first()
        if run is None:
            return False
        _go_on(run)
    return True


def _go_on(run: CallRun) -> None:
    comment = Comment.objects.filter(post=run.post, seq=run.seq, state=State.LIVE).first()
    post = Post.objects.filter(pk=run.post, state=State.LIVE).first()
    if comment is None or post is None:
        run.delete()
    elif run.position < 0:
        _call_people(post, comment)
        run.position = 0
        run.save(update_fields=["position"]) if comment.news else run.delete()
    else:
        _call_reservers(run, post, comment)


def _call_people(post: Post, comment: Comment) -> None:
    """Call whoever a comment answers, and the voices that it names."""
    answered, named = _answered(post, comment), _named(post, comment)
    kinds = [Kind.REPLY] * len(answered) + [Kind.MENTION] * len(named)
    wanted: dict[Inbox, Kind] = {}
    for inbox, kind in zip(inboxes_of(answered + named), kinds, strict=True):
        if inbox is not None:
            wanted.setdefault(inbox, kind)
    _call(wanted, post, comment)


def _call_reservers(run: CallRun, post: Post, comment: Comment) -> None:
    rows = Reservation.objects.filter(post=post, pk__gt=run.position).order_by("pk")[:BATCH]
    marks = list(rows.values_list("pk", "note"))
    row = row_of(Reservation, post.pk)
    inboxes = inboxes_of((bytes(note), row) for _, note in marks)
    _call({inbox: Kind.NEWS for inbox in inboxes if inbox is not None}, post, comment)
    if len(marks) < BATCH:
        run.delete()
    else:
        run.position = marks[-1][0]
        run.save(update_fields=["position"])


def _answered(post: Post, comment: Comment) -> list[tuple[bytes, str]]:
    if comment.parent is None:
        return [(bytes(post.author), post.row)]
    parent = Comment.objects.filter(post=post, seq=comment.parent).first()
    return [(bytes(parent.author), parent.row)] if parent else []


def _named(post: Post, comment: Comment) -> list[tuple[bytes, str]]:
    found = []
    for voice in voices_called(comment.html, site().noun):
        said = Comment.objects.filter(post=post, voice=voice, state=State.LIVE).exclude(author=b"")
        one: Post | Comment | None = post if voice == 0 else said.order_by("-seq").first()
        if one is not None:
            found.append((bytes(one.author), one.row))
    return found


def _call(wanted: dict[Inbox, Kind], post: Post, comment: Comment) -> None:
    """Put calls into inboxes; not the writer's own, nor where they are not wanted."""
    (own,) = inboxes_of([(bytes(comment.author), comment.row)])
    wanted.pop(own, None) if own else None
    muted = _who_muted(wanted, post)
    wishes = wishes_of_all(wanted) if wanted else {}
    epoch = open_epoch(timezone.now())
    new: list[tuple[Inbox, Call]] = []
    for inbox, kind in wanted.items():
        if inbox in muted or kind in wishes[inbox].unwanted:
            continue
        call = Call(kind, post.pk, comment.seq, comment.created)
        if not _join_the_last(inbox, call, wishes[inbox]):
            new.append((inbox, call))
    numbers = put([(inbox, call.pack()) for inbox, call in new], epoch=epoch)
    for (inbox, call), number in zip(new, numbers, strict=True):
        transaction.on_commit(partial(_remember, inbox, _Last(epoch, number, call)))


def _join_the_last(inbox: Inbox, call: Call, wishes: Wishes) -> bool:
    """Let the last call of its kind about the post stand for this one too, if it is unread."""
    last = _last.get((inbox, call.post, call.kind))
    if last is None or wishes.has_read(last.epoch, last.number):
        return False
    if (call.at - last.call.at).total_seconds() > TOGETHER_SECONDS:
        return False
    there = read(inbox, epoch=last.epoch, number=last.number)
    if there is None or Call.unpack(there).is_read:
        return False
    both = Call.unpack(there).joined_by(call)
    put_again(inbox, both.pack(), epoch=last.epoch, number=last.number)
    transaction.on_commit(partial(_remember, inbox, last._replace(call=both)))
    return True


def _remember(inbox: Inbox, last: _Last) -> None:
    _last[inbox, last.call.post, last.call.kind] = last
    while len(_last) > REMEMBERED:
        _last.popitem(last=False)


def _who_muted(inboxes: Iterable[Inbox], post: Post) -> set[Inbox]:
    try:
        tags = {i.tag(PURPOSES[Mute], post_id=post.pk, epoch=post.epoch): i for i in inboxes}
    except EpochDestroyed:
        return set()
    if not tags:
        return set()
    marks = ", ".join(["%s"] * len(tags))
    sql = f"SELECT tag FROM {Mute._meta.db_table} WHERE tag IN ({marks})"  # noqa: S608
    return {tags[bytes(tag)] for (tag,) in fetch(sql, list(tags))}
