"""Pages of leaving and taking along."""

import time

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.decorators import account_required
from madang.accounts.login.adapter import INACTIVE
from madang.accounts.models import Account
from madang.accounts.operators import LastOperator
from madang.core.http.errors import PageNotFound

from .departure import departures
from .departure.departures import Choice
from .export import exports
from .tasks import make_export_soon, settle_soon


class LeaveForm(forms.Form):
    choice = forms.ChoiceField(
        choices=Choice.choices,
        error_messages={
            "required": _lazy("글과 댓글을 어떻게 할지 골라 주세요."),
            "invalid_choice": _lazy("글과 댓글을 어떻게 할지 골라 주세요."),
        },
    )


@account_required
@reauthentication_required(allow_get=True)
def export(request: HttpRequest, account: Account) -> HttpResponse:
    """Ask for the archive of all that is mine, and see how far it is."""
    if request.method == "POST":
        with transaction.atomic():
            exports.ask_for(account)
            make_export_soon(account.pk)
        return redirect("export")
    context = {"progress": exports.progress_of(account.pk), "kept_days": exports.KEPT_DAYS}
    return render(request, "account_data/export.html", {**context, "Stage": exports.Stage})


@account_required
@reauthentication_required
def download(request: HttpRequest, by: Account) -> HttpResponse | StreamingHttpResponse:
    progress = exports.progress_of(by.pk)
    chunks = exports.read_export(progress) if progress and not progress.is_under_way else None
    if chunks is None:
        raise PageNotFound(_("모은 파일이 없어요. 다시 모아 주세요."))
    response = StreamingHttpResponse(chunks, content_type="application/zip")
    name = f"madang-{timezone.localdate()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@account_required
@reauthentication_required(allow_get=True)
def leave(request: HttpRequest, account: Account) -> HttpResponse:
    """Choose what becomes of the account's texts, and leave."""
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                left = departures.leave(account, Choice(form.cleaned_data["choice"]))
                settle_soon(account.pk)
        except departures.ComingBack:
            form.add_error(
                None, _("아직 복구하는 중이에요. 글이 모두 복구된 뒤에 다시 시도해 주세요.")
            )
        except LastOperator:
            form.add_error(
                None, _("운영자가 한 명뿐이라 탈퇴할 수 없어요. 먼저 운영자를 더 정하세요.")
            )
        else:
            logout(request)
            return render(request, "account_data/left.html", {"left": left, "Choice": Choice})
    context = {"form": form, "days": settings.LEAVING_DAYS, "months": settings.KEY_MONTHS}
    return render(request, "account_data/leave.html", context)


def inactive(request: HttpRequest) -> HttpResponse:
    """Answer a sign-in to an account that is not in use; those who are leaving may stay."""
    known = request.session.get(INACTIVE, {"account": 0, "until": 0})
    in_time = known["until"] > time.time()
    account = Account.objects.filter(pk=known["account"]).first() if in_time else None
    leaving = departures.departure_of(account.pk) if account else None
    if account is None or leaving is None or leaving.is_final:
        return render(request, "account/account_inactive.html")
    if request.method != "POST":
        return render(request, "account_data/come_back.html", {"leaving": leaving})
    with transaction.atomic():
        departures.come_back(account)
        settle_soon(account.pk)
    del request.session[INACTIVE]
    messages.success(request, _("돌아오신 것을 환영해요. 다시 로그인해 주세요."))
    return redirect("account_login")
