"""The page on which a writer reads what a moderator did, and why."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from madang.accounts.signed_in import member
from madang.calls.actions import open_call
from madang.calls.lines import Kind

from .acts import wiped_at, word_of
from .things import find_thing


@login_required
def word(request: HttpRequest, epoch: int, number: int) -> HttpResponse:
    """Only whoever has the call in an inbox of their own can read it."""
    call = open_call(member(request), epoch=epoch, number=number)
    acts = word_of(call.seq) if call is not None and call.kind is Kind.MODERATOR else []
    if not acts:
        raise Http404(_("그 사이에 지워졌어요."))
    context = {
        "acts": acts,
        "wiped_at": wiped_at(acts),
        "thing": find_thing(acts[0].post, acts[0].seq),
    }
    return render(request, "moderation/word.html", context)
