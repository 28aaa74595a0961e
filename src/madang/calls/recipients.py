"""Whom a comment calls: read from seals, marks and preferences, before anything is written."""

from collections.abc import Iterable
from functools import partial

from madang.boards.api import PURPOSES, board_directory, names_of, row_of
from madang.boards.models import Comment, Post, Reservation, State, ThreadMute
from madang.core.community import community
from madang.core.db.select import fetch, statement
from madang.identity.inboxes import Inbox, inboxes_of
from madang.identity.keys import EpochDestroyed
from madang.identity.voices import has_spoken

from .codec import Call, Kind
from .mentions import nicknames_called, voices_called
from .preferences import preferences_of_all

Calls = list[tuple[Inbox, Call]]
_MUTED = statement("SELECT {tag} FROM {ThreadMute} WHERE {tag} IN %s", ThreadMute)


def calls_of_people(post: Post, comment: Comment) -> Calls:
    """Return the calls to the person that a comment answers, and to the voices that it names."""
    answered, named = _answered(post, comment), _named(post, comment)
    kinds = [Kind.REPLY] * len(answered) + [Kind.MENTION] * len(named)
    wanted: dict[Inbox, Kind] = {}
    for inbox, kind in zip(inboxes_of(answered + named), kinds, strict=True):
        if inbox is not None:
            wanted.setdefault(inbox, kind)
    return _where_wanted(wanted, post, comment)


def calls_of_reservers(
    post: Post, comment: Comment, *, after: int, most: int
) -> tuple[Calls, int | None]:
    """Return the calls to the next who reserved one, and the last of them (None: no more)."""
    rows = Reservation.objects.filter(post=post, pk__gt=after).order_by("pk")[:most]
    marks = list(rows.values_list("pk", "note"))
    row = row_of(Reservation, post.pk)
    inboxes = inboxes_of((bytes(note), row) for _, note in marks)
    # Whom the comment answers or names is called for that.
    called = {inbox for inbox, _call in calls_of_people(post, comment)}
    wanted = {inbox: Kind.NEWS for inbox in inboxes if inbox is not None and inbox not in called}
    last = marks[-1][0] if len(marks) == most else None
    return _where_wanted(wanted, post, comment), last


def _answered(post: Post, comment: Comment) -> list[tuple[bytes, str]]:
    if comment.parent is None:
        return [(bytes(post.author), post.row)]
    parent = Comment.objects.filter(post=post, seq=comment.parent).first()
    return [(bytes(parent.author), parent.row)] if parent else []


def _named(post: Post, comment: Comment) -> list[tuple[bytes, str]]:
    if "@" not in comment.html:
        return []
    found = (
        _nicknamed(post, comment) if board_directory().by_id[post.board_id].has_nicknames else []
    )
    for voice in filter(
        partial(has_spoken, post.pk), voices_called(comment.html, community().noun)
    ):
        said = Comment.objects.filter(post=post, voice=voice, state=State.LIVE).exclude(author=b"")
        one: Post | Comment | None = post if voice == 0 else said.order_by("-seq").first()
        if one is not None:
            found.append((bytes(one.author), one.row))
    return found


def _nicknamed(post: Post, comment: Comment) -> list[tuple[bytes, str]]:
    """Return the people who spoke in a thread under the nicknames that a comment names.

    Two queries, and one for each that is named.
    """
    said = Comment.objects.filter(post=post, state=State.LIVE, nickname__isnull=False)
    spoke = {*said.values_list("nickname", flat=True).distinct(), post.nickname}
    names = {number: named.name for number, named in names_of(spoke).items()}
    found = []
    for number in nicknames_called(comment.html, names):
        last = said.filter(nickname=number).defer("html").order_by("-seq").first()
        one: Post | Comment | None = post if number == post.nickname else last
        if one is not None:
            found.append((bytes(one.author), one.row))
    return found


def _where_wanted(wanted: dict[Inbox, Kind], post: Post, comment: Comment) -> Calls:
    """Leave out the writer's own inbox, and those where such calls are not wanted."""
    (own,) = inboxes_of([(bytes(comment.author), comment.row)])
    if own is not None:
        wanted.pop(own, None)
    if not wanted:
        return []
    muted, preferences = _who_muted(wanted, post), preferences_of_all(wanted)
    return [
        (inbox, Call(kind, post.pk, comment.seq, comment.created))
        for inbox, kind in wanted.items()
        if inbox not in muted and kind not in preferences[inbox].muted_kinds
    ]


def _who_muted(inboxes: Iterable[Inbox], post: Post) -> set[Inbox]:
    try:
        tags = {i.tag(PURPOSES[ThreadMute], post_id=post.pk, epoch=post.epoch): i for i in inboxes}
    except EpochDestroyed:
        return set()
    return {tags[bytes(tag)] for (tag,) in fetch(_MUTED, (list(tags),))}
