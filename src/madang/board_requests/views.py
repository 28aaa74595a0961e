"""The page of boards that are asked for."""

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from madang.accounts.decorators import account_required, current_account, operator_required
from madang.accounts.models import Account
from madang.boards.api import board_directory
from madang.core.text.fields import LineField, TextField

from . import actions, queries
from .models import ANSWER_MAX, NAME_MAX, WHY_MAX


class RequestForm(forms.Form):
    name = LineField(
        label=_lazy("게시판 이름"),
        longest=NAME_MAX,
        error_messages={"required": _lazy("게시판 이름을 적어 주세요.")},
    )
    why = TextField(
        label=_lazy("어떤 이야기를 나누나요?"),
        longest=WHY_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _lazy("어떤 곳이면 좋을지 적어 주세요.")},
    )


class AnswerForm(forms.Form):
    answer = TextField(longest=ANSWER_MAX, required=False)


def requests(request: HttpRequest) -> HttpResponse:
    """List what is asked for; ask for another."""
    account = current_account(request)
    if request.method == "POST" and account is None:
        return redirect_to_login(request.get_full_path())
    form = RequestForm(request.POST if request.method == "POST" else None)
    if account is not None and form.is_bound and form.is_valid():
        try:
            actions.ask_for_board(by=account, **form.cleaned_data)
        except actions.RequestRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("요청했어요. 다른 사람들이 응원할 수 있어요."))
            return redirect("board_requests")
    context = {
        "form": form,
        "asked": queries.open_requests(account),
        "answered": queries.answered_requests(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "board_requests/requests.html", context, status=status)


@require_POST
@account_required
def support(request: HttpRequest, by: Account, number: int) -> HttpResponse:
    do = actions.withdraw_support if "undo" in request.POST else actions.support
    try:
        do(number, by=by)
        is_over = "undo" in request.POST
        messages.success(request, _("응원을 취소했어요.") if is_over else _("응원했어요."))
    except actions.RequestRefused as refused:
        messages.error(request, str(refused))
    return redirect("board_requests")


@require_POST
@operator_required
def decide(request: HttpRequest, by: Account, number: int) -> HttpResponse:
    """Open the board with one press, or say why not."""
    try:
        if "open" in request.POST:
            board = actions.open_requested(number, by=by)
            messages.success(request, _("게시판을 열었어요: %(board)s") % {"board": board.name})
            return redirect(board_directory().by_id[board.pk].path)
        form = AnswerForm(request.POST)
        answer = form.cleaned_data["answer"] if form.is_valid() else ""
        actions.decline(number, by=by, answer=answer)
        messages.success(request, _("열지 않기로 했어요."))
    except actions.RequestRefused as refused:
        messages.error(request, str(refused))
    return redirect("board_requests")
