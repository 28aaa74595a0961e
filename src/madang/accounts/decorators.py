"""Whose request it is, and views that need an account or an operator."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from .models import Account

View = Callable[..., HttpResponse]


def current_account(request: HttpRequest) -> Account | None:
    """Return the account of a request, or None; asks the database only if there is a session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = getattr(request, "user", None)
    return user if isinstance(user, Account) and user.is_authenticated else None


def account_required(view: View) -> View:
    """Give a view the account that asks; others are asked to sign in."""

    @wraps(view)
    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        account = current_account(request)
        if account is None:
            return redirect_to_login(request.get_full_path())
        return view(request, account, **kwargs)

    return checked


def operator_required(view: View) -> View:
    """Give a view the operator who asks; others are asked to sign in, or refused."""

    @account_required
    @wraps(view)
    def checked(request: HttpRequest, account: Account, **kwargs: Any) -> HttpResponse:
        if not account.is_operator:
            raise PermissionDenied
        return view(request, account, **kwargs)

    return checked
