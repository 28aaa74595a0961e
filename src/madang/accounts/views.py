"""The page of the signed-in account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import PasswordChangeView, PasswordSetView, SignupView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from madang.core.http.parameters import next_path

from .models import Account


@login_required
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/account.html")


class SignUp(SignupView):
    def form_valid(self, form: Any) -> HttpResponse:
        """Make the account; say so where somebody took its name since the form was looked at."""
        try:
            response = super().form_valid(form)
        except IntegrityError:
            name = form.cleaned_data["username"]
            if not Account.objects.filter(login_name=name).exists():
                raise
            form.add_error("username", get_adapter().error_messages["username_taken"])
            return self.form_invalid(form)
        if next_path(self.request):
            messages.success(self.request, _("가입했어요. 하던 일을 이어서 할 수 있어요."))
        return response


@login_required
def started(request: HttpRequest) -> HttpResponse:
    """Tell somebody who has just signed up what they can do now."""
    return render(request, "account/started.html")


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
