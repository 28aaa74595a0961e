"""Incidents as a whole: the list, opening one, its overview, what is known, its public page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.staff.access import staff_may
from madang.staff.members import StaffMember
from madang.staff.roles import May

from . import actions
from .clocks import clocks_of
from .due import all_due
from .facts import facts_of
from .forms import DescribeForm, HoldForm, OpenForm, PublishForm
from .models import Incident
from .pages import incident_called, incident_page, status_of


@staff_may(May.SEE_INCIDENTS)
def list_(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """List the incidents, open ones first, with what falls due next."""
    incidents = sorted(Incident.objects.order_by("-pk"), key=lambda one: one.closed is not None)
    context = {"by": by, "incidents": incidents, "due": all_due()[:20]}
    return render(request, "incidents/list.html", context)


@staff_may(May.OPEN_INCIDENTS)
def open_(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Open an incident."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            incident = actions.open_incident(by=by, **form.cleaned_data)
        except actions.IncidentRefused as refused:
            form.add_error("noticed", str(refused))
        else:
            messages.success(request, _("사고를 등록했어요. 시한이 시작됐어요."))
            return redirect("work_incident", incident.pk)
    context = {"by": by, "form": form}
    return render(request, "incidents/open.html", context, status=status_of(form))


@staff_may(May.SEE_INCIDENTS)
def overview(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Show where an incident stands."""
    incident = incident_called(number)
    return incident_page(
        request,
        "overview",
        by=by,
        incident=incident,
        clocks=clocks_of([incident]),
        facts=facts_of(incident),
        due=[due for due in all_due() if due.incident == incident.pk],
        items=list(incident.present_items),
        hold_form=HoldForm(initial={"reason": incident.legal_hold}),
        stays_up_until=actions.stays_up_until(incident),
    )


@staff_may(May.WORK_ON_INCIDENTS)
def describe(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Say what is known of the whole."""
    incident = incident_called(number)
    form = DescribeForm(request.POST or None, initial=DescribeForm.of(incident))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        actions.set_items(incident, said.pop("items"), by=by)
        actions.describe(incident, actions.Description(**said), by=by)
        messages.success(request, _("저장했어요. 바뀐 것은 경과에 남았어요."))
        return redirect("work_incident", incident.pk)
    return incident_page(
        request, "describe", by=by, incident=incident, form=form, status=status_of(form)
    )


@staff_may(May.RELEASE_FACTS)
def publish(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Put the public page up, promise its next word, or take it down."""
    incident = incident_called(number)
    form = PublishForm(request.POST or None, initial={"next_update": incident.next_update})
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish(incident, by=by, **form.cleaned_data)
        except actions.IncidentRefused as refused:
            form.add_error("next_update", str(refused))
        else:
            messages.success(request, _("공개 페이지를 고쳤어요."))
            return redirect("work_incident", incident.pk)
    until = actions.stays_up_until(incident)
    return incident_page(
        request,
        "publish",
        by=by,
        incident=incident,
        form=form,
        stays_up_until=until,
        status=status_of(form),
    )


@staff_may(May.RELEASE_FACTS)
@require_POST
def unpublish(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Take the public page down, where the law allows it."""
    incident = incident_called(number)
    try:
        actions.unpublish(incident, by=by)
    except actions.IncidentRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("공개 페이지를 내렸어요."))
    return redirect("work_incident", incident.pk)


@staff_may(May.DECIDE_REPORTS)
@require_POST
def hold(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Let nothing of it be destroyed, or end that."""
    incident = incident_called(number)
    form = HoldForm(request.POST)
    if form.is_valid():
        actions.hold(incident, form.cleaned_data["reason"], by=by)
        messages.success(request, _("저장했어요."))
    return redirect("work_incident", incident.pk)


@staff_may(May.OPEN_INCIDENTS)
@require_POST
def close(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Say that the work is done, or go on with it."""
    incident = incident_called(number)
    if incident.closed is None:
        actions.close(incident, by=by)
        messages.success(request, _("대응을 마쳤어요. 기록은 모두 남아 있어요."))
    else:
        actions.reopen(incident, by=by)
        messages.success(request, _("대응을 다시 시작했어요."))
    return redirect("work_incident", incident.pk)
