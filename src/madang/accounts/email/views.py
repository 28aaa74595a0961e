"""Pages of the e-mail address, and of recovering an account by it."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from madang.core.http import rate_limits
from madang.core.http.client_address import reader_of
from madang.core.http.errors import PageNotFound
from madang.delivery.email import sender

from ..login.forms import AddressForm, new_password_field
from ..models import Account
from . import addresses

# Of e-mails that somebody asks for, and to one address.
EMAILS_PER_READER, EMAILS_PER_ADDRESS = "20/minute", "5/minute"


class NewPasswordForm(forms.Form):
    password = new_password_field()

    def __init__(self, account: Account, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.account)
        return password


@login_required
@reauthentication_required
def address(request: HttpRequest) -> HttpResponse:
    """Show the account's address; add one, change it, or take it away."""
    if not sender.can_send():
        raise PageNotFound(_("이 사이트는 이메일을 보내지 않아요."))
    assert isinstance(request.user, Account)
    if request.method == "POST" and "remove" in request.POST:
        addresses.forget(request.user.pk)
        messages.success(request, _("이메일 주소를 삭제했어요."))
        return redirect("email")
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["address"]
        if _too_often(request, typed):
            return rate_limits.too_many(request)
        with transaction.atomic():
            addresses.ask_to_confirm(request.user, typed, request.get_host(), _root(request))
        messages.success(request, _("확인하는 링크를 보냈어요. 메일함을 열어 보세요."))
        return redirect("email")
    return render(
        request, "account/email.html", {"form": form, "address": addresses.address_of(request.user)}
    )


def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Make an address the account's own, by the link that was sent to it."""
    confirmation = addresses.read_confirmation(key)
    if confirmation is None:
        raise PageNotFound(_("쓸 수 없는 링크예요. 기한이 지났을 수 있어요."))
    if request.method != "POST":
        return render(request, "account/email_confirm.html", {"address": confirmation.address})
    try:
        addresses.confirm(confirmation)
    except addresses.Taken:
        messages.error(request, _("다른 계정이 쓰는 이메일 주소예요."))
    else:
        messages.success(request, _("이메일 주소를 확인했어요."))
    return redirect("account" if request.user.is_authenticated else "account_login")


def forgot(request: HttpRequest) -> HttpResponse:
    """Ask for a link to a new password; the answer is the same for every address."""
    if not sender.can_send():
        raise PageNotFound(_("이 사이트는 이메일을 보내지 않아요."))
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["address"]
        if _too_often(request, typed):
            return rate_limits.too_many(request)
        addresses.ask_to_reset(typed, request.get_host(), _root(request))
        return render(request, "account/reset_sent.html")
    return render(request, "account/reset_ask.html", {"form": form})


def reset(request: HttpRequest, key: str) -> HttpResponse:
    """Choose a new password, by the link that was sent."""
    account = addresses.read_reset(key)
    if account is None:
        raise PageNotFound(_("쓸 수 없는 링크예요. 기한이 지났거나 이미 쓴 링크예요."))
    form = NewPasswordForm(account, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        account.set_password(form.cleaned_data["password"])
        account.save(update_fields=["password"])
        messages.success(request, _("비밀번호를 바꿨어요. 새 비밀번호로 로그인하세요."))
        return redirect("account_login")
    return render(request, "account/reset.html", {"form": form, "login_name": account.login_name})


def _too_often(request: HttpRequest, typed: str) -> bool:
    return not (
        rate_limits.allow("e-mail reader", reader_of(request.META), limit=EMAILS_PER_READER)
        and rate_limits.allow("e-mail address", typed.lower(), limit=EMAILS_PER_ADDRESS)
    )


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
