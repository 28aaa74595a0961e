"""Who works here: each person's name at work, roles and firm, in a box of their account's."""

from dataclasses import dataclass

from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.identity.account_rows import AccountRows

from .models import StaffRow
from .roles import OF_FIRMS, May, Role, allowed_to

MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody at work: whose account it is, what they are called, and their roles.

    `firm` is the number of the firm that they are of, 0 for this organisation.
    """

    account: int
    name: str
    roles: frozenset[Role]
    firm: int = 0

    def may(self, what: May) -> bool:
        """Tell whether a role of theirs lets them do something."""
        return what in allowed_to(self.roles)


class NotStaff(Exception):
    """There is no account of this name, or a firm's role was given without a firm."""


STAFF = AccountRows(StaffRow, StaffMember, "staff", padded_to=256)


def staff_member(account: Account) -> StaffMember | None:
    """Return who an account is at work; None: nobody. One query."""
    known = STAFF.find(account.pk)
    if account.is_operator:
        roles = (known.roles if known else frozenset()) | {Role.OPERATOR}
        name, firm = (known.name, known.firm) if known else (account.login_name, 0)
        return StaffMember(account.pk, name, roles, firm)
    return known if known is not None and known.roles else None


def all_staff() -> list[StaffMember]:
    """Return everybody who was given a role, by name. Reads all of them."""
    return sorted((one for one in STAFF.all() if one.roles), key=lambda one: one.name)


def of_firm(firm: int) -> list[StaffMember]:
    """Return everybody of one firm, by name. Reads all."""
    return [one for one in all_staff() if one.firm == firm]


def give_roles(login_name: str, *, name: str, roles: frozenset[Role], firm: int = 0) -> StaffMember:
    """Let an account work in some roles, in place of those of before; raises NotStaff."""
    account = Account.objects.filter(login_name=login_name, is_active=True).first()
    if account is None or bool(firm) != bool(roles & OF_FIRMS):
        raise NotStaff(login_name)
    member = StaffMember(account.pk, name or login_name, roles - {Role.OPERATOR}, firm)
    with writing():
        STAFF.save(account.pk, member)
    return member


def take_roles(account_id: int) -> None:
    """Let somebody work here no more; their account stays."""
    with writing():
        STAFF.save(account_id, StaffMember(account_id, "", frozenset()))
