"""What operations add to accounts."""

from madang.accounts.extensions import AccountsExtension

from .layout import hide_erasures


class OperationsInAccounts(AccountsExtension):
    def after_erasure(self) -> None:
        hide_erasures()


EXTENSIONS = (OperationsInAccounts(),)
