"""Making calls: in the background, in batches, each committed with how far it has come.

A pending call is committed with its comment, and the calls of a batch with its end: whenever the
worker dies, nobody is missed and nobody is called twice. Whom to call is read first, so that
writers wait for a batch's rows alone.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from madang.boards.models import Comment, Post, State
from madang.core.db.select import execute, statement
from madang.core.db.transactions import writing
from madang.identity.epochs import open_epoch
from madang.identity.inboxes import Ends, Inbox, Place, ends_of, put, put_again, read

from .codec import MAX_COUNT, Call, Kind
from .models import PendingCall
from .preferences import preferences_of_all
from .pushes import note
from .reading import unread_among
from .recipients import Calls, calls_of_people, calls_of_reservers

log = logging.getLogger(__name__)
CALLS_PER_BATCH, RESERVERS_PER_BATCH = 300, 200
# Calls of one kind about one post that come within an hour are one, until it is read.
BUNDLING_SECONDS = 3600
MAX_REMEMBERED = 20_000
# So many calls of its own an inbox takes an hour.
MAX_PER_HOUR = 60
# How often the line for all the rest is brought up to date.
FLUSH_SECONDS = 60.0
# News whose calls could not be made is tried again so much later.
AGAIN_SECONDS = 60.0

_QUEUE = statement(
    "INSERT INTO {PendingCall} ({post}, {seq}, {position}) VALUES (%s, %s, -1)", PendingCall
)
_Key = tuple[Inbox, int, Kind]
_Hour = tuple[Inbox, int]


class _Last(NamedTuple):
    """The last call of a kind about a post in an inbox."""

    epoch: int
    number: int
    at: float

    def place(self, inbox: Inbox) -> Place:
        return Place(inbox, self.epoch, self.number)


# In memory alone: after a restart the next call is simply one of its own.
_last: OrderedDict[_Key, _Last] = OrderedDict()
_taken: OrderedDict[_Hour, int] = OrderedDict()
# How many calls are still to be added to each line that stands for all the rest of an hour.
_more: dict[_Hour, int] = {}
_flushed = 0.0
# Runs that failed, and until when they wait.
_put_off: dict[int, float] = {}


def queue_comment(comment: Comment) -> None:
    """Note that a comment's calls are to be made; told within its transaction."""
    execute(_QUEUE, (comment.post_id, comment.seq))


def step() -> bool:
    """Make the next calls; tell whether there were any."""
    more = make_batch()
    if time.monotonic() - _flushed > FLUSH_SECONDS:
        count_the_rest()
    return more


def make_batch() -> bool:
    """Make the next calls to people, and of some news; tell whether there were any."""
    people = list(PendingCall.objects.filter(position=-1).order_by("pk")[:CALLS_PER_BATCH])
    waiting = [key for key, until in _put_off.items() if until > time.monotonic()]
    begun = PendingCall.objects.filter(position__gte=0).exclude(pk__in=waiting)
    news = begun.order_by("position", "pk").first()
    if people:
        _call_people(people)
    if news is not None:
        try:
            _call_reservers(news)
        except Exception:
            # One thread's news that cannot be read must not keep all others' waiting.
            log.exception("the calls of news could not be made")
            _put_off[news.pk] = time.monotonic() + AGAIN_SECONDS
    return bool(people or news)


def _call_people(pending: list[PendingCall]) -> None:
    """Make the first calls of some pending; those of news go on with who reserved."""
    found = _comments_of(pending)
    calls = {key: _calls_of(*both) for key, both in found.items()}
    ends = _ends([call for some in calls.values() for call in some])
    with writing():
        here = PendingCall.objects.filter(pk__in=[one.pk for one in pending], position=-1)
        still = set(here.select_for_update(skip_locked=True).values_list("pk", flat=True))
        _write([call for key, some in calls.items() if key in still for call in some], ends)
        news = [key for key, (_post, comment) in found.items() if key in still and comment.news]
        PendingCall.objects.filter(pk__in=news).update(position=0)
        PendingCall.objects.filter(pk__in=still.difference(news)).delete()


def _call_reservers(one: PendingCall) -> None:
    """Make the next calls of news, and note how far it is."""
    both = _comments_of([one]).get(one.pk)
    calls, last = (
        calls_of_reservers(*both, after=one.position, most=RESERVERS_PER_BATCH)
        if both
        else ([], None)
    )
    ends = _ends(calls)
    with writing():
        here = PendingCall.objects.filter(pk=one.pk, position=one.position)
        if here.select_for_update(skip_locked=True).first() is None:
            return
        _write(calls, ends)
        here.delete() if last is None else here.update(position=last)


def _calls_of(post: Post, comment: Comment) -> Calls:
    try:
        return calls_of_people(post, comment)
    except Exception:
        # One comment that cannot be read must not keep everybody else's calls waiting.
        log.exception("a comment's calls could not be made")
        return []


def _comments_of(pending: Iterable[PendingCall]) -> dict[int, tuple[Post, Comment]]:
    """Return the post and the comment of each that is still there, in their order.

    One query, and one for each thread.
    """
    pending = list(pending)
    threads: dict[int, list[int]] = {}
    for one in pending:
        threads.setdefault(one.post, []).append(one.seq)
    found: dict[tuple[int, int], tuple[Post, Comment]] = {}
    for post in Post.objects.filter(pk__in=threads, state=State.LIVE):
        asked = Comment.objects.filter(post=post, seq__in=threads[post.pk], state=State.LIVE)
        found |= {(post.pk, comment.seq): (post, comment) for comment in asked}
    here = [(one.pk, (one.post, one.seq)) for one in pending]
    return {key: found[place] for key, place in here if place in found}


def _ends(calls: Calls) -> Ends:
    return ends_of({inbox for inbox, _ in calls}, epoch=open_epoch(timezone.now()))


def _write(calls: Calls, ends: Ends) -> None:
    """Put calls into inboxes: as lines of their own, or as part of the last one."""
    together: dict[_Key, Call] = {}
    for inbox, call in calls:
        key = inbox, call.post, call.kind
        together[key] = together[key].joined_by(call) if key in together else call
    preferences = preferences_of_all({inbox for inbox, _, _ in together}) if together else {}
    new: dict[_Key, Call] = {}
    unread = _unread(together)
    for key, call in together.items():
        if _join(key, call, unread):
            continue
        if _has_had_many(key[0]):
            hour = key[0], _hour_now()
            if hour in _more:
                transaction.on_commit(partial(_count_more, hour, call.count))
                continue
            transaction.on_commit(partial(_count_more, hour, 0))
            # It is about no thread: one that is deleted would take all others with it.
            key, call = (key[0], 0, Kind.MORE), replace(call, kind=Kind.MORE, post=0, seq=0)
        new[key] = new[key].joined_by(call) if key in new else call
    numbers = put([(key[0], call.pack()) for key, call in new.items()], ends)
    for (key, call), number in zip(new.items(), numbers, strict=True):
        _remember_later(key, _Last(ends.epoch, number, call.at.timestamp()))
    told = {key[0]: preferences[key[0]] for key in together if key[2] in preferences[key[0]].push}
    note(told.items())


def _has_had_many(inbox: Inbox) -> bool:
    """Count one more call of an inbox's own; tell whether it is too many for the hour."""
    key = inbox, _hour_now()
    count = _taken.get(key, 0) + 1
    _taken[key] = count
    while len(_taken) > MAX_REMEMBERED:
        _taken.popitem(last=False)
    return count > MAX_PER_HOUR


def _count_more(hour: _Hour, count: int) -> None:
    _more[hour] = _more.get(hour, 0) + count


def count_the_rest() -> None:
    """Write down how many calls the lines for all the rest of an hour stand for by now.

    In a transaction of its own: a line that was written again with the calls of one thread and
    then of another would show in the database's log that both call one person.
    """
    global _flushed
    _flushed, now = time.monotonic(), timezone.now()
    waiting = {hour: count for hour, count in _more.items() if count}
    inboxes = {inbox for inbox, _hour in waiting}
    ends = ends_of(inboxes, epoch=open_epoch(now))
    unread = _unread((inbox, 0, Kind.MORE) for inbox in inboxes)
    with writing():
        for (inbox, hour), count in waiting.items():
            _add_to_the_rest(inbox, count, unread, ends, now)
            _more[inbox, hour] -= count
    for past in [key for key in _more if key[1] != _hour_now()]:
        del _more[past]


def _add_to_the_rest(
    inbox: Inbox, count: int, unread: set[Place], ends: Ends, now: datetime
) -> None:
    """Let the line for all the rest stand for more, or a new one where it was read."""
    key = inbox, 0, Kind.MORE
    last = _last.get(key)
    content = read(inbox, epoch=last.epoch, number=last.number) if last else None
    if last is None or content is None:
        return
    before = Call.unpack(content)
    if last.place(inbox) not in unread:
        (number,) = put([(inbox, replace(before, at=now, count=count).pack())], ends)
        _remember_later(key, _Last(ends.epoch, number, now.timestamp()))
    else:
        more = replace(before, at=now, count=min(MAX_COUNT, before.count + count))
        put_again(inbox, more.pack(), epoch=last.epoch, number=last.number)


def _hour_now() -> int:
    return int(time.time()) // 3600


def _unread(keys: Iterable[_Key]) -> set[Place]:
    """Return which of the last calls of some kinds are still unread. At most two queries."""
    return unread_among([last.place(key[0]) for key in keys if (last := _last.get(key))])


def _join(key: _Key, call: Call, unread: set[Place]) -> bool:
    """Let the last call stand for this one too, if it is recent and unread."""
    last = _last.get(key)
    if last is None or last.place(key[0]) not in unread:
        return False
    content = read(key[0], epoch=last.epoch, number=last.number)
    if content is None or call.at.timestamp() - last.at > BUNDLING_SECONDS:
        return False
    both = Call.unpack(content).joined_by(call)
    put_again(key[0], both.pack(), epoch=last.epoch, number=last.number)
    _remember_later(key, last._replace(at=call.at.timestamp()))
    return True


def _remember_later(key: _Key, last: _Last) -> None:
    transaction.on_commit(partial(_remember, key, last))


def _remember(key: _Key, last: _Last) -> None:
    _last[key] = last
    while len(_last) > MAX_REMEMBERED:
        _last.popitem(last=False)
