"""What Madang asks of allauth's social sign-in: the protocol, and none of its tables."""

import logging
import time
from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ..decorators import current_account
from . import providers

log = logging.getLogger(__name__)
# What a session knows of somebody who came from a provider and has no account yet.
ARRIVED = "provider_signup"
# Anyone who comes to the same browser later must not go on with it.
SIGNUP_SECONDS = 15 * 60


class ProviderAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Go on by our own table, before allauth looks at its own."""
        raise ImmediateHttpResponse(_arrived(request, sociallogin))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, **given: Any
    ) -> None:
        """Say so on the page where it began."""
        if error == AuthError.CANCELLED:
            messages.info(request, _("취소했어요."))
        else:
            # Its kind alone: what a provider says may name somebody.
            kind = type(given.get("exception")).__name__
            log.error("signing in with %s failed: %s", provider.id, kind)
            name = providers.provider_called(provider.id).name
            said = _("%(provider)s에서 확인하지 못했어요. 잠시 후 다시 시도해 주세요.")
            messages.error(request, said % {"provider": name})
        raise ImmediateHttpResponse(_back(request))


def _arrived(request: HttpRequest, login: SocialLogin) -> HttpResponse:
    provider = login.account.provider
    found = providers.found_by(provider, login.account.uid)
    if login.state.get("process") == AuthProcess.CONNECT:
        return _connect(request, provider, found)
    if request.user.is_authenticated:
        return redirect("account")
    account = providers.account_of(found)
    goes_to = login.get_redirect_url(request)
    if account is not None:
        return perform_login(request, account, email_verification="none", redirect_url=goes_to)
    request.session[ARRIVED] = {
        "provider": provider,
        "found_by": found,
        "next": goes_to,
        "until": time.time() + SIGNUP_SECONDS,
    }
    return redirect("provider_signup")


def _connect(request: HttpRequest, provider: str, found: str) -> HttpResponse:
    account = current_account(request)
    if account is None or not did_recently_reauthenticate(request):
        # It took too long; the page asks once more who it is.
        return redirect("providers")
    name = providers.provider_called(provider).name
    try:
        providers.connect(account.pk, provider, found)
    except providers.Taken:
        said = _("그 %(provider)s 계정은 이미 다른 계정에 연결되어 있어요.")
        messages.error(request, said % {"provider": name})
    else:
        messages.success(
            request, _("이제 %(provider)s로도 로그인할 수 있어요.") % {"provider": name}
        )
    return redirect("providers")


def _back(request: HttpRequest) -> HttpResponse:
    return redirect("providers" if request.user.is_authenticated else "account_login")
