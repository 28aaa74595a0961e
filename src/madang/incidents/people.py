"""Which member of staff did something, or is to do it: a name in a box."""

from dataclasses import dataclass

from madang.identity.boxed_rows import Boxed
from madang.staff.members import StaffMember


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody at work: whose account, and what they were called then."""

    account: int
    name: str


WHO = Boxed(Who, "incident staff", padded_to=128)


def boxed(by: StaffMember) -> str:
    """Return the box that names a member of staff."""
    return WHO.encrypt(Who(by.account, by.name))


def name_in(box: str) -> str:
    """Return the name in a box; empty: nobody's."""
    held = WHO.decrypt(box) if box else None
    return held.name if held else ""


def account_in(box: str) -> int:
    """Return whose account is in a box; 0: nobody's."""
    held = WHO.decrypt(box) if box else None
    return held.account if held else 0
