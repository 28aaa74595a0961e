"""Views of work: for whoever's role allows it, signed in with a second factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from madang.accounts.decorators import account_required
from madang.accounts.models import Account

from .members import StaffMember, staff_member
from .roles import May

View = Callable[..., HttpResponse]
# What allauth calls a second factor in a session's list of how it was signed in.
SECOND_FACTOR = "mfa"


def staff_may(*needed: May) -> Callable[[View], View]:
    """Give a view the member of staff who asks and may do one of some things.

    Others are asked to sign in, or refused; a session without a second factor is asked for one.
    """

    def decorate(view: View) -> View:
        @account_required
        @wraps(view)
        def checked(request: HttpRequest, account: Account, **kwargs: Any) -> HttpResponse:
            member = staff_member(account)
            if member is None or not any(member.may(one) for one in needed):
                raise PermissionDenied
            if not has_second_factor(request, account):
                return _ask_for_second_factor(request, account)
            return view(request, member, **kwargs)

        # For the test that asks every address as everybody.
        checked.needs = needed  # type: ignore[attr-defined]
        return checked

    return decorate


def must(by: StaffMember, what: May) -> None:
    """Raise PermissionDenied unless somebody may do something; every action asks."""
    if not by.may(what):
        raise PermissionDenied


def has_second_factor(request: HttpRequest, account: Account) -> bool:
    """Tell whether somebody was signed in with a second factor in this session."""
    used = {record["method"] for record in get_authentication_records(request, account)}
    return SECOND_FACTOR in used


def keeps_second_factor(account: Account) -> bool:
    """Tell whether somebody has an authenticator app or a security key. One query."""
    factors = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=account.pk, type__in=factors).exists()


def _ask_for_second_factor(request: HttpRequest, account: Account) -> HttpResponse:
    if not keeps_second_factor(account):
        return redirect("work_second_factor")
    there = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('mfa_reauthenticate')}?{there}")
