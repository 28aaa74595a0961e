"""The page of notices: the posts that stand above each board's list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.core.http.parameters import read_number

from ..directory.directory import board_directory
from ..lists import pins


@operator_required
def notices(request: HttpRequest, by: Account) -> HttpResponse:
    """List what is pinned on every board; take one down. No query but the directory's."""
    if request.method == "POST":
        pins.unpin(read_number(request.POST.get("unpin", ""), digits=18) or 0, by=by)
        messages.success(request, _("고정을 해제했어요."))
        return redirect("console_notices")
    pinned = [board for board in board_directory().boards if board.pinned]
    context = {"boards": pinned, "most": pins.MAX_PINS}
    return render(request, "boards/console_notices.html", context)
