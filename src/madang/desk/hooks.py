"""What the desk adds to work."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.extensions import AccountsExtension
from madang.core.site import SiteExtension
from madang.staff.extensions import StaffExtension, WorkEntry
from madang.staff.roles import May

from .care.skills import SKILLS
from .guide.news import SEEN
from .inquiries.answering import readable


class DeskInAccounts(AccountsExtension):
    def erase(self, account_id: int, *, deletes_texts: bool) -> None:
        SKILLS.delete(account_id)
        SEEN.delete(account_id)


class DeskInSite(SiteExtension):
    slots = {"incident.ask": "desk/slots/ask.html"}

    def template_globals(self) -> dict[str, Any]:
        return {"readable": readable}

    def robots_disallow(self) -> Iterable[str]:
        return ["/inquiries/"]


class DeskInStaff(StaffExtension):
    def work_entries(self) -> Iterable[WorkEntry]:
        return [
            WorkEntry(5, "desk", _lazy("창구"), "work_desk", May.ANSWER_INQUIRIES),
            WorkEntry(8, "groups", _lazy("같은 질문"), "work_groups", May.ANSWER_TOGETHER),
            WorkEntry(9, "lead", _lazy("현황"), "work_lead", May.LEAD_DESK),
            WorkEntry(16, "care", _lazy("우리"), "work_care", May.ANSWER_INQUIRIES),
            WorkEntry(12, "guide", _lazy("가이드"), "work_guide", May.READ_FACTS),
            WorkEntry(14, "guide desk", _lazy("가이드 쓰기"), "work_guide_desk", May.WRITE_GUIDE),
        ]


EXTENSIONS = (DeskInAccounts(), DeskInSite(), DeskInStaff())
