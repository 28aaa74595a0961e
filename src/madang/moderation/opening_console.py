"""Pages on which two operators open the seal of one post, where the law compels it."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.core.text.fields import TextField

from . import openings, queries
from .models import Ground

REASON_MAX = 2000


class AskForm(forms.Form):
    post = forms.IntegerField(
        label=_lazy("글의 번호 (주소의 마지막 숫자)"), min_value=1, max_value=2**62
    )
    comment = forms.IntegerField(
        label=_lazy("댓글의 번호 (댓글 주소의 c 뒤, 글이면 비워 두세요)"),
        min_value=1,
        max_value=2**31 - 1,
        required=False,
    )
    ground = forms.ChoiceField(label=_lazy("근거"), choices=Ground.choices)
    reason = TextField(
        label=_lazy("이유: 어느 기관의 어느 문서인지"),
        longest=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _lazy("이유를 적어 주세요.")},
    )


@operator_required
@reauthentication_required
def ask(request: HttpRequest, by: Account) -> HttpResponse:
    """Show what was asked so far; ask for the writer of a post or comment."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            opening = openings.ask(
                by=by,
                post=data["post"],
                comment=data["comment"],
                ground=Ground(data["ground"]),
                reason=data["reason"],
            )
        except openings.OpeningRefused as refused:
            form.add_error(None, str(refused.why.label))
        else:
            said = _("%(number)d번으로 등록했어요. %(hours)d시간 안에 다른 운영자가 승인해야 해요.")
            values = {"number": opening.pk, "hours": settings.OPENING_HOURS}
            messages.success(request, said % values)
            return redirect("console_openings")
    context = {"form": form, "entries": queries.askings(by), "hours": settings.OPENING_HOURS}
    status = 422 if form.is_bound else 200
    return render(request, "moderation/console_openings.html", context, status=status)


@require_POST
@operator_required
@reauthentication_required
def approve(request: HttpRequest, by: Account, number: int) -> HttpResponse:
    """Approve as the second person."""
    try:
        openings.approve(number, by=by)
    except openings.OpeningRefused as refused:
        messages.error(request, str(refused.why.label))
    else:
        messages.success(request, _("승인했어요. 요청한 사람이 답을 한 번 볼 수 있어요."))
    return redirect("console_openings")


@require_POST
@operator_required
@reauthentication_required
def answer(request: HttpRequest, by: Account, number: int) -> HttpResponse:
    """Show the writer's login name: once, to anyone who asked."""
    try:
        name = openings.answer(number, by=by)
    except openings.OpeningRefused as refused:
        messages.error(request, str(refused.why.label))
        return redirect("console_openings")
    context = {"number": number, "name": name}
    return render(request, "moderation/opening_answer.html", context)
