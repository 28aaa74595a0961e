"""Pages of the devices that are signed in."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..decorators import account_required
from ..models import Account
from .store import end_other_sessions, end_session, sessions_of


@account_required
def sessions(request: HttpRequest, by: Account) -> HttpResponse:
    """List the devices that are signed in; sign one of them out."""
    if request.method == "POST":
        if end_session(by, request.POST.get("key", "")):
            messages.success(request, _("그 기기에서 로그아웃했어요."))
        return redirect("sessions")
    found = sessions_of(by, request.session.session_key)
    return render(request, "account/sessions.html", {"sessions": found})


@account_required
def sign_out_everywhere(request: HttpRequest, by: Account) -> HttpResponse:
    """End every session of the account but the one that asks."""
    if request.method != "POST":
        return render(request, "account/sign_out_everywhere.html")
    end_other_sessions(by)
    update_session_auth_hash(request, by)
    messages.success(request, _("다른 기기에서 모두 로그아웃했어요."))
    return redirect("account")
