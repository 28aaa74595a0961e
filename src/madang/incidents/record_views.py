"""What is written down about an incident: facts, timeline, decisions, tasks."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.core.http.errors import PageNotFound
from madang.staff.access import staff_may
from madang.staff.members import StaffMember
from madang.staff.roles import May

from . import decisions, facts, tasks, timeline
from .clocks import clocks_of
from .forms import DecisionForm, EntryForm, FactForm, StaffField, TaskForm
from .models import Fact, FactStatus, Task, TimelineEntry
from .pages import incident_called, incident_page, status_of
from .people import account_in, name_in


@staff_may(May.SEE_INCIDENTS)
def all_facts(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Show the facts; add one."""
    incident = incident_called(number)
    form = _offering(FactForm(request.POST or None), by)
    if request.method == "POST" and form.is_valid():
        try:
            facts.state(incident, _statement(form, request), by=by)
        except facts.FactRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("기록했어요."))
            return redirect("work_facts", incident.pk)
    known = facts.facts_of(incident)
    return incident_page(
        request, "facts", by=by, incident=incident, facts=known, form=form, status=status_of(form)
    )


@staff_may(May.SEE_INCIDENTS)
def fact(request: HttpRequest, by: StaffMember, number: int, fact_id: int) -> HttpResponse:
    """Show one fact with its versions; say something else of it."""
    incident = incident_called(number)
    known = next((one for one in facts.facts_of(incident) if one.id == fact_id), None)
    if known is None:
        raise PageNotFound(_("사실을 찾을 수 없어요."))
    now = known.now
    shown = {
        "status": now.status,
        "text": now.text,
        "question": now.question,
        "source": now.source,
        "next_word": now.next_word,
        "owner": str(account_in(now.owner) or ""),
    }
    form = _offering(FactForm(request.POST or None, initial=shown), by)
    if request.method == "POST" and form.is_valid():
        try:
            facts.change(Fact.objects.get(pk=fact_id), _statement(form, request), by=by)
        except facts.FactRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("새 버전으로 저장했어요."))
            return redirect("work_facts", incident.pk)
    writers = {version.pk: name_in(version.by) for version in known.versions}
    return incident_page(
        request,
        "fact",
        by=by,
        incident=incident,
        fact=known,
        form=form,
        writers=writers,
        status=status_of(form),
    )


@staff_may(May.RELEASE_FACTS)
@require_POST
def release(request: HttpRequest, by: StaffMember, number: int, fact_id: int) -> HttpResponse:
    """Tell everybody a fact as it stands."""
    found = Fact.objects.filter(pk=fact_id, incident=number).first()
    if found is None:
        raise PageNotFound(_("사실을 찾을 수 없어요."))
    facts.release(found, by=by)
    messages.success(request, _("공개했어요. 몇 초 안에 모두가 볼 수 있어요."))
    return redirect("work_facts", number)


@staff_may(May.SEE_INCIDENTS)
def all_entries(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Show the timeline; write down what happened."""
    incident = incident_called(number)
    form = EntryForm(request.POST or None, initial={"is_in_summary": True})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        timeline.write_entry(
            incident,
            data["text"],
            by=by,
            happened=form.in_its_zone(),
            zone=data["zone"],
            is_in_summary=data["is_in_summary"],
        )
        messages.success(request, _("기록했어요."))
        return redirect("work_timeline", incident.pk)
    entries = [(entry, name_in(entry.by)) for entry in incident.timeline.order_by("-happened")]
    return incident_page(
        request,
        "timeline",
        by=by,
        incident=incident,
        entries=entries,
        form=form,
        status=status_of(form),
    )


@staff_may(May.WORK_ON_INCIDENTS)
@require_POST
def summarise(request: HttpRequest, by: StaffMember, number: int, entry_id: int) -> HttpResponse:
    """Take an entry into the summary, or out of it."""
    entry = TimelineEntry.objects.filter(pk=entry_id, incident=number).first()
    if entry is None:
        raise PageNotFound(_("기록을 찾을 수 없어요."))
    timeline.set_in_summary(entry, not entry.is_in_summary, by=by)
    return redirect("work_timeline", number)


@staff_may(May.SEE_INCIDENTS)
def all_decisions(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Show the clocks with what was decided about each."""
    incident = incident_called(number)
    clocks = clocks_of([incident])
    made = [(one, name_in(one.by)) for one in incident.decisions.order_by("-pk")]
    names = {clock.rule.key: clock.rule.name for clock in clocks}
    return incident_page(
        request,
        "decisions",
        by=by,
        incident=incident,
        clocks=clocks,
        decisions=made,
        clock_names=names,
    )


@staff_may(May.DECIDE_REPORTS)
def decide(request: HttpRequest, by: StaffMember, number: int, key: str) -> HttpResponse:
    """Record what was decided about one clock."""
    incident = incident_called(number)
    clock = next((one for one in clocks_of([incident]) if one.key == key), None)
    if clock is None:
        raise PageNotFound(_("시한을 찾을 수 없어요."))
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            decisions.decide(
                incident,
                clock,
                by=by,
                is_done=data["what"] == "done",
                done=data["done"],
                reason=data["reason"],
            )
        except decisions.DecisionRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("결정을 남겼어요."))
            return redirect("work_decisions", incident.pk)
    return incident_page(
        request, "decide", by=by, incident=incident, limit=clock, form=form, status=status_of(form)
    )


@staff_may(May.SEE_INCIDENTS)
def all_tasks(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Show what is to be done; give somebody something to do."""
    incident = incident_called(number)
    form = _offering(TaskForm(request.POST or None), by)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        to = _chosen(form, data["owner"])
        assert to is not None
        tasks.give_task(incident, data["text"], by=by, to=to, due=data["due"])
        messages.success(request, _("기록했어요."))
        return redirect("work_tasks", incident.pk)
    every = [(task, name_in(task.owner)) for task in incident.tasks.order_by("done", "due")]
    return incident_page(
        request, "tasks", by=by, incident=incident, tasks=every, form=form, status=status_of(form)
    )


@staff_may(May.WORK_ON_INCIDENTS)
@require_POST
def finish(request: HttpRequest, by: StaffMember, number: int, task_id: int) -> HttpResponse:
    """Say that a task is done."""
    task = Task.objects.filter(pk=task_id, incident=number).first()
    if task is None:
        raise PageNotFound(_("할 일을 찾을 수 없어요."))
    tasks.finish(task, by=by)
    return redirect("work_tasks", number)


def _offering(form: Any, by: StaffMember) -> Any:
    field = form.fields["owner"]
    assert isinstance(field, StaffField)
    field.offer(by)
    return form


def _chosen(form: Any, value: str) -> StaffMember | None:
    field = form.fields["owner"]
    assert isinstance(field, StaffField)
    return field.member(value)


def _statement(form: FactForm, request: HttpRequest) -> facts.Statement:
    data = form.cleaned_data
    return facts.Statement(
        FactStatus(data["status"]),
        data["text"],
        data["source"],
        _chosen(form, data["owner"]),
        data["next_word"],
        is_released="release" in request.POST,
        question=data["question"],
    )
