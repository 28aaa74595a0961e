"""Groups as those who answer see them."""

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
from madang.core.text.fields import TextField
from madang.staff.access import staff_may
from madang.staff.members import StaffMember
from madang.staff.roles import May

from ..clock import now
from ..models import GroupMove, InquiryGroup
from . import actions
from .boxes import info_in, moved_in
from .forming import sizes

LONGEST, SHOWN_MOVES = 8000, 10


class AnswerForm(forms.Form):
    """What is answered to all of a group."""

    text = TextField(label=_lazy("모두에게 보낼 답"), longest=LONGEST, widget=forms.Textarea)
    late = forms.BooleanField(label=_lazy("나중에 오는 사람에게도 바로 보내기"), required=False)


@never_cache
@staff_may(May.ANSWER_TOGETHER)
def list_(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """List what many ask."""
    rows = [
        (group, info_in(group.year, group.box).title, waiting, confirmed)
        for group, waiting, confirmed in sizes()
    ]
    return render(request, "desk/groups.html", {"by": by, "rows": rows})


@never_cache
@staff_may(May.ANSWER_TOGETHER)
def group(request: HttpRequest, by: StaffMember, group_id: int) -> HttpResponse:
    """Show a group with some of who waits in it."""
    return _page(request, by, _called(group_id))


@staff_may(May.ANSWER_TOGETHER)
@require_POST
def move(request: HttpRequest, by: StaffMember, group_id: int) -> HttpResponse:
    """Confirm those that were chosen, or move them to another group or none."""
    source = _called(group_id)
    numbers = [int(one) for one in request.POST.getlist("inquiry") if one.isdecimal()][:200]
    target = InquiryGroup.objects.filter(
        pk=read_number(request.POST.get("target", ""), digits=12) or 0
    ).first()
    try:
        if "confirm" in request.POST:
            if not actions.confirm(source, numbers, by=by):
                raise actions.GroupRefused(_("맞는 것을 골라 주세요."))
        elif "merge" in request.POST:
            everybody = source.inquiry_set.values_list("pk", flat=True)
            actions.move(source, list(everybody), _target(target), by=by, at=now())
        else:
            actions.move(source, numbers, target, by=by, at=now())
    except actions.GroupRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("처리했어요. 아래에서 되돌릴 수 있어요."))
    return redirect("work_group", group_id)


@staff_may(May.ANSWER_TOGETHER)
@require_POST
def undo(request: HttpRequest, by: StaffMember, group_id: int, move_id: int) -> HttpResponse:
    """Put back what was moved."""
    moved = GroupMove.objects.filter(pk=move_id, source=_called(group_id)).first()
    if moved is None:
        raise PageNotFound(_("처리를 찾을 수 없어요."))
    try:
        actions.undo(moved, by=by, at=now())
    except actions.GroupRefused as refused:
        messages.error(request, str(refused))
    return redirect("work_group", group_id)


@staff_may(May.ANSWER_TOGETHER)
@require_POST
def write(request: HttpRequest, by: StaffMember, group_id: int) -> HttpResponse:
    """Write what is answered to all of it."""
    held, form = _called(group_id), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, by, held, form=form, status=422)
    data = form.cleaned_data
    try:
        actions.write_answer(held, data["text"], late=data["late"], by=by)
    except actions.GroupRefused as refused:
        form.add_error("text", str(refused))
        return _page(request, by, held, form=form, status=422)
    messages.success(request, _("저장했어요. 아래에서 몇 건을 읽고 보내 주세요."))
    return redirect("work_group", group_id)


@staff_may(May.ANSWER_TOGETHER)
@require_POST
def send(request: HttpRequest, by: StaffMember, group_id: int) -> HttpResponse:
    """Let the answer go to everybody who waits in it."""
    seen = [int(one) for one in request.POST.getlist("seen") if one.isdecimal()][:200]
    try:
        actions.let_go(_called(group_id), seen=seen, by=by, at=now())
    except actions.GroupRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("보내기 시작했어요."))
    return redirect("work_group", group_id)


def _page(
    request: HttpRequest,
    by: StaffMember,
    held: InquiryGroup,
    *,
    form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actions.look(held, by=by)
    info = info_in(held.year, held.box)
    moves = GroupMove.objects.filter(source=held).order_by("-at")[:SHOWN_MOVES]
    context = {
        "by": by,
        "group": held,
        "info": info,
        "members": actions.members(held),
        "others": [
            (one, info_in(one.year, one.box).title)
            for one in InquiryGroup.objects.exclude(pk=held.pk).order_by("-opened")[:50]
        ],
        "moves": [(one, moved_in(held.year, one.box)) for one in moves],
        "form": form or AnswerForm(initial={"text": info.answer, "late": held.sends_late}),
        "sample": actions.SAMPLE,
    }
    return render(request, "desk/group.html", context, status=status)


def _target(target: InquiryGroup | None) -> InquiryGroup:
    if target is None:
        raise actions.GroupRefused(_("합칠 묶음을 골라 주세요."))
    return target


def _called(number: int) -> InquiryGroup:
    found = InquiryGroup.objects.select_related("incident").filter(pk=number).first()
    if found is None:
        raise PageNotFound(_("묶음을 찾을 수 없어요."))
    return found
