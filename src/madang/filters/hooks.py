"""What reader filters add to boards, to accounts and to the site."""

from typing import Any

from madang.accounts.extensions import AccountsExtension
from madang.accounts.models import Account
from madang.boards.extensions import ContentFilter, ContentFilters
from madang.core.site import SiteExtension

from .actions import forget_filters
from .queries import filter_of, filters_of, filters_something
from .rules import to_values


class FiltersInAccounts(AccountsExtension):
    def erase(self, account_id: int, *, deletes_texts: bool) -> None:
        forget_filters(account_id)

    def export_values(self, account: Account) -> dict[str, Any]:
        return {"filters": to_values(filters_of(account))}


class ReaderFilters(ContentFilters):
    def filter_of(self, account: Account) -> ContentFilter | None:
        return filter_of(account)

    def filters_something(self, account_id: int) -> bool:
        return filters_something(account_id)


class FiltersInSite(SiteExtension):
    slots = {
        "page.links": "filters/slots/header_link.html",
        "account.started_links": "filters/slots/started_link.html",
        "account.links": "filters/slots/account_link.html",
        "list.all_filtered": "filters/slots/link.html",
    }


EXTENSIONS = [FiltersInAccounts(), ReaderFilters(), FiltersInSite()]
