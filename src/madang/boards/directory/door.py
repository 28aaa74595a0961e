"""The page that takes the place of a board for members, for those who are none."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.decorators import current_account
from madang.accounts.login.forms import AddressForm
from madang.delivery.email import sender
from madang.membership import entry

from .directory import BoardInfo


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_lazy("초대 코드"),
        max_length=40,
        error_messages={"required": _lazy("초대 코드를 적어 주세요.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )


def render_door(
    request: HttpRequest, board: BoardInfo, status: int, forms: dict[str, forms.Form] | None = None
) -> HttpResponse:
    """Show the page in place of a board for members, for those who are none."""
    account = current_account(request)
    given = forms or {"code_form": CodeForm(), "address_form": AddressForm()}
    context = {
        "board": board,
        "status": entry.membership_status(board.id, account.pk)
        if account
        else entry.MembershipStatus.OUTSIDE,
        "MembershipStatus": entry.MembershipStatus,
        "by_mail": bool(board.domains) and sender.can_send(),
        "together": entry.MIN_TOGETHER,
        **given,
    }
    return render(request, "boards/closed.html", context, status=status)
