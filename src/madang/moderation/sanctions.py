"""Mutes: an account that may not write for a while, in a thread, on a board or anywhere.

A moderator mutes a voice and does not learn whose it is; the account is muted under every voice.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.boards.api import board_directory
from madang.boards.extensions import Writing, WritingRefused
from madang.identity.boxed_rows import BoxedRows
from madang.identity.inboxes import Inbox, inbox_of

from .models import Decision, Sanction, Scope

PURPOSE = "sanction"
# So many mutes of an account may hold at once in each scope.
PLACES = 16


@dataclass(frozen=True, slots=True)
class Muted:
    """One mute: until when (None: for good), and by which decision."""

    until: datetime | None
    decision: int

    def holds(self, now: datetime) -> bool:
        return self.until is None or self.until > now


SANCTIONS = BoxedRows(Sanction, Muted, PURPOSE)


def impose(
    inbox: Inbox | None, scope: Scope, number: int, *, until: datetime | None, decision: int
) -> int:
    """Mute the owner of an inbox; return the sanction's number, which lifts it.

    `number` is the thread's or the board's, 0 for the site. Where nobody is known any more (None)
    a row is written all the same, so that nobody can tell. Belongs in the decision's transaction.
    """
    key = secrets.randbits(60) if inbox is None else _free(_keys(inbox, scope, number))
    SANCTIONS.delete(key)
    SANCTIONS.save(key, Muted(until, decision))
    return key


def _free(keys: list[int]) -> int:
    """Return a number without a row; where all have one, that of the mute that ends first."""
    taken = SANCTIONS.find_all(keys)
    without = [key for key in keys if key not in taken]
    return without[0] if without else min(keys, key=lambda key: _end(taken[key]))


def lift(key: int, decision: int) -> None:
    """Undo one mute, if it is still that decision's."""
    found = SANCTIONS.find(key)
    if found and found.decision == decision:
        SANCTIONS.delete(key)


def check_not_muted(what: Writing) -> None:
    """Raise WritingRefused, with the reason, where the writer is muted. One query."""
    inbox, now = inbox_of(what.by.pk), timezone.now()
    keys = _keys(inbox, Scope.SITE, 0)
    # A mute holds where the board is now.
    for board in board_directory().all_of(what.board):
        keys += _keys(inbox, Scope.BOARD, board)
    if what.thread is not None:
        keys += _keys(inbox, Scope.THREAD, what.thread)
    holding = [muted for muted in SANCTIONS.find_all(keys).values() if muted.holds(now)]
    if holding:
        raise WritingRefused(_said(max(holding, key=_end)))


def drop_ended() -> None:
    """Delete the mutes that are over; the schedule does so every night."""
    now = timezone.now()
    SANCTIONS.drop_unless(lambda muted: muted.holds(now))


def _said(muted: Muted) -> str:
    decision = Decision.objects.filter(pk=muted.decision).first()
    where = decision.get_scope_display() if decision else ""
    reason = decision.reason if decision else ""
    if muted.until is None:
        said = _("운영자가 %(where)s 쓰지 못하게 했어요. 이유: %(reason)s")
        return said % {"where": where, "reason": reason}
    said = _("운영자가 %(until)s까지 %(where)s 쓰지 못하게 했어요. 이유: %(reason)s")
    until = timezone.localtime(muted.until).strftime("%Y.%m.%d %H:%M")
    return said % {"where": where, "until": until, "reason": reason}


def _keys(inbox: Inbox, scope: Scope, number: int) -> list[int]:
    return inbox.keyed_places(PURPOSE, f"{scope}:{number}", PLACES)


def _end(muted: Muted) -> datetime:
    return muted.until or datetime.max.replace(tzinfo=timezone.get_default_timezone())
