"""Signing up with a passkey: a login name, then the passkey, and no password."""

from allauth.account.adapter import get_adapter
from allauth.account.models import Login
from allauth.decorators import rate_limit
from allauth.mfa.webauthn.forms import SignupWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ..models import Account, random_id
from .forms import NameForm

# What is kept in the session between the two steps.
CHOSEN = "passkey_signup"


@rate_limit(action="signup")
def choose_name(request: HttpRequest) -> HttpResponse:
    """Choose the login name: the first step."""
    if request.user.is_authenticated:
        return redirect("account")
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = {"id": random_id(), "name": form.cleaned_data["username"]}
        request.session[CHOSEN] = chosen
        return redirect("passkey_signup_make")
    return render(request, "account/passkey_name.html", {"form": form})


@rate_limit(action="signup")
def make_passkey(request: HttpRequest) -> HttpResponse:
    """Let the device make the passkey, and with it the account: the second step."""
    chosen = request.session.get(CHOSEN)
    if chosen is None or request.user.is_authenticated:
        return redirect("passkey_signup")
    account = Account(pk=chosen["id"], login_name=chosen["name"])
    form = SignupWebAuthnForm(request.POST or None, user=account)
    if request.method == "POST" and form.is_valid():
        try:
            return _sign_up(request, account, form)
        except IntegrityError:
            # Somebody took the name in the meantime.
            messages.error(request, get_adapter().error_messages["username_taken"])
            return redirect("passkey_signup")
    options = {"creation_options": auth.begin_registration(account, passwordless=True)}
    return render(request, "account/passkey_make.html", {"form": form, "js_data": options})


def _sign_up(request: HttpRequest, account: Account, form: SignupWebAuthnForm) -> HttpResponse:
    account.set_unusable_password()
    with transaction.atomic():
        account.save(force_insert=True)
        made = flows.signup_authenticator(
            request, account, form.cleaned_data["name"], form.cleaned_data["credential"]
        )
    del request.session[CHOSEN]
    login = Login(user=account, redirect_url=reverse("account"))
    return flows.perform_passwordless_login(request, made, login)
