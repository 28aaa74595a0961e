"""The page in front of a board for members: how one gets in, and whether one waits."""

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts import mail
from madang.accounts.forms import AddressForm
from madang.accounts.models import Account
from madang.accounts.signed_in import signed_in
from madang.membership import by_mail, entry

from .structure import BoardInfo
from .views import board_or_404


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_lazy("초대 코드"),
        max_length=40,
        error_messages={"required": _lazy("초대 코드를 적어 주세요.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )


def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a code, or ask for one by an address of the organisation."""
    board = board_or_404(slug)
    account = signed_in(request)
    if not board.members_only:
        return redirect(board.path)
    if account is None:
        return closed(request, board, status=200)
    if request.method == "POST" and not _may_try(request, account):
        return ratelimit.respond_429(request)
    code = CodeForm(request.POST if "code" in request.POST else None)
    address = AddressForm(request.POST if "address" in request.POST else None)
    if code.is_bound and code.is_valid() and _give(code, board, account):
        return redirect(request.path)
    if address.is_bound and address.is_valid() and _send(request, address, board):
        messages.success(request, _("보냈어요. 메일함을 열어 보고, 받은 코드를 여기에 적으세요."))
        return redirect(request.path)
    status = 422 if request.method == "POST" else 200
    return closed(request, board, status, {"code_form": code, "address_form": address})


def closed(
    request: HttpRequest, board: BoardInfo, status: int, forms: dict[str, forms.Form] | None = None
) -> HttpResponse:
    """Stand where a board for members would be, for whoever is none."""
    account = signed_in(request)
    given = forms or {"code_form": CodeForm(), "address_form": AddressForm()}
    context = {
        "board": board,
        "standing": entry.standing(board.id, account.pk) if account else entry.Standing.OUTSIDE,
        "Standing": entry.Standing,
        "by_mail": bool(board.domains) and mail.can_send(),
        "together": entry.TOGETHER,
        **given,
    }
    return render(request, "boards/closed.html", context, status=status)


def _give(form: CodeForm, board: BoardInfo, account: Account) -> bool:
    try:
        entry.give_code(board.id, account.pk, form.cleaned_data["code"])
    except entry.WrongCode:
        form.add_error("code", _("그런 초대 코드는 없어요. 이미 쓰였거나 기한이 지났을 수 있어요."))
    return form.is_valid()


def _send(request: HttpRequest, form: AddressForm, board: BoardInfo) -> bool:
    typed = form.cleaned_data["address"]
    if not ratelimit.consume(request, action="board_letter", key=typed.lower()):
        form.add_error("address", _("이 주소로는 오늘 이미 보냈어요. 메일함을 다시 보세요."))
        return False
    try:
        with transaction.atomic():
            by_mail.send_code(board.id, board.name, board.domains, typed)
    except by_mail.NotOneOfTheirs:
        form.add_error("address", _("이 게시판이 받는 곳의 주소가 아니에요."))
    return form.is_valid()


def _may_try(request: HttpRequest, account: Account) -> bool:
    # Codes are too many to guess; this keeps letters and guesses few all the same.
    return bool(ratelimit.consume(request, action="board_entry", key=str(account.pk)))
