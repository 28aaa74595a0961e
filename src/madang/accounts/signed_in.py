"""Whose request it is."""

from django.conf import settings
from django.http import HttpRequest

from .models import Account


def member(request: HttpRequest) -> Account:
    """Return the account of a request that cannot be without one (`login_required`)."""
    account = signed_in(request)
    assert account is not None
    return account


def signed_in(request: HttpRequest) -> Account | None:
    """Return the account of a request, or None; asks the database only if there is a session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = getattr(request, "user", None)
    return user if isinstance(user, Account) and user.is_authenticated else None
