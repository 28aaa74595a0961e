"""Recommending, scrapping, reserving a call, muting: one mark each per account and post, as a tag.

A mark seals where its account's journal notes it, so that taking it back strikes the line out.
"""

import secrets
from contextlib import suppress

from django.db.models import F, Model
from django.utils import timezone

from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.identity.epochs import is_open, open_epoch
from madang.identity.journals import Journal, append, read_line, rewrite, strike
from madang.identity.keys import EpochDestroyed
from madang.identity.seals import nobodys, open_seal, seal, unseal
from madang.identity.tags import TAG_BYTES, thread_tag

from ..activity.journals import left_out, post_line, read_post_line
from ..directory.access import must_enter_board
from ..extensions import tell_engagement
from ..models import Mark, Post, Recommendation, Reservation, Scrap, ThreadMute
from ..threads.locking import lock_post, must_be_live, renew_epoch

PURPOSES: dict[type[Mark], str] = {
    Recommendation: "recommend",
    Scrap: "scrap",
    Reservation: "reserve",
    ThreadMute: "mute",
}
JOURNALS: dict[type[Mark], str] = {
    Recommendation: "recommendations",
    Scrap: "scraps",
    Reservation: "reservations",
    ThreadMute: "mutes",
}
# The column of a post that counts marks of a kind.
COUNTERS: dict[type[Mark], str] = {Recommendation: "recommends", Reservation: "reservations"}


class OwnPost(Exception):
    """Nobody can recommend a post of their own."""


def recommend(post_id: int, *, by: Account) -> None:
    """Recommend a post; once is all that counts. Raises OwnPost."""
    with writing():
        post = lock_post(post_id)
        if unseal(post.author, row=post.row) == by.pk:
            raise OwnPost
        _mark(Recommendation, post, by)


def mark(kind: type[Mark], post_id: int, *, by: Account) -> None:
    """Scrap a post, reserve a call of its news, or mute it; once is all that counts."""
    with writing():
        _mark(kind, lock_post(post_id), by)


def unmark(kind: type[Mark], post_id: int, *, by: Account) -> None:
    """Undo the account's mark of a post, if there is one."""
    with writing():
        post = lock_post(post_id)
        must_enter_board(post.board_id, by)
        _undo(kind, post, by)


def leave_out(kind: str, *, by: Account, epoch: int, number: int) -> None:
    """Take a line out of the account's own pages, and undo the mark that it notes, if any."""
    with writing():
        journal = Journal(kind, by.pk)
        line = read_line(journal, epoch=epoch, number=number)
        if line is None:
            return
        mark = next((mark for mark, name in JOURNALS.items() if name == kind), None)
        if mark is None:
            rewrite(journal, left_out(line.content), epoch=epoch, number=number)
        else:
            _undo(mark, lock_post(read_post_line(line.content)), by)
            strike(journal, epoch=epoch, number=number)


def forget_mark(kind: type[Mark], post_id: int, *, by: int) -> None:
    """Make an account's mark of a post nobody's: it counts on, and can't be taken back."""
    epoch = Post.objects.filter(pk=post_id).values_list("epoch", flat=True).first()
    with suppress(EpochDestroyed):
        tag = mark_tag(kind, by, post_id=post_id, epoch=epoch or 0)
        for mark in kind._default_manager.filter(tag=tag):
            mark.tag, mark.note = secrets.token_bytes(TAG_BYTES), nobodys(mark.note)
            mark.save(update_fields=["tag", "note"])


def forget_tag(kind: type[Model], purpose: str, post_id: int, *, by: int) -> None:
    """Make what an account did once in a thread nobody's, where no note says whose it is."""
    epoch = Post.objects.filter(pk=post_id).values_list("epoch", flat=True).first()
    with suppress(EpochDestroyed):
        tag = thread_tag(purpose, by, post_id=post_id, epoch=epoch or 0)
        kind._default_manager.filter(tag=tag).update(tag=secrets.token_bytes(TAG_BYTES))


def mark_tag(kind: type[Mark], account_id: int, *, post_id: int, epoch: int) -> bytes:
    """Return the tag under which an account's mark of a post is found; raises EpochDestroyed."""
    return thread_tag(PURPOSES[kind], account_id, post_id=post_id, epoch=epoch)


def _mark(kind: type[Mark], post: Post, by: Account) -> None:
    must_enter_board(post.board_id, by)
    if _set(kind, post, by):
        _count(kind, post.pk, +1)


def _count(kind: type[Mark], post_id: int, difference: int) -> None:
    if column := COUNTERS.get(kind):
        Post.objects.filter(pk=post_id).update(**{column: F(column) + difference})
        tell_engagement(post_id)


def _set(kind: type[Mark], post: Post, by: Account) -> bool:
    must_be_live(post.state)
    if not is_open(post.epoch):
        post.epoch = renew_epoch(post.pk)
    tag = mark_tag(kind, by.pk, post_id=post.pk, epoch=post.epoch)
    if kind._default_manager.filter(tag=tag).exists():
        return False
    epoch = open_epoch(timezone.now())
    line = append(Journal(JOURNALS[kind], by.pk), post_line(post.pk), epoch=epoch)
    note = seal(by.pk, epoch=epoch, row=row_of(kind, post.pk), line=line)
    kind._default_manager.create(post=post, tag=tag, note=note)
    return True


def _undo(kind: type[Mark], post: Post, by: Account) -> None:
    if _unset(kind, post, by):
        _count(kind, post.pk, -1)


def _unset(kind: type[Mark], post: Post, by: Account) -> bool:
    if not is_open(post.epoch):
        return False
    tag = mark_tag(kind, by.pk, post_id=post.pk, epoch=post.epoch)
    found = kind._default_manager.filter(tag=tag).first()
    if found is None:
        return False
    noted = open_seal(found.note, row=row_of(kind, post.pk))
    if noted and noted.line is not None:
        strike(Journal(JOURNALS[kind], by.pk), epoch=noted.epoch, number=noted.line)
    found.delete()
    return True


def row_of(kind: type[Mark], post_id: int) -> str:
    """Return the name that the seal of a mark's note is bound to."""
    return f"{PURPOSES[kind]}:{post_id}"
