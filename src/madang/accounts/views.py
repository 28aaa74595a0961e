"""The page of one's own account."""

from allauth.account.views import PasswordChangeView, PasswordSetView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy


@login_required
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/account.html")


class ChangePassword(PasswordChangeView):
    success_url = reverse_lazy("account")


class SetPassword(PasswordSetView):
    success_url = reverse_lazy("account")
