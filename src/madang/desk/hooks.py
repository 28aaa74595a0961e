"""What the desk adds to work."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _lazy

from madang.staff.extensions import StaffExtension, WorkEntry
from madang.staff.roles import May


class DeskInStaff(StaffExtension):
    def work_entries(self) -> Iterable[WorkEntry]:
        return [
            WorkEntry(12, "guide", _lazy("가이드"), "work_guide", May.READ_FACTS),
            WorkEntry(14, "guide desk", _lazy("가이드 쓰기"), "work_guide_desk", May.WRITE_GUIDE),
        ]


EXTENSIONS = (DeskInStaff(),)
