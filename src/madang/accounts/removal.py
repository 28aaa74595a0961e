"""Removing an account with all that hangs on it."""

from allauth.mfa.models import Authenticator

from .email import addresses
from .models import Account
from .providers.providers import forget_providers
from .renewals import RENEWED
from .sessions.store import end_all, forget_sessions


def end_all_sessions(account: Account) -> None:
    """Sign an account out everywhere, here too, without writing its row."""
    end_all(account.pk)


def remove_account(account_id: int) -> None:
    """Delete an account for good: what it wrote has to be let go before."""
    forget_sessions(account_id)
    addresses.forget(account_id)
    forget_providers(account_id)
    RENEWED.delete(account_id)
    Authenticator.objects.filter(user_id=account_id).delete()
    Account.objects.filter(pk=account_id).delete()
