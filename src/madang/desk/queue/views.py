"""The desk of whoever answers: one page, on which one inquiry lies at a time."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import read_number
from madang.staff.access import staff_may
from madang.staff.members import StaffMember
from madang.staff.roles import May

from ..care import shifts
from ..care.shifts import Shift, Wait
from ..care.skills import skills_of
from ..care.warnings import Abuse, AbuseKind, spoken
from ..clock import now
from ..guide import news
from ..inquiries.answering import readable
from ..inquiries.files import PICTURE, info_of, read
from ..models import InquiryFile
from . import acting
from . import opinions as opinions_of
from .counts import waiting_lately
from .forms import (
    DESK_NAMES,
    AbuseForm,
    BeginForm,
    LaterForm,
    ReasonForm,
    TelephoneForm,
    WordsForm,
)
from .taking import held_by, keep_claim, take
from .telephone import Call, note_call
from .viewing import view


@never_cache
@staff_may(May.ANSWER_INQUIRIES)
def desk(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show what one holds, or what comes next."""
    return _desk(request, by)


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def begin(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Begin to work."""
    form = BeginForm(request.POST, skills_of(by))
    if not form.is_valid():
        return _desk(request, by, begin=form, status=422)
    data = form.cleaned_data
    shifts.begin(by, languages=tuple(data["languages"]), desks=tuple(data["desks"]), at=now())
    return redirect("work_desk")


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def end(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Stop working for today, or for a while."""
    if held_by(by, now()) is not None:
        messages.error(request, _("맡고 있는 문의를 먼저 답하거나 돌려놓아 주세요."))
    else:
        shifts.end(by, at=now())
    return redirect("work_desk")


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def next_(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Take whoever comes next."""
    taken = take(by, at=now())
    if taken.inquiry is None and taken.wait is None:
        messages.success(request, _("지금은 기다리는 사람이 없어요."))
    return redirect("work_desk")


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def rest(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Rest now, without being asked why."""
    acting.ask_for_rest(by=by, at=now())
    return redirect("work_desk")


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def answer(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Answer what one holds."""

    def do(data: dict[str, Any]) -> str:
        acting.answer(number, data["text"], by=by, at=now())
        return _("답했어요.")

    return _done(request, by, WordsForm(request.POST), do)


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def answer_with_group(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Answer what one holds as its group was answered."""

    def do(_data: dict[str, Any]) -> str:
        acting.answer_with_group(number, by=by, at=now())
        return _("답했어요.")

    return _done(request, by, ReasonForm(request.POST), do)


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def put_off(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Let it come back at a time."""

    def do(data: dict[str, Any]) -> str:
        acting.put_off(number, data["until"], data["why"], by=by, at=now())
        return _("그때 다시 나와요.")

    return _done(request, by, LaterForm(request.POST), do)


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def give_back(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Let somebody else have it."""

    def do(data: dict[str, Any]) -> str:
        acting.give_back(number, data["why"], by=by, at=now())
        return _("돌려놓았어요. 순서는 그대로예요.")

    return _done(request, by, ReasonForm(request.POST), do)


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def pass_on(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Pass it on to whoever can decide."""

    def do(data: dict[str, Any]) -> str:
        acting.pass_on(number, request.POST.get("desk", ""), data["why"], by=by, at=now())
        return _("넘겼어요. 누가 받았는지 팀장이 볼 수 있어요.")

    return _done(request, by, ReasonForm(request.POST), do)


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def hand_over(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Hand it over to a colleague."""
    chosen = read_number(request.POST.get("to", ""), digits=18)
    to = next((one for one in shifts.colleagues(by, now()) if one.by == chosen), None)

    def do(data: dict[str, Any]) -> str:
        if to is None:
            raise acting.ActionRefused(_("지금 일하는 동료를 골라 주세요."))
        acting.hand_over(number, to, data["why"], by=by, at=now())
        return _("전달했어요.")

    return _done(request, by, ReasonForm(request.POST), do)


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def note(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Note something down, or ask others for their opinion."""
    opinion = "opinion" in request.POST

    def do(data: dict[str, Any]) -> str:
        acting.note(number, data["text"], by=by, at=now(), opinion=opinion)
        return _("동료들에게 물었어요.") if opinion else _("기록했어요.")

    return _done(request, by, WordsForm(request.POST), do)


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def warn(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Warn whoever writes abuse."""

    def do(data: dict[str, Any]) -> str:
        acting.warn(number, Abuse(AbuseKind(data["kind"])), by=by, at=now())
        return _("경고를 보냈어요. 이제 쉬세요.")

    return _done(request, by, AbuseForm(request.POST), do)


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def finish(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """End it for abuse."""

    def do(data: dict[str, Any]) -> str:
        acting.end(number, Abuse(AbuseKind(data["kind"])), by=by, at=now())
        return _("상담을 마쳤어요. 이제 쉬세요.")

    return _done(request, by, AbuseForm(request.POST), do)


@staff_may(May.ANSWER_INQUIRIES)
@require_POST
def unfold(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Open what came folded."""

    def do(_data: dict[str, Any]) -> str:
        acting.unfold(number, by=by, at=now())
        return ""

    return _done(request, by, ReasonForm(request.POST), do, unfolded=True)


@never_cache
@staff_may(May.ANSWER_INQUIRIES)
def telephone(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Be beside whoever is on the telephone: guide, clock, set wording, and a note of it."""
    form = TelephoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        call = Call(
            text=data["text"],
            contact=data["contact"],
            name=data["name"],
            stake=data["stake"],
            outcome=data["outcome"],
            until=data["until"],
        )
        try:
            inquiry = note_call(call, by=by, at=now())
        except acting.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            said = _("기록했어요. 문의 번호: %s") % readable(inquiry.pk)
            messages.success(request, said)
            return redirect("work_desk")
    context = {
        "by": by,
        "form": form,
        "sentences": [(one.value, *spoken(one)) for one in AbuseKind],
        "state": news.state_lately().key,
        "state_key": news.address_key(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/telephone.html", context, status=status)


@never_cache
@staff_may(May.ANSWER_INQUIRIES)
def opinions(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """List what colleagues ask about."""
    context = {"by": by, "asked": opinions_of.asked(by)}
    return render(request, "desk/opinions.html", context)


@never_cache
@staff_may(May.ANSWER_INQUIRIES)
def opinion(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Show what a colleague asks about, and say what one thinks."""
    inquiry = opinions_of.asking(number, by)
    if inquiry is None:
        raise PageNotFound(_("이제 의견을 구하지 않는 문의예요."))
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acting.say_opinion(inquiry, form.cleaned_data["text"], by=by, at=now())
        messages.success(request, _("의견을 남겼어요."))
        return redirect("work_desk_opinions")
    opinions_of.note_look(inquiry, by)
    context = {"by": by, "shown": view(inquiry), "form": form}
    return render(request, "desk/opinion.html", context, status=422 if form.errors else 200)


@staff_may(May.ANSWER_INQUIRIES)
def file(request: HttpRequest, by: StaffMember, file_id: int) -> HttpResponse:
    """Hand out a file of what one holds: pictures to look at, all else to download."""
    found = InquiryFile.objects.select_related("message__inquiry").filter(pk=file_id).first()
    held = held_by(by, now())
    is_mine = found is not None and held is not None and found.message.inquiry_id == held.pk
    info = info_of(held, found) if is_mine and held and found else None
    if held is None or found is None or info is None:
        raise PageNotFound(_("맡고 있는 문의의 파일이 아니에요."))
    is_picture = info.kind == PICTURE
    kind = PICTURE if is_picture else "application/octet-stream"
    response = StreamingHttpResponse(read(held, found), content_type=kind)
    response.headers["Content-Disposition"] = (
        content_disposition_header(not is_picture, info.name) or "attachment"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]


def _done(
    request: HttpRequest,
    by: StaffMember,
    form: forms.Form,
    do: Callable[[dict[str, Any]], str],
    **more: Any,
) -> HttpResponse:
    """Do something with what is held; where it cannot be done, what was typed is kept."""
    if form.is_valid():
        try:
            said = do(form.cleaned_data)
        except acting.ActionRefused as refused:
            messages.error(request, str(refused))
            return _desk(request, by, kept=request.POST.get("text", ""), status=409)
        if said:
            messages.success(request, said)
            return redirect("work_desk")
        return _desk(request, by, **more)
    for problems in form.errors.values():
        messages.error(request, str(problems[0]))
    return _desk(request, by, kept=request.POST.get("text", ""), status=422)


def _desk(
    request: HttpRequest,
    by: StaffMember,
    *,
    begin: BeginForm | None = None,
    kept: str = "",
    unfolded: bool = False,
    status: int = 200,
) -> HttpResponse:
    at = now()
    held, shift, wait = held_by(by, at), *_wait(by, at)
    skills = skills_of(by)
    keep_claim(by, at=at)
    context: dict[str, Any] = {
        "by": by,
        "shift": shift,
        "wait": wait,
        "shown": view(held) if held else None,
        "begin": begin or BeginForm(None, skills),
        "kept": kept,
        "unfolded": unfolded,
        "waiting": waiting_lately().at(skills.desks),
        "later": LaterForm(),
        "abuse": AbuseForm(),
        "desk_names": {**DESK_NAMES, **(acting.firm_desks(by) if held else {})},
        "colleagues": shifts.colleagues(by, at) if held else (),
        "state": news.state_lately().key,
        "state_key": news.address_key(),
        "asking": opinions_of.count(by),
    }
    return render(request, "desk/desk.html", context, status=status)


def _wait(by: StaffMember, at: Any) -> tuple[Shift | None, Wait | None]:
    return shifts.wait_of(shifts.shift_of(by, at), at)
