"""How those who answer are: the pulse, and overtime that may be refused."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import read_number
from madang.core.text.fields import LineField
from madang.staff.access import staff_may
from madang.staff.members import StaffMember
from madang.staff.roles import May

from ..clock import now
from ..models import OvertimeRequest
from . import overtime, pulse


class OvertimeForm(forms.Form):
    """What a lead asks for."""

    day = forms.DateField(
        label=_lazy("어느 날인가요?"), widget=forms.DateInput(attrs={"type": "date"})
    )
    people = forms.IntegerField(label=_lazy("몇 명이 필요한가요?"), min_value=1, max_value=500)
    minutes = forms.IntegerField(
        label=_lazy("몇 분 더인가요?"), min_value=10, max_value=overtime.MOST_MINUTES
    )
    why = LineField(label=_lazy("왜 필요한가요?"), longest=200)


@never_cache
@staff_may(May.ANSWER_INQUIRIES)
def care(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show how the days are for those who answer, and what is asked of them."""
    return _page(request, by, OvertimeForm())


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def say(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Keep how somebody's day is."""
    answer = read_number(request.POST.get("answer", ""), digits=1)
    pulse.say(answer or 0, by=by, at=now())
    messages.success(request, _("고마워요. 누가 답했는지는 어디에도 보이지 않아요."))
    return redirect("work_care")


@staff_may(May.LEAD_DESK)
@require_POST
def ask(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Ask for overtime."""
    form = OvertimeForm(request.POST)
    if form.is_valid():
        try:
            overtime.ask(**form.cleaned_data, by=by, at=now())
        except overtime.OvertimeRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("요청했어요. 거절해도 되고, 이유는 묻지 않아요."))
            return redirect("work_care")
    return _page(request, by, form, status=422)


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def answer(request: HttpRequest, by: StaffMember, request_id: int) -> HttpResponse:
    """Take overtime on, or not."""
    asked = OvertimeRequest.objects.filter(pk=request_id).first()
    if asked is None:
        raise PageNotFound(_("요청을 찾을 수 없어요."))
    try:
        overtime.answer(asked, takes="take" in request.POST, by=by, at=now())
    except overtime.OvertimeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("알겠어요. 마음이 바뀌면 다시 눌러 주세요."))
    return redirect("work_care")


def _page(
    request: HttpRequest, by: StaffMember, form: OvertimeForm, status: int = 200
) -> HttpResponse:
    at = now()
    context = {
        "by": by,
        "form": form,
        "answers": pulse.ANSWERS,
        "days": pulse.days(at),
        "fewest": pulse.FEWEST,
        "asked": overtime.asked_for(by, at),
    }
    return render(request, "desk/care.html", context, status=status)
