"""Leaving: chosen by the member, taken back within a set time, then final."""

import logging
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.extensions import AccountsExtension, accounts_point
from madang.accounts.models import Account
from madang.accounts.operators import LastOperator
from madang.accounts.removal import end_all_sessions, remove_account
from madang.core.background.leases import held
from madang.core.db.transactions import forget_log, writing
from madang.identity.boxed_rows import BoxedRows

from ..erasure.erasure import erase
from ..models import Departure
from .set_aside import drop_all_but, drop_set_aside, new_name, set_aside, what_was_set_aside

log = logging.getLogger(__name__)
# Who holds it settles departures; all others wait.
LEASE = "departures"


class Choice(models.TextChoices):
    """What becomes of what one wrote."""

    KEEP = "keep", _lazy("글과 댓글을 남겨요. 누가 썼는지는 영영 아무도 알 수 없게 돼요.")
    DELETE = "delete", _lazy("글과 댓글을 모두 삭제해요.")


class ComingBack(Exception):
    """What was set aside is still being put back."""


@dataclass(frozen=True, slots=True)
class DepartureState:
    """An account that is leaving; it may come back until its `last_day` is over.

    `file` is where what it wrote is set aside, whole once `is_set_aside`; `emptied` is the day on
    which it was all let go; `is_coming_back` while what was set aside is being put back.
    """

    account: int
    choice: Choice
    last_day: date
    file: str = ""
    is_set_aside: bool = False
    emptied: date | None = None
    is_coming_back: bool = False

    @property
    def is_final(self) -> bool:
        """Tell whether the days in which one may come back are over."""
        over = settings.LEAVING_DAYS == 0 or timezone.localdate() > self.last_day
        return self.emptied is not None or over


DEPARTURES = BoxedRows(Departure, DepartureState, "departure")


def leave(account: Account, choice: Choice) -> DepartureState:
    """Begin to leave: sign out everywhere; raises LastOperator and ComingBack.

    `settle` has to follow, and does the rest. The account's row stays as it is: a mark on it, or
    its being written just now, would tell a thief whose words go next.
    """
    last_day = timezone.localdate() + timedelta(days=settings.LEAVING_DAYS)
    leaving = DepartureState(account.pk, choice, last_day)
    with writing():
        if departure_of(account.pk):
            raise ComingBack
        if account.is_operator and not _other_operators(account):
            raise LastOperator
        _write(leaving)
        end_all_sessions(account)
    return leaving


def come_back(account: Account) -> bool:
    """Undo leaving, where it is not final yet; tell whether there was anything to undo.

    `settle` has to follow, and does the rest; anyone who signs in meanwhile may.
    """
    with writing():
        leaving = departure_of(account.pk)
        if leaving is None or leaving.is_final:
            return False
        _write(replace(leaving, is_coming_back=True))
    return True


def departure_of(account_id: int) -> DepartureState | None:
    """Return how an account is leaving; None if it is not. One query."""
    return DEPARTURES.find(DEPARTURES.key_of(account_id))


def may_sign_in(account_id: int) -> bool:
    """Tell whether an account is not leaving. One query."""
    leaving = departure_of(account_id)
    return leaving is None or leaving.is_coming_back


def settle(account_id: int) -> None:
    """Do what an account's leaving or coming back asks for by now; may run twice."""
    if _settle(account_id):
        _after_erasure()


def _settle(account_id: int) -> bool:
    """Do it; tell whether things went for good.

    One at a time, on all machines: what is read here is true until the end, but that
    somebody may come back in the middle.
    """
    with held(LEASE):
        leaving = departure_of(account_id)
        if leaving is None:
            return False
        if not (leaving.is_coming_back or leaving.is_final) and leaving.choice == Choice.DELETE:
            _withdraw(leaving)
            leaving = departure_of(account_id) or leaving
        if leaving.is_coming_back:
            _put_back(leaving)
        elif leaving.is_final:
            _finish(leaving)
        # The log would show for a while which rows were written together.
        forget_log()
        return leaving.is_final


def settle_all() -> None:
    """Do what is due for everybody who is leaving; the schedule does so every night."""
    erased = False
    for leaving in list(DEPARTURES.all()):
        try:
            erased |= _settle(leaving.account)
        except Exception:
            # The account stays unnamed; the others go on.
            log.exception("a departure could not be settled")
    with held(LEASE):
        drop_all_but({leaving.file for leaving in DEPARTURES.all()})
    if erased:
        _after_erasure()


def _after_erasure() -> None:
    for hook in accounts_point.hooks(AccountsExtension.after_erasure):
        hook()


def _withdraw(leaving: DepartureState) -> None:
    if not leaving.is_set_aside:
        # Noted first: a file that nobody knows of would keep a leaver's words for ever.
        name = leaving.file or new_name()
        _note(leaving.account, file=name)
        set_aside(leaving.account, name)
        _note(leaving.account, is_set_aside=True)

    def still() -> bool:
        now = departure_of(leaving.account)
        return now is not None and not now.is_coming_back

    for hook in accounts_point.hooks(AccountsExtension.withdraw):
        hook(leaving.account, still)


def _put_back(leaving: DepartureState) -> None:
    if leaving.is_set_aside:
        restorers = accounts_point.by_app(AccountsExtension.restore)
        for app, archived in what_was_set_aside(leaving.file):
            restorers[app](archived)
    DEPARTURES.delete(DEPARTURES.key_of(leaving.account))
    drop_set_aside(leaving.file)


def _finish(leaving: DepartureState) -> None:
    """Let everything go, and on a later night the account's row.

    Done at once, the database's log would show whose row went with which words.
    """
    if leaving.emptied is None:
        erase(leaving.account, deletes_texts=leaving.choice == Choice.DELETE)
        _note(leaving.account, file="", is_set_aside=False, emptied=timezone.localdate())
        drop_set_aside(leaving.file)
    elif timezone.localdate() > leaving.emptied:
        with writing():
            remove_account(leaving.account)
            DEPARTURES.delete(DEPARTURES.key_of(leaving.account))


def _other_operators(account: Account) -> bool:
    others = Account.objects.filter(is_operator=True).exclude(pk=account.pk)
    return any(may_sign_in(pk) for pk in others.values_list("pk", flat=True))


def _note(account_id: int, **changed: Any) -> None:
    """Change what is known of a departure, and nothing that somebody else changed meanwhile."""
    with writing():
        now = departure_of(account_id)
        if now is not None:
            _write(replace(now, **changed))


def _write(leaving: DepartureState) -> None:
    DEPARTURES.save(DEPARTURES.key_of(leaving.account), leaving)
