"""Those who work in a rehearsal."""

from madang.accounts.models import Account
from madang.staff.members import StaffMember, give_roles
from madang.staff.roles import Role


def staff(login: str, name: str, role: Role) -> StaffMember:
    """Return somebody new in a role."""
    Account.objects.create_user(login, "rehearsal-only-4711")
    return give_roles(login, name=name, roles=frozenset({role}))
