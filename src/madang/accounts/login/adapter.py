"""What Madang asks of allauth: no e-mail, no notices that name the account."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.core.http.client_address import reader_of

from ..extensions import may_sign_in, page_of_inactive
from ..models import Account
from .limits import may_try, note_failure

# What a session knows of somebody who signed in rightly, to an account that is not in use.
INACTIVE = "inactive"
INACTIVE_SECONDS = 15 * 60


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _lazy("아이디나 비밀번호가 맞지 않아요."),
        "too_many_login_attempts": _lazy("너무 여러 번 틀렸어요. 5분쯤 후 다시 시도해 주세요."),
        "incorrect_password": _lazy("비밀번호가 맞지 않아요."),
        "enter_current_password": _lazy("현재 비밀번호가 맞지 않아요."),
        "username_taken": _lazy("이미 사용 중인 아이디예요. 다른 아이디를 골라 주세요."),
    }

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say only what went wrong: the page shows the rest, and a notice would name who it is."""
        if level == messages.ERROR:
            super().add_message(request, level, *args, **kwargs)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send none: there is no address."""

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and say so: it names nobody."""
        super().logout(request)
        messages.success(request, _("로그아웃했어요."))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead whoever came for nothing else to a page that says what they can do now."""
        return reverse("started")

    def pre_login(self, request: HttpRequest, user: Account, **_given: Any) -> None:
        """Let everybody come to their second step; `login` looks at the account after that."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a password where too many were wrong."""
        if not may_try(self.get_client_ip(request), _name_in(credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a wrong password; right ones cost nothing."""
        note_failure(self.get_client_ip(request), _name_in(credentials))

    def login(self, request: HttpRequest, user: Account) -> None:
        """Sign in, but to an account that is not in use."""
        if not (user.is_active and may_sign_in(user.pk)):
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        request.session[INACTIVE] = {"account": user.pk, "until": time.time() + INACTIVE_SECONDS}
        return redirect(page_of_inactive() or reverse("account_login"))

    def get_client_ip(self, request: HttpRequest) -> str:
        return reader_of(request.META)


def _name_in(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username", "")).lower()
