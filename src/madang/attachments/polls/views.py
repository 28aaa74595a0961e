"""Voting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from madang.accounts.models import Account
from madang.boards.api import BoardInfo, for_members

from . import polls

_PLACES = frozenset(map(str, range(polls.MAX_CHOICES)))


@require_POST
@for_members
def vote(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    chosen = {int(each) for each in request.POST.getlist("choice") if each in _PLACES}
    try:
        polls.vote(post_id, chosen, by=by)
    except polls.VoteRefused as refused:
        messages.error(request, str(refused))
    return redirect(f"{board.path}/{post_id}#poll")
