"""New hashes of passwords whose own is outdated: made at a sign-in, written at night.

It came from another program, or was made when less work was asked for. A row of an account that is
rewritten at somebody's sign-in tells whoever has two copies when that was. So the new hash waits in
a box under one of its account's keyed numbers, and at night all that wait are written at once: of
two copies the days are told, as those of sessions are. It has the salt of the old one, on which
sessions depend, and they go on.
"""

import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import get_hasher, identify_hasher, make_password

from madang.core.db.transactions import writing
from madang.identity.account_rows import AccountRows

from .models import Account, RenewedPassword


@dataclass(frozen=True, slots=True)
class Renewed:
    """The hash that an account's password gets tonight."""

    account: int
    password: str


RENEWED = AccountRows(RenewedPassword, Renewed, "renewed password", padded_to=512)


def is_outdated(password: str) -> bool:
    """Tell whether a hash is not as new ones are made."""
    hasher = identify_hasher(password)
    is_other = hasher.algorithm != get_hasher().algorithm
    return is_other or hasher.must_update(password)


def note_renewed(account: Account, raw_password: str) -> None:
    """Keep the new hash of a password that was right, once."""
    if RENEWED.find(account.pk) is None:
        salt = identify_hasher(account.password).decode(account.password)["salt"]
        with writing():
            renewed = make_password(raw_password, salt)
            RENEWED.save(account.pk, Renewed(account.pk, renewed))


def renew_passwords() -> None:
    """Write the hashes that wait, in no order; the schedule does so every night."""
    waiting = list(RENEWED.all())
    secrets.SystemRandom().shuffle(waiting)
    with writing():
        for one in waiting:
            own = Account.objects.select_for_update().filter(pk=one.account).first()
            # Whoever has chosen another password since then keeps that.
            if own is not None and is_outdated(own.password):
                Account.objects.filter(pk=one.account).update(password=one.password)
            RENEWED.delete(one.account)
