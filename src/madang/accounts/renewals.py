"""New hashes of passwords that came from elsewhere: made at the first sign-in, written at night.

A row of an account that is rewritten at somebody's sign-in tells whoever has two copies when that
was. So the new hash waits in a box under one of its account's keyed numbers, and at night all that
wait are written at once: of two copies the days are told, as those of sessions are.
"""

import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from madang.core.db.transactions import writing
from madang.identity.account_rows import AccountRows

from .foreign_passwords import ForeignHasher
from .models import Account, RenewedPassword

_FOREIGN = f"{ForeignHasher.algorithm}$"


@dataclass(frozen=True, slots=True)
class Renewed:
    """The hash that an account's password gets tonight."""

    account: int
    password: str


RENEWED = AccountRows(RenewedPassword, Renewed, "renewed password", padded_to=512)


def is_foreign(password: str) -> bool:
    """Tell whether a hash came from another program."""
    return password.startswith(_FOREIGN)


def note_renewed(account: Account, raw_password: str) -> None:
    """Keep the new hash of a password that was right, once."""
    if RENEWED.find(account.pk) is None:
        with writing():
            RENEWED.save(account.pk, Renewed(account.pk, make_password(raw_password)))


def renew_passwords() -> None:
    """Write the hashes that wait, in no order; the schedule does so every night."""
    waiting = list(RENEWED.all())
    secrets.SystemRandom().shuffle(waiting)
    with writing():
        for one in waiting:
            # Whoever has chosen another password since then keeps that.
            own = Account.objects.filter(pk=one.account, password__startswith=_FOREIGN)
            own.update(password=one.password)
            RENEWED.delete(one.account)
