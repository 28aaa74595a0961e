"""Members of this site in a list of the affected: named by login names, kept by their numbers.

A name that goes free may be another's later; a number never is.
"""

from collections.abc import Collection

from madang.accounts.models import Account
from madang.core.text.door import tidy_line

from .contacts import Contact, ContactKind


def members_called(names: Collection[str]) -> dict[str, int]:
    """Return the accounts of some login names, as they were written. One query; none for none."""
    tidied = {tidy_line(name): name for name in names}
    if not tidied:
        return {}
    found = Account.objects.filter(login_name__in=tidied).values_list("login_name", "pk")
    return {tidied[name]: account for name, account in found}


def member(account_id: int) -> Contact:
    """Return the contact of an account."""
    return Contact(ContactKind.ACCOUNT, str(account_id))


def member_called(name: str) -> Contact | None:
    """Return the contact of whoever has a login name; None if nobody has."""
    found = members_called([name])
    return member(found[name]) if found else None
