"""The page in front of a board for members: how one gets in, and whether one waits."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from madang.accounts.decorators import current_account
from madang.accounts.login.forms import AddressForm
from madang.accounts.models import Account
from madang.core.http import rate_limits
from madang.membership import by_mail, entry

from .directory import BoardInfo
from .door import CodeForm, render_door
from .lookup import board_or_404

# Tries of a member at the door, and e-mails to one address.
ENTRIES_PER_MEMBER, CODE_EMAILS_PER_ADDRESS = "10/hour", "2/day"


def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a code, or ask for one by an address of the organisation."""
    board = board_or_404(slug)
    account = current_account(request)
    if not board.members_only:
        return redirect(board.path)
    if account is None:
        return render_door(request, board, status=200)
    if request.method == "POST" and not _may_try(request, account):
        return rate_limits.too_many(request)
    code = CodeForm(request.POST if "code" in request.POST else None)
    address = AddressForm(request.POST if "address" in request.POST else None)
    if code.is_bound and code.is_valid() and _give(code, board, account):
        return redirect(request.path)
    if address.is_bound and address.is_valid() and _send(request, address, board):
        messages.success(
            request, _("보냈어요. 메일함을 확인하고, 받은 코드를 여기에 입력해 주세요.")
        )
        return redirect(request.path)
    status = 422 if request.method == "POST" else 200
    return render_door(request, board, status, {"code_form": code, "address_form": address})


def _give(form: CodeForm, board: BoardInfo, account: Account) -> bool:
    try:
        entry.give_code(board.id, account.pk, form.cleaned_data["code"])
    except entry.WrongCode:
        form.add_error(
            "code", _("쓸 수 없는 초대 코드예요. 이미 쓰였거나 기한이 지났을 수 있어요.")
        )
    return form.is_valid()


def _send(request: HttpRequest, form: AddressForm, board: BoardInfo) -> bool:
    typed = form.cleaned_data["address"]
    if not rate_limits.allow("board code", typed.lower(), limit=CODE_EMAILS_PER_ADDRESS):
        form.add_error("address", _("이 주소로는 오늘 이미 보냈어요. 메일함을 다시 보세요."))
        return False
    try:
        with transaction.atomic():
            by_mail.send_code(board.id, board.name, board.domains, typed)
    except by_mail.NotOneOfTheirs:
        form.add_error("address", _("이 게시판에서 받을 수 있는 이메일 주소가 아니에요."))
    return form.is_valid()


def _may_try(request: HttpRequest, account: Account) -> bool:
    # Codes are too many to guess; this keeps e-mails and guesses few all the same.
    return rate_limits.allow("board entry", str(account.pk), limit=ENTRIES_PER_MEMBER)
