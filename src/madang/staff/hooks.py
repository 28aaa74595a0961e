"""What staff add to accounts and to the site."""

from collections.abc import Iterable
from typing import Any

from madang.accounts.extensions import AccountsExtension
from madang.accounts.models import Account
from madang.core.site import SiteExtension

from .access import keeps_second_factor
from .extensions import work_entries
from .members import STAFF, staff_member


class StaffInAccounts(AccountsExtension):
    def erase(self, account_id: int, *, deletes_texts: bool) -> None:
        STAFF.delete(account_id)

    def works_here(self, account: Account) -> bool:
        return staff_member(account) is not None

    def export_values(self, account: Account) -> dict[str, Any]:
        member = staff_member(account)
        return {"staff": {"name": member.name, "roles": sorted(member.roles)}} if member else {}


class StaffInSite(SiteExtension):
    slots = {"account.work_links": "staff/slots/account.html"}

    def template_globals(self) -> dict[str, Any]:
        return {
            "works_here": staff_member,
            "work_entries": work_entries,
            "keeps_second_factor": keeps_second_factor,
        }

    def robots_disallow(self) -> Iterable[str]:
        return ["/work/"]


EXTENSIONS = (StaffInAccounts(), StaffInSite())
