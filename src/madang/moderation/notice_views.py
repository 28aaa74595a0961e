"""The page on which a writer reads what a moderator did, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from madang.accounts.decorators import account_required
from madang.accounts.models import Account
from madang.calls.actions import open_call
from madang.calls.codec import Kind
from madang.core.http.errors import PageNotFound

from .decisions import notice_of, wiped_at
from .subjects import find_subject


@account_required
def notice(request: HttpRequest, by: Account, epoch: int, number: int) -> HttpResponse:
    """Only the owner of an inbox that has the call can read it."""
    call = open_call(by, epoch=epoch, number=number)
    decisions = notice_of(call.seq) if call is not None and call.kind is Kind.MODERATOR else []
    if not decisions:
        raise PageNotFound(_("그사이에 삭제됐어요."))
    context = {
        "decisions": decisions,
        "wiped_at": wiped_at(decisions),
        "subject": find_subject(decisions[0].post, decisions[0].seq),
    }
    return render(request, "moderation/notice.html", context)
