"""What accounts tell apps below them."""

from collections.abc import Collection

from madang.delivery.extensions import Members

from .models import Account
from .sessions.store import sessions_of


class AccountsInDelivery(Members):
    def live_sessions(self, account_id: int) -> Collection[str] | None:
        account = Account.objects.filter(pk=account_id, is_active=True).first()
        return None if account is None else [one.key for one in sessions_of(account, None)]


EXTENSIONS = (AccountsInDelivery(),)
