"""Notices as their writers, approvers and readers see them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import read_number
from madang.delivery.mailings.progress import progress_of
from madang.delivery.mailings.providers import channels_that_send
from madang.staff.access import staff_may
from madang.staff.members import StaffMember
from madang.staff.roles import May

from ..affected.lists import count_lines
from ..models import Incident, Notice, NoticeKind
from ..pages import incident_called, incident_page, status_of
from ..people import name_in
from . import actions
from .checks import channels_of, problems, suggestions
from .forms import CHANNEL_NAMES, NoticeForm
from .plots import progress_plot
from .rendering import items_of, parts_of
from .rendering import render as rendered

FOLLOWING = (NoticeKind.CORRECTION, NoticeKind.NOT_A_LEAK)


@staff_may(May.SEE_INCIDENTS)
def all_notices(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Show the notices of an incident, with how far each has come; begin one."""
    incident = incident_called(number)
    notices = list(Notice.objects.filter(incident=incident).order_by("-pk"))
    shown = [(notice, NoticeKind(notice.kind).label, _progress(notice)) for notice in notices]
    sent = [notice for notice in notices if notice.released is not None]
    return incident_page(
        request,
        "notices",
        by=by,
        incident=incident,
        told=shown,
        sent=sent,
        kinds=NoticeKind,
        following=FOLLOWING,
        lines=count_lines(incident),
        labels={notice.pk: NoticeKind(notice.kind).label for notice in sent},
    )


@staff_may(May.WRITE_NOTICES)
@require_POST
def begin(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Begin a notice of some kind."""
    incident = incident_called(number)
    kind = request.POST.get("kind", "")
    if kind not in NoticeKind.values:
        raise PageNotFound(_("통지를 찾을 수 없어요."))
    earlier = request.POST.get("follows", "")
    follows = (
        Notice.objects.filter(incident=incident, pk=int(earlier)).first()
        if earlier.isascii() and earlier.isdigit() and len(earlier) < 19
        else None
    )
    if NoticeKind(kind) in FOLLOWING and follows is None:
        messages.error(request, _("어느 통지를 받은 사람에게 보낼지 골라 주세요."))
        return redirect("work_notices", number)
    try:
        notice = actions.draft(incident, NoticeKind(kind), by=by, follows=follows)
    except actions.NoticeRefused as refused:
        messages.error(request, str(refused))
        return redirect("work_notices", number)
    return redirect("work_notice", number, notice.pk)


@staff_may(May.SEE_INCIDENTS)
def one(request: HttpRequest, by: StaffMember, number: int, notice_id: int) -> HttpResponse:
    """Show a notice as it is rendered, with what it lacks; change it."""
    incident, notice = _called(number, notice_id)
    form = NoticeForm(notice, request.POST or None, channels_that_send())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.write(
                notice,
                form.parts(),
                by=by,
                channels=data["channels"],
                lawyer_agreed=data["lawyer_agreed"],
                sends_unknown_again=data["sends_unknown_again"],
            )
        except actions.NoticeRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("저장했어요."))
            return redirect("work_notice", number, notice_id)
    return incident_page(
        request,
        "notice",
        by=by,
        incident=incident,
        status=status_of(form),
        **_shown(notice, form, by),
    )


@staff_may(May.APPROVE_NOTICES)
@require_POST
def approve(request: HttpRequest, by: StaffMember, number: int, notice_id: int) -> HttpResponse:
    """Approve a notice as the second person, in the words that were read."""
    _incident, notice = _called(number, notice_id)
    notice.revision = read_number(request.POST.get("revision", ""), digits=9) or 0
    return _done(request, notice, _("승인했어요."), actions.approve, by)


@staff_may(May.WRITE_NOTICES)
@require_POST
def release(request: HttpRequest, by: StaffMember, number: int, notice_id: int) -> HttpResponse:
    """Let a notice go."""
    _incident, notice = _called(number, notice_id)
    return _done(request, notice, _("보내기 시작했어요."), actions.release, by)


@staff_may(May.WRITE_NOTICES)
@require_POST
def steer(request: HttpRequest, by: StaffMember, number: int, notice_id: int) -> HttpResponse:
    """Pause the sending, go on, or stop it."""
    _incident, notice = _called(number, notice_id)
    what = request.POST.get("what", "")

    def do(notice: Notice, *, by: StaffMember) -> None:
        actions.steer(notice, what, by=by)

    return _done(request, notice, _("처리했어요."), do, by)


@staff_may(May.SEE_INCIDENTS)
def live(request: HttpRequest, by: StaffMember, number: int, notice_id: int) -> HttpResponse:
    """Return how far a notice has come, for the page that shows it."""
    _incident, notice = _called(number, notice_id)
    context = {"progress": _progress(notice), "plot": _plot(notice), "names": CHANNEL_NAMES}
    return render(request, "incidents/progress.html", context)


def public(request: HttpRequest, number: int, notice_id: int) -> HttpResponse:
    """Show a notice that was let go, whole, to whoever follows its link."""
    notice = Notice.objects.exclude(released=None).filter(pk=notice_id, incident=number).first()
    if notice is None:
        raise PageNotFound(_("안내를 찾을 수 없어요."))
    parts = parts_of(notice)
    said = [(item.title, parts[item.key]) for item in items_of(notice) if parts.get(item.key)]
    label = NoticeKind(notice.kind).label
    context = {"incident": notice.incident, "notice": notice, "parts": said, "label": label}
    return render(request, "incidents/public_notice.html", context)


def _called(number: int, notice_id: int) -> tuple[Incident, Notice]:
    incident = incident_called(number)
    notice = Notice.objects.filter(pk=notice_id, incident=incident).first()
    if notice is None:
        raise PageNotFound(_("통지를 찾을 수 없어요."))
    return incident, notice


def _shown(notice: Notice, form: NoticeForm, by: StaffMember) -> dict[str, Any]:
    lacking = problems(notice)
    fields = [(item, form[item.key], _said_of(item.key, lacking)) for item in form.items]
    mailing = actions.mailing_of(notice)
    return {
        "notice": notice,
        "label": NoticeKind(notice.kind).label,
        "form": form,
        "fields": fields,
        "problems": lacking,
        "suggestions": suggestions(notice),
        "rendered": [rendered(notice, channel) for channel in channels_of(notice)],
        "author": name_in(notice.author),
        "approver": name_in(notice.approver),
        "needs_approval": actions.needs_approval(notice),
        "mailing": mailing,
        "progress": progress_of(mailing) if mailing else None,
        "plot": _plot(notice),
        "names": CHANNEL_NAMES,
    }


def _said_of(key: str, lacking: list[Any]) -> list[str]:
    return [problem.message for problem in lacking if problem.part == key]


def _progress(notice: Notice) -> Any:
    mailing = actions.mailing_of(notice)
    return progress_of(mailing) if mailing else None


def _plot(notice: Notice) -> str:
    progress = _progress(notice)
    return progress_plot(progress.minutes) if progress else ""


def _done(
    request: HttpRequest, notice: Notice, said: str, do: Any, by: StaffMember
) -> HttpResponse:
    try:
        do(notice, by=by)
    except actions.NoticeRefused as refused:
        for message in refused.messages:
            messages.error(request, message)
    else:
        messages.success(request, said)
    return redirect("work_notice", notice.incident_id, notice.pk)
