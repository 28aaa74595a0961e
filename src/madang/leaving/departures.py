"""Leaving: chosen by the member, taken back within a set time, then final."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.models import Account, keyed
from madang.accounts.operators import LastOperator, operators
from madang.accounts.removal import end_all_sessions, remove_account
from madang.boards import parting
from madang.identity.boxes import open_values, shut_values
from madang.sql import writing

from .models import Departure
from .takeouts import drop_takeout

PURPOSE = "departure"


class Choice(models.TextChoices):
    """What becomes of what one wrote."""

    KEEP = "keep", _lazy("글과 댓글을 남겨요. 누가 썼는지는 영영 아무도 알 수 없게 돼요.")
    DELETE = "delete", _lazy("글과 댓글을 모두 지워요.")


@dataclass(frozen=True, slots=True)
class Leaving:
    """An account that is leaving; it may come back until its `last_day` is over."""

    account: int
    choice: Choice
    last_day: date


def leave(account: Account, choice: Choice) -> Leaving:
    """Begin to leave: sign out everywhere; raises LastOperator.

    `settle` has to follow, and does the rest.
    """
    last_day = timezone.localdate() + timedelta(days=settings.LEAVING_DAYS)
    with writing():
        if account.is_operator and len(operators()) == 1:
            raise LastOperator
        values = {"account": account.pk, "choice": choice.value, "last_day": last_day.isoformat()}
        box = shut_values(values, purpose=PURPOSE)
        Departure.objects.update_or_create(pk=keyed(PURPOSE, account.pk), defaults={"box": box})
        account.is_active = False
        account.save(update_fields=["is_active"])
        end_all_sessions(account)
    return Leaving(account.pk, choice, last_day)


def come_back(account: Account) -> bool:
    """Undo leaving, where it is not final yet; tell whether there was anything to undo.

    `settle` has to follow, and does the rest.
    """
    with writing():
        gone, _ = Departure.objects.filter(pk=keyed(PURPOSE, account.pk)).delete()
        if gone:
            account.is_active = True
            account.save(update_fields=["is_active"])
    return gone > 0


def departure_of(account_id: int) -> Leaving | None:
    row = Departure.objects.filter(pk=keyed(PURPOSE, account_id)).first()
    return _read(row) if row else None


def settle(account_id: int) -> None:
    """Do what an account's leaving or coming back asks for by now; may run twice."""
    leaving = departure_of(account_id)
    if leaving is None:
        if Account.objects.filter(pk=account_id, is_active=True).exists():
            parting.bring_back(account_id)
    elif settings.LEAVING_DAYS == 0 or timezone.localdate() > leaving.last_day:
        _finish(leaving)
    elif leaving.choice == Choice.DELETE:
        parting.withdraw(account_id)


def settle_all() -> None:
    """Do what is due for everybody who is leaving; the schedule does so every night."""
    for leaving in list(_all()):
        settle(leaving.account)


def _finish(leaving: Leaving) -> None:
    if leaving.choice == Choice.DELETE:
        parting.delete_all(leaving.account)
    else:
        parting.let_go(leaving.account)
    drop_takeout(leaving.account)
    with writing():
        remove_account(leaving.account)
        Departure.objects.filter(pk=keyed(PURPOSE, leaving.account)).delete()


def _all() -> Iterator[Leaving]:
    for row in Departure.objects.all():
        if leaving := _read(row):
            yield leaving


def _read(row: Departure) -> Leaving | None:
    values = open_values(row.box, purpose=PURPOSE)
    if not values:
        return None
    last_day = date.fromisoformat(values["last_day"])
    return Leaving(values["account"], Choice(values["choice"]), last_day)
