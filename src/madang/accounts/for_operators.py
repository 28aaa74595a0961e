"""Pages for whoever keeps the site."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from .signed_in import signed_in

View = Callable[..., HttpResponse]


def for_operators(view: View) -> View:
    """Give a view the operator who asks; others are asked to sign in, or refused."""

    @wraps(view)
    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        account = signed_in(request)
        if account is None:
            return redirect_to_login(request.get_full_path())
        if not account.is_operator:
            raise PermissionDenied
        return view(request, account, **kwargs)

    return checked
