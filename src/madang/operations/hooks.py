"""What operations add to accounts and to the console."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.extensions import AccountsExtension
from madang.core.site import ConsoleEntry, ConsoleSection, SiteExtension

from .layout import hide_erasures


class OperationsInAccounts(AccountsExtension):
    def after_erasure(self) -> None:
        hide_erasures()


class OperationsInSite(SiteExtension):
    def console_entries(self) -> Iterable[ConsoleEntry]:
        return [ConsoleEntry(ConsoleSection.SYSTEM, 5, "status", _lazy("상태"), "console_status")]


EXTENSIONS = (OperationsInAccounts(), OperationsInSite())
