"""Leaving: chosen by the member, taken back within a set time, then final."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.models import Account
from madang.accounts.operators import LastOperator, operators
from madang.accounts.removal import end_all_sessions, remove_account
from madang.boards import parting
from madang.calls.watches import forget_watches
from madang.calls.wishes import forget_wishes
from madang.identity.boxes import open_values, shut_values
from madang.identity.tags import keyed
from madang.sql import writing

from .models import Departure
from .set_aside import drop_set_aside, set_aside, what_was_set_aside
from .takeouts import drop_takeout

PURPOSE = "departure"


class Choice(models.TextChoices):
    """What becomes of what one wrote."""

    KEEP = "keep", _lazy("글과 댓글을 남겨요. 누가 썼는지는 영영 아무도 알 수 없게 돼요.")
    DELETE = "delete", _lazy("글과 댓글을 모두 지워요.")


@dataclass(frozen=True, slots=True)
class Leaving:
    """An account that is leaving; it may come back until its `last_day` is over.

    `file` is where what it wrote is set aside; `emptied` is the day on which it was all let go;
    `is_coming_back` while what was set aside is being put back.
    """

    account: int
    choice: Choice
    last_day: date
    file: str = ""
    emptied: date | None = None
    is_coming_back: bool = False

    @property
    def is_final(self) -> bool:
        """Tell whether the days in which one may come back are over."""
        over = settings.LEAVING_DAYS == 0 or timezone.localdate() > self.last_day
        return self.emptied is not None or over


def leave(account: Account, choice: Choice) -> Leaving:
    """Begin to leave: sign out everywhere; raises LastOperator.

    `settle` has to follow, and does the rest. The account's row stays as it is: a mark on it, or
    its being written just now, would tell a thief whose words go next.
    """
    last_day = timezone.localdate() + timedelta(days=settings.LEAVING_DAYS)
    leaving = Leaving(account.pk, choice, last_day)
    before = departure_of(account.pk)
    if before and before.is_coming_back:
        _put_back(before)
    with writing():
        if account.is_operator and len(operators()) == 1:
            raise LastOperator
        _write(leaving)
        end_all_sessions(account)
    return leaving


def come_back(account: Account) -> bool:
    """Undo leaving, where it is not final yet; tell whether there was anything to undo.

    `settle` has to follow, and does the rest.
    """
    with writing():
        leaving = departure_of(account.pk)
        if leaving is None or leaving.is_final:
            return False
        if leaving.file:
            # What was set aside comes back first; whoever signs in meanwhile may.
            _write(replace(leaving, is_coming_back=True))
        else:
            _delete(account.pk)
    return True


def departure_of(account_id: int) -> Leaving | None:
    row = Departure.objects.filter(pk=keyed(PURPOSE, account_id)).first()
    return _read(row) if row else None


def may_sign_in(account_id: int) -> bool:
    """Tell whether an account is not leaving. One query."""
    leaving = departure_of(account_id)
    return leaving is None or leaving.is_coming_back


def settle(account_id: int) -> None:
    """Do what an account's leaving or coming back asks for by now; may run twice."""
    leaving = departure_of(account_id)
    if leaving is None:
        return
    if leaving.is_coming_back:
        _put_back(leaving)
    elif leaving.is_final:
        _finish(leaving)
    elif leaving.choice == Choice.DELETE:
        if not leaving.file:
            leaving = replace(leaving, file=set_aside(account_id))
            _write(leaving)
        parting.withdraw(account_id)


def settle_all() -> None:
    """Do what is due for everybody who is leaving; the schedule does so every night."""
    for leaving in list(_all()):
        settle(leaving.account)


def _put_back(leaving: Leaving) -> None:
    for kept in what_was_set_aside(leaving.file):
        parting.bring_back(kept)
    _delete(leaving.account)
    drop_set_aside(leaving.file)


def _finish(leaving: Leaving) -> None:
    """Let everything go, and on a later night the account's row.

    Done at once, the database's log would show whose row went with which words.
    """
    if leaving.emptied is None:
        if leaving.choice == Choice.DELETE:
            parting.delete_all(leaving.account)
        else:
            parting.let_go(leaving.account)
        drop_takeout(leaving.account)
        drop_set_aside(leaving.file)
        forget_wishes(leaving.account)
        forget_watches(leaving.account)
        _write(replace(leaving, file="", emptied=timezone.localdate()))
    elif timezone.localdate() > leaving.emptied:
        with writing():
            remove_account(leaving.account)
            _delete(leaving.account)


def _all() -> Iterator[Leaving]:
    for row in Departure.objects.all():
        if leaving := _read(row):
            yield leaving


def _write(leaving: Leaving) -> None:
    values = {
        "account": leaving.account,
        "choice": leaving.choice.value,
        "last_day": leaving.last_day.isoformat(),
        "file": leaving.file,
        "emptied": leaving.emptied.isoformat() if leaving.emptied else "",
        "coming_back": leaving.is_coming_back,
    }
    box = shut_values(values, purpose=PURPOSE)
    Departure.objects.update_or_create(pk=keyed(PURPOSE, leaving.account), defaults={"box": box})


def _delete(account_id: int) -> None:
    Departure.objects.filter(pk=keyed(PURPOSE, account_id)).delete()


def _read(row: Departure) -> Leaving | None:
    values = open_values(row.box, purpose=PURPOSE)
    if not values:
        return None
    emptied = values.get("emptied")
    return Leaving(
        account=values["account"],
        choice=Choice(values["choice"]),
        last_day=date.fromisoformat(values["last_day"]),
        file=values.get("file", ""),
        emptied=date.fromisoformat(emptied) if emptied else None,
        is_coming_back=values.get("coming_back", False),
    )
