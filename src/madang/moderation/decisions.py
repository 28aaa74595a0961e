"""What a moderator does about a subject: each with a reason, told to its writer, logged, undone."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.boards.api import (
    NotYours,
    TakenName,
    give_back,
    hide_comment,
    hide_post,
    moderated_by,
    moderates,
    moderates_somewhere,
    show_comment,
    show_post,
    take_away,
    wipe_comment,
    wipe_post,
)
from madang.boards.models import Comment, Post, State
from madang.calls.notices import call_writer
from madang.core.db.transactions import writing
from madang.core.text.door import can_be_seen, tidy
from madang.identity.boxed_rows import Boxed
from madang.identity.inboxes import inboxes_of

from .models import Decision, DecisionKind, Scope
from .reports import close_case, open_case_again
from .sanctions import impose, lift
from .subjects import ReportSubject, find_subject

# Within so many days what was deleted can be brought back; then its words are wiped.
RETURN_DAYS = 30


@dataclass(frozen=True, slots=True)
class Undoing:
    """What only the running site knows of a decision: who made it, and what takes it back."""

    by: int
    nickname: TakenName | None = None
    sanction: int = 0


UNDOING = Boxed(Undoing, "decision")


class DecisionRefused(Exception):
    """It cannot be done; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Mute:
    """Where an account may not write, and until when (None: for good)."""

    scope: Scope
    until: datetime | None


def decide(
    subject: ReportSubject,
    *,
    by: Account,
    kind: DecisionKind | None,
    mute: Mute | None,
    reason: str,
    seen: int | None = None,
) -> list[Decision]:
    """Do what a moderator decided, in one transaction, and close the case.

    It stays open if there are reports after the last one `seen` (None: all were). Raises NotYours
    (of a board that `by` does not moderate, or of the whole site) and DecisionRefused; nothing is
    half done.
    """
    if mute is not None and mute.scope == Scope.SITE and not by.is_operator:
        raise NotYours
    reason = tidy(reason)
    if not can_be_seen(reason) and (mute or kind is not DecisionKind.FINE):
        raise DecisionRefused(_("이유를 적어 주세요. 글쓴이에게 보여요."))
    with writing():
        _lock(subject.post.pk, by)
        done = []
        if kind is not None:
            done.append(_do(subject, kind, reason, by))
        if mute is not None:
            done.append(_mute(subject, mute, reason, by))
        # What was decided together is told as one: `notice_of` finds it by its time.
        Decision.objects.filter(pk__in=[decision.pk for decision in done]).update(at=done[0].at)
        close_case(subject.post.pk, subject.seq, seen)
        if kind is not DecisionKind.FINE:
            _tell(subject, done[0])
    return done


def undo(act_id: int, *, by: Account) -> Decision:
    """Take a decision back, and tell the writer. Raises NotYours and DecisionRefused.

    What an operator decided is taken back by operators alone.
    """
    if not moderates_somewhere(by):
        raise NotYours
    with writing():
        # The post first: of two decisions undone at once the second must see that the first one is.
        _lock(Decision.objects.filter(pk=act_id).values_list("post", flat=True).first() or 0, by)
        decision = Decision.objects.select_for_update().filter(pk=act_id, undone=None).first()
        if decision is None or decision.kind in (DecisionKind.FINE, DecisionKind.WORD):
            raise DecisionRefused(_("되돌릴 것이 없어요."))
        if not by.is_operator and _is_of_an_operator(decision):
            raise DecisionRefused(_("운영자가 처리한 것은 운영자만 되돌릴 수 있어요."))
        if decision.wiped:
            raise DecisionRefused(_("%(days)d일이 지나 완전히 삭제됐어요.") % {"days": RETURN_DAYS})
        decision.undone = timezone.now()
        decision.save(update_fields=["undone"])
        _UNDO[DecisionKind(decision.kind)](decision, by)
        if not Decision.objects.filter(
            post=decision.post, seq=decision.seq, undone=None, kind__in=_UNDO
        ).exists():
            open_case_again(decision.post, decision.seq)
        subject = find_subject(decision.post, decision.seq)
        if subject is not None:
            _tell(subject, decision)
    return decision


def decisions_of(post_id: int, seq: int) -> list[Decision]:
    """Return what was done about a subject, the newest first. One query."""
    return list(Decision.objects.filter(post=post_id, seq=seq).order_by("-id")[:50])


def notice_of(number: int) -> list[Decision]:
    """Return a decision and what was decided together with it. Two queries."""
    decision = Decision.objects.filter(pk=number).first()
    return (
        [one for one in decisions_of(decision.post, decision.seq)[::-1] if one.at == decision.at]
        if decision
        else []
    )


def described(numbers: Collection[int]) -> dict[int, str]:
    """Return what was done by decisions, and with what else it was decided. One query."""
    decisions = {decision.pk: decision for decision in Decision.objects.filter(pk__in=numbers)}
    together = Decision.objects.filter(
        at__in={decision.at for decision in decisions.values()}
    ).order_by("id")
    return {
        number: ", ".join(
            one.get_kind_display() + (_(" (되돌림)") if one.undone else "")
            for one in together
            if (one.post, one.seq, one.at) == (decision.post, decision.seq, decision.at)
        )
        for number, decision in decisions.items()
    }


def wiped_at(decisions: Iterable[Decision]) -> datetime | None:
    """Return when a subject's words are wiped that was deleted by one of these decisions."""
    deleted = [
        decision.at
        for decision in decisions
        if decision.kind == DecisionKind.DELETE and not (decision.undone or decision.wiped)
    ]
    return min(deleted) + timedelta(days=RETURN_DAYS) if deleted else None


def latest_decisions(by: Account, below: int | None, most: int) -> list[Decision]:
    """Return what was done on the boards that somebody moderates, the newest first.

    `below`: a decision's number. One query.
    """
    decisions = Decision.objects.order_by("-id")
    if (boards := moderated_by(by)) is not None:
        there = Post.objects.filter(pk=OuterRef("post"), board__in=boards)
        decisions = decisions.filter(Exists(there))
    return list((decisions if below is None else decisions.filter(pk__lt=below))[:most])


def is_by(decision: Decision, account: Account) -> bool:
    """Tell whether a moderator did this."""
    undoing = UNDOING.decrypt(decision.box)
    return undoing is not None and undoing.by == account.pk


def wipe_deleted() -> None:
    """Wipe what was deleted long enough ago; the schedule does so every night."""
    last = timezone.now() - timedelta(days=RETURN_DAYS)
    due = Decision.objects.filter(kind=DecisionKind.DELETE, undone=None, wiped=False, at__lt=last)
    for decision in due.iterator():
        with writing():
            post = Post.objects.select_for_update().filter(pk=decision.post).first()
            if post is not None and decision.seq == 0 and post.state == State.HIDDEN:
                wipe_post(post)
            found = Comment.objects.filter(
                post=decision.post, seq=decision.seq, state=State.HIDDEN
            ).first()
            if found is not None:
                wipe_comment(found)
            Decision.objects.filter(pk=decision.pk).update(wiped=True)


def state_on_restore(post: int, seq: int, was: State) -> State | None:
    """Return in which state a text comes back that its writer had withdrawn. One query."""
    decisions = Decision.objects.filter(
        post=post, seq=seq, kind__in=[DecisionKind.HIDE, DecisionKind.DELETE]
    )
    if any(decision.wiped for decision in decisions):
        return None
    if any(decision.undone is None for decision in decisions):
        return State.HIDDEN
    return State.LIVE if decisions else was


def _lock(post_id: int, by: Account) -> None:
    """Lock a post where it is now; raises NotYours unless `by` moderates that board."""
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if not moderates(post.board_id if post else 0, by):
        raise NotYours


def _is_of_an_operator(decision: Decision) -> bool:
    undoing = UNDOING.decrypt(decision.box)
    return undoing is None or Account.objects.filter(pk=undoing.by, is_operator=True).exists()


def _do(subject: ReportSubject, kind: DecisionKind, reason: str, by: Account) -> Decision:
    undoing = Undoing(by.pk)
    if kind in (DecisionKind.HIDE, DecisionKind.DELETE):
        _hide(subject.post.pk, subject.seq, by)
    elif kind is DecisionKind.NICKNAME:
        if subject.nickname is None or not subject.nickname.is_chosen:
            raise DecisionRefused(_("삭제할 별명이 없어요."))
        undoing = Undoing(by.pk, nickname=take_away(subject.nickname.id))
    return _log(subject, kind, reason, undoing)


def _mute(subject: ReportSubject, mute: Mute, reason: str, by: Account) -> Decision:
    if not subject.is_sealed:
        raise DecisionRefused(_("누가 썼는지가 남아 있지 않아서 쓰기를 제한할 수 없어요."))
    (inbox,) = inboxes_of([subject.seal])
    decision = _log(
        subject, DecisionKind.MUTE, reason, Undoing(by.pk), scope=mute.scope, until=mute.until
    )
    number = {Scope.THREAD: subject.post.pk, Scope.BOARD: subject.post.board_id}.get(mute.scope, 0)
    key = impose(inbox, mute.scope, number, until=mute.until, decision=decision.pk)
    decision.box = UNDOING.encrypt(Undoing(by.pk, sanction=key))
    decision.save(update_fields=["box"])
    return decision


def _log(
    subject: ReportSubject,
    kind: DecisionKind,
    reason: str,
    undoing: Undoing,
    **fields: Any,
) -> Decision:
    return Decision.objects.create(
        kind=kind,
        post=subject.post.pk,
        seq=subject.seq,
        reason=reason,
        at=timezone.now(),
        box=UNDOING.encrypt(undoing),
        **fields,
    )


def _tell(subject: ReportSubject, decision: Decision) -> None:
    call_writer(subject.seal, post=subject.post.pk, decision=decision.pk, at=timezone.now())


def _hide(post_id: int, seq: int, by: Account) -> None:
    if seq:
        hide_comment(post_id, seq, by=by)
    else:
        hide_post(post_id, by=by)


def _show(decision: Decision, by: Account) -> None:
    """Bring a subject back, unless it was hidden by another decision too."""
    others = Decision.objects.filter(post=decision.post, seq=decision.seq, undone=None)
    if others.filter(kind__in=[DecisionKind.HIDE, DecisionKind.DELETE]).exists():
        return
    if decision.seq:
        show_comment(decision.post, decision.seq, by=by)
    else:
        show_post(decision.post, by=by)


def _give_back(decision: Decision, by: Account) -> None:
    undoing = UNDOING.decrypt(decision.box)
    if undoing is not None and undoing.nickname is not None:
        give_back(undoing.nickname)


def _unmute(decision: Decision, by: Account) -> None:
    undoing = UNDOING.decrypt(decision.box)
    if undoing is not None:
        lift(undoing.sanction, decision.pk)


_UNDO: dict[DecisionKind, Callable[[Decision, Account], None]] = {
    DecisionKind.HIDE: _show,
    DecisionKind.DELETE: _show,
    DecisionKind.NICKNAME: _give_back,
    DecisionKind.MUTE: _unmute,
}
