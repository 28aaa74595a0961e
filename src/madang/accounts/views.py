"""The page of the signed-in account."""

from typing import Any

from allauth.account.views import PasswordChangeView, PasswordSetView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _


@login_required
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/account.html")


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
