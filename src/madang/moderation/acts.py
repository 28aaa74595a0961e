"""What a moderator does about a thing: each with a reason, told to its writer, logged, undone."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.boards import hiding, nicknames
from madang.boards.actions import NotYours
from madang.boards.models import Comment, Post, State
from madang.boards.removal import wipe_comment, wipe_post
from madang.calls.by_moderators import call_writer
from madang.identity.boxes import open_values, shut_values
from madang.identity.inboxes import inboxes_of
from madang.sql import writing

from .models import Act, ActKind, Scope
from .reports import close_case, open_case_again
from .sanctions import impose, lift
from .things import Thing, find_thing

PURPOSE = "act"
# Within so many days what was deleted can be brought back; then its words are wiped.
RETURN_DAYS = 30


class ActRefused(Exception):
    """It cannot be done; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Mute:
    """Where an account may not write, and until when (None: for good)."""

    scope: Scope
    until: datetime | None


def decide(
    thing: Thing,
    *,
    by: Account,
    kind: ActKind | None,
    mute: Mute | None,
    reason: str,
    seen: int | None = None,
) -> list[Act]:
    """Do what a moderator decided, in one transaction, and close the case.

    It stays open if there are reports after the last one `seen` (None: all were). Raises NotYours
    and ActRefused; nothing is half done.
    """
    if not by.is_operator:
        raise NotYours
    reason = reason.strip()
    if not reason and (mute or kind is not ActKind.FINE):
        raise ActRefused(_("이유를 적어 주세요. 글쓴이에게 보여요."))
    with writing():
        _lock(thing.post.pk)
        done = []
        if kind is not None:
            done.append(_do(thing, kind, reason, by))
        if mute is not None:
            done.append(_mute(thing, mute, reason, by))
        # What was decided together is told as one: `word_of` finds it by its time.
        Act.objects.filter(pk__in=[act.pk for act in done]).update(at=done[0].at)
        close_case(thing.post.pk, thing.seq, seen)
        if kind is not ActKind.FINE:
            _tell(thing, done[0])
    return done


def undo(act_id: int, *, by: Account) -> Act:
    """Take an act back, and tell the writer. Raises NotYours and ActRefused."""
    if not by.is_operator:
        raise NotYours
    with writing():
        # The post first: of two acts undone at once the second must see that the first one is.
        _lock(Act.objects.filter(pk=act_id).values_list("post", flat=True).first())
        act = Act.objects.select_for_update().filter(pk=act_id, undone=None).first()
        if act is None or act.kind in (ActKind.FINE, ActKind.WORD):
            raise ActRefused(_("되돌릴 것이 없어요."))
        if act.wiped:
            raise ActRefused(_("%(days)d일이 지나 완전히 지워졌어요.") % {"days": RETURN_DAYS})
        act.undone = timezone.now()
        act.save(update_fields=["undone"])
        _UNDO[ActKind(act.kind)](act, by)
        if not Act.objects.filter(post=act.post, seq=act.seq, undone=None, kind__in=_UNDO).exists():
            open_case_again(act.post, act.seq)
        thing = find_thing(act.post, act.seq)
        if thing is not None:
            _tell(thing, act)
    return act


def acts_of(post_id: int, seq: int) -> list[Act]:
    """Return what was done about a thing, the newest first. One query."""
    return list(Act.objects.filter(post=post_id, seq=seq).order_by("-id")[:50])


def word_of(number: int) -> list[Act]:
    """Return an act and what was decided together with it. Two queries."""
    act = Act.objects.filter(pk=number).first()
    return [one for one in acts_of(act.post, act.seq)[::-1] if one.at == act.at] if act else []


def described(numbers: Collection[int]) -> dict[int, str]:
    """Return what was done by acts, and with what else it was decided. One query."""
    acts = {act.pk: act for act in Act.objects.filter(pk__in=numbers)}
    together = Act.objects.filter(at__in={act.at for act in acts.values()}).order_by("id")
    return {
        number: ", ".join(
            one.get_kind_display() + (_(" (되돌림)") if one.undone else "")
            for one in together
            if (one.post, one.seq, one.at) == (act.post, act.seq, act.at)
        )
        for number, act in acts.items()
    }


def wiped_at(acts: Iterable[Act]) -> datetime | None:
    """Return when a thing's words are wiped that was deleted by one of these acts."""
    deleted = [
        act.at for act in acts if act.kind == ActKind.DELETE and not (act.undone or act.wiped)
    ]
    return min(deleted) + timedelta(days=RETURN_DAYS) if deleted else None


def latest_acts(below: int | None, most: int) -> list[Act]:
    """Return what moderators did, the newest first; `below` an act's number. One query."""
    acts = Act.objects.order_by("-id")
    return list((acts if below is None else acts.filter(pk__lt=below))[:most])


def is_by(act: Act, account: Account) -> bool:
    """Tell whether an operator did this."""
    return bool(open_values(act.box, purpose=PURPOSE).get("by") == account.pk)


def wipe_deleted() -> None:
    """Wipe what was deleted long enough ago; the schedule does so every night."""
    last = timezone.now() - timedelta(days=RETURN_DAYS)
    due = Act.objects.filter(kind=ActKind.DELETE, undone=None, wiped=False, at__lt=last)
    for act in due.iterator():
        with writing():
            post = Post.objects.select_for_update().filter(pk=act.post).first()
            if post is not None and act.seq == 0 and post.state == State.HIDDEN:
                wipe_post(post)
            found = Comment.objects.filter(post=act.post, seq=act.seq, state=State.HIDDEN).first()
            if found is not None:
                wipe_comment(found)
            Act.objects.filter(pk=act.pk).update(wiped=True)


def state_on_return(post: int, seq: int, was: State) -> State | None:
    """Return in which state a text comes back that its writer had withdrawn. One query."""
    acts = Act.objects.filter(post=post, seq=seq, kind__in=[ActKind.HIDE, ActKind.DELETE])
    if any(act.wiped for act in acts):
        return None
    if any(act.undone is None for act in acts):
        return State.HIDDEN
    return State.LIVE if acts else was


def _lock(post_id: int | None) -> None:
    Post.objects.select_for_update().filter(pk=post_id or 0).first()


def _do(thing: Thing, kind: ActKind, reason: str, by: Account) -> Act:
    more: dict[str, Any] = {}
    if kind in (ActKind.HIDE, ActKind.DELETE):
        _hide(thing.post.pk, thing.seq, by)
    elif kind is ActKind.NICKNAME:
        if thing.nickname is None or not thing.nickname.is_chosen:
            raise ActRefused(_("지울 별명이 없어요."))
        more = {"nickname": nicknames.take_away(thing.nickname.id)}
    return _log(thing, kind, reason, by, more)


def _mute(thing: Thing, mute: Mute, reason: str, by: Account) -> Act:
    if not thing.is_sealed:
        raise ActRefused(_("누가 썼는지가 남아 있지 않아서 쓰기를 막을 수 없어요."))
    (inbox,) = inboxes_of([thing.seal])
    act = _log(thing, ActKind.MUTE, reason, by, {}, scope=mute.scope, until=mute.until)
    number = {Scope.THREAD: thing.post.pk, Scope.BOARD: thing.post.board_id}.get(mute.scope, 0)
    key = impose(inbox, mute.scope, number, until=mute.until, act=act.pk)
    act.box = _box(by, {"sanction": key})
    act.save(update_fields=["box"])
    return act


def _log(
    thing: Thing, kind: ActKind, reason: str, by: Account, more: dict[str, Any], **fields: Any
) -> Act:
    return Act.objects.create(
        kind=kind,
        post=thing.post.pk,
        seq=thing.seq,
        reason=reason,
        at=timezone.now(),
        box=_box(by, more),
        **fields,
    )


def _box(by: Account, more: dict[str, Any]) -> str:
    return shut_values({"by": by.pk, **more}, purpose=PURPOSE)


def _tell(thing: Thing, act: Act) -> None:
    call_writer(thing.seal, post=thing.post.pk, act=act.pk, at=timezone.now())


def _hide(post_id: int, seq: int, by: Account) -> None:
    if seq:
        hiding.hide_comment(post_id, seq, by=by)
    else:
        hiding.hide_post(post_id, by=by)


def _show(act: Act, by: Account) -> None:
    """Bring a thing back, unless it was hidden by another act too."""
    others = Act.objects.filter(post=act.post, seq=act.seq, undone=None)
    if others.filter(kind__in=[ActKind.HIDE, ActKind.DELETE]).exists():
        return
    if act.seq:
        hiding.show_comment(act.post, act.seq, by=by)
    else:
        hiding.show_post(act.post, by=by)


def _give_back(act: Act, by: Account) -> None:
    nicknames.give_back(open_values(act.box, purpose=PURPOSE)["nickname"])


def _unmute(act: Act, by: Account) -> None:
    lift(open_values(act.box, purpose=PURPOSE)["sanction"], act.pk)


_UNDO: dict[ActKind, Callable[[Act, Account], None]] = {
    ActKind.HIDE: _show,
    ActKind.DELETE: _show,
    ActKind.NICKNAME: _give_back,
    ActKind.MUTE: _unmute,
}
