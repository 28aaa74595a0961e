"""The page of one's own account."""

from typing import Any

from allauth.account.views import PasswordChangeView, PasswordSetView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from .models import Account
from .sessions import end_other_sessions, end_session, sessions_of


@login_required
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/account.html")


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """List the devices that are signed in; sign one of them out."""
    assert isinstance(request.user, Account)
    if request.method == "POST":
        if end_session(request.user, request.POST.get("key", "")):
            messages.success(request, _("그 기기에서 로그아웃했어요."))
        return redirect("sessions")
    found = sessions_of(request.user, request.session.session_key)
    return render(request, "account/sessions.html", {"sessions": found})


@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of the account but the one that asks."""
    if request.method != "POST":
        return render(request, "account/sign_out_everywhere.html")
    assert isinstance(request.user, Account)
    end_other_sessions(request.user, request.session.session_key)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("다른 기기에서 모두 로그아웃했어요."))
    return redirect("account")


class ChangePassword(PasswordChangeView):
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("비밀번호를 바꿨어요."))
        return super().form_valid(form)


class SetPassword(PasswordSetView):
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("비밀번호를 정했어요."))
        return super().form_valid(form)
