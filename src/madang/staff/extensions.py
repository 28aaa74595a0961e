"""The door of staff: the pages of work that apps above have."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.functional import Promise

from madang.core.extensions import Extension, ExtensionPoint

from .members import StaffMember
from .roles import May


class WorkEntry(NamedTuple):
    """A page in the menu of work; the lower its place, the earlier it comes."""

    place: int
    key: str
    title: Promise
    url_name: str
    needs: May


class StaffExtension(Extension):
    """What an app adds to work."""

    def work_entries(self) -> Iterable[WorkEntry]:
        """Return this app's pages of work."""
        return ()


staff_point = ExtensionPoint(StaffExtension)


def work_entries(by: StaffMember) -> list[WorkEntry]:
    """Return the pages of work that somebody may see, in their places."""
    hooks = staff_point.hooks(StaffExtension.work_entries)
    found = [entry for hook in hooks for entry in hook() if by.may(entry.needs)]
    return sorted(found, key=lambda entry: entry.place)
