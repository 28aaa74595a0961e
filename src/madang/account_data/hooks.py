"""What leaving and taking along add to accounts and to the site."""

from django.urls import reverse

from madang.accounts.extensions import AccountsExtension
from madang.core.site import SiteExtension

from .departure.departures import may_sign_in


class AccountDataInAccounts(AccountsExtension):
    def may_sign_in(self, account_id: int) -> bool:
        return may_sign_in(account_id)

    def page_of_inactive(self) -> str:
        return reverse("account_inactive")


class AccountDataInSite(SiteExtension):
    slots = {
        "account.data_links": "account_data/slots/export_link.html",
        "account.last_links": "account_data/slots/leave_link.html",
        "reauthenticate.why": "account_data/slots/why_again.html",
    }


EXTENSIONS = [AccountDataInAccounts(), AccountDataInSite()]
