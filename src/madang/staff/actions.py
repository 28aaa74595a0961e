"""What is done about staff: giving and taking roles, adding firms. All of it is recorded."""

from madang.core.db.transactions import writing

from . import members
from .access import must
from .members import StaffMember
from .models import Firm
from .roles import May, Role
from .work_records import note

ABOUT = "staff"


def give_roles(
    login_name: str, *, by: StaffMember, name: str, roles: frozenset[Role], firm: int = 0
) -> None:
    """Let an account work in some roles; raises NotStaff and PermissionDenied."""
    must(by, May.MANAGE_STAFF)
    with writing():
        given = members.give_roles(login_name, name=name, roles=roles, firm=firm)
        said = ", ".join(sorted(given.roles))
        note("give roles", ABOUT, by, reason=said, whose=given.name)


def take_roles(account_id: int, *, by: StaffMember) -> None:
    """Take somebody's roles away; raises PermissionDenied."""
    must(by, May.MANAGE_STAFF)
    with writing():
        known = members.STAFF.find(account_id)
        if known is not None and known.roles:
            members.take_roles(account_id)
            note("take roles", ABOUT, by, whose=known.name)


def add_firm(name: str, *, by: StaffMember) -> None:
    """Add a firm, unless there is one of this name; raises PermissionDenied."""
    must(by, May.MANAGE_STAFF)
    with writing():
        _firm, is_new = Firm.objects.get_or_create(name=name)
        if is_new:
            note("add firm", ABOUT, by, reason=name)
