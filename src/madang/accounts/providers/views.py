"""Pages of signing up from Kakao, Naver, Google or Apple, and of connecting an account to them."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..login.forms import NameForm
from ..models import Account
from . import providers
from .adapter import ARRIVED


@rate_limit(action="signup")
def sign_up(request: HttpRequest) -> HttpResponse:
    """Choose a login name, and with it make the account of the person who came from a provider."""
    arrived = request.session.get(ARRIVED)
    if arrived is not None and ("stop" in request.POST or time.time() > arrived["until"]):
        del request.session[ARRIVED]
        arrived = None
    if arrived is None or request.user.is_authenticated:
        return redirect("account" if request.user.is_authenticated else "account_signup")
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = _make_account(form.cleaned_data["username"], arrived)
        except IntegrityError:
            form.add_error("username", get_adapter().error_messages["username_taken"])
        except providers.Taken:
            # Signed up on another device meanwhile: coming again signs in.
            del request.session[ARRIVED]
            messages.error(request, _("이미 가입되어 있어요. 다시 로그인해 주세요."))
            return redirect("account_login")
        else:
            del request.session[ARRIVED]
            goes_to = arrived["next"]
            return perform_login(request, account, email_verification="none", redirect_url=goes_to)
    provider = providers.provider_called(arrived["provider"])
    return render(request, "account/provider_signup.html", {"form": form, "provider": provider})


@login_required
@reauthentication_required
def connections(request: HttpRequest) -> HttpResponse:
    """Show what an account is connected to; end one of these."""
    assert isinstance(request.user, Account)
    if request.method == "POST":
        _disconnect(request, request.user)
        return redirect("providers")
    context = {"offered": providers.offered(), "connected": providers.connected(request.user.pk)}
    return render(request, "account/providers.html", context)


def _make_account(name: str, arrived: dict[str, Any]) -> Account:
    account = Account(login_name=name)
    account.set_unusable_password()
    with transaction.atomic():
        account.save(force_insert=True)
        providers.connect(account.pk, arrived["provider"], arrived["found_by"])
    return account


def _disconnect(request: HttpRequest, account: Account) -> None:
    try:
        providers.disconnect(account, request.POST.get("provider", ""))
    except providers.LastWayIn:
        said = _("로그인할 방법이 이것뿐이에요. 먼저 비밀번호를 정하거나 패스키를 추가하세요.")
        messages.error(request, said)
    else:
        messages.success(request, _("이제 그 계정으로는 로그인할 수 없어요."))
