"""The list of the affected, as an officer sees it: counts, never a list."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.core.http.errors import PageNotFound
from madang.identity import named_keys
from madang.identity.keys import KeyDestroyed
from madang.staff.access import staff_may
from madang.staff.members import StaffMember
from madang.staff.roles import May

from ..forms import DestroyForm, ListForm, LookForm
from ..models import Incident, ListImport
from ..pages import incident_called, incident_page
from . import hashed_lookup, imports, keeping
from .contacts import contact_of
from .lists import count_lines
from .members import member_called


def _page(
    request: HttpRequest, by: StaffMember, incident: Incident, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "imports": incident.imports.order_by("-pk"),
        "lines": count_lines(incident),
        "items": list(incident.present_items),
        "is_open": named_keys.is_open(incident.key_name),
        "list_form": ListForm(),
        "look_form": LookForm(),
        "destroy_form": DestroyForm(),
        "looked": None,
        **more,
    }
    return incident_page(request, "people", by=by, incident=incident, status=status, **context)


@staff_may(May.KEEP_AFFECTED)
def people(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Show how many are in the list, and take one in."""
    incident = incident_called(number)
    if request.method != "POST":
        return _page(request, by, incident)
    form = ListForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        is_csv = not (file.name or "").lower().endswith((".jsonl", ".ndjson", ".json"))
        imports.queue(incident, file.file, is_csv=is_csv, by=by)
        messages.success(request, _("명단을 받았어요. 곧 읽기 시작해요."))
        return redirect("work_people_of", number)
    return _page(request, by, incident, 422, list_form=form)


@staff_may(May.KEEP_AFFECTED)
def refused(request: HttpRequest, by: StaffMember, number: int, import_id: int) -> HttpResponse:
    """Send the rows of an import that were refused, with their reasons."""
    done = ListImport.objects.filter(pk=import_id, incident=number).first()
    if done is None:
        raise PageNotFound(_("명단을 찾을 수 없어요."))
    rows = imports.refused_rows(done, by=by)
    response: Any = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{done.pk}.csv"'
    streamed: HttpResponse = response
    return streamed


@staff_may(May.LOOK_UP_PERSON)
@require_POST
def look(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Show one person's entry to somebody who gives a reason."""
    incident = incident_called(number)
    form = LookForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data["contact"]
        contact = contact_of(typed) or member_called(typed)
        if contact is None:
            said = _("이메일 주소나 휴대전화 번호, 회원의 아이디로 적어 주세요.")
            form.add_error("contact", said)
        else:
            try:
                reason = form.cleaned_data["reason"]
                looked = keeping.look_up(incident, contact, reason=reason, by=by)
                return _page(request, by, incident, looked=looked, look_form=form)
            except keeping.KeepingRefused as why:
                form.add_error("reason", str(why))
            except KeyDestroyed:
                form.add_error("contact", _("명단의 열쇠가 없어졌어요."))
    return _page(request, by, incident, 422, look_form=form)


@staff_may(May.KEEP_AFFECTED)
@require_POST
def lookup(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Let addresses be looked up by their hashes from outside, or no more."""
    incident = incident_called(number)
    hashed_lookup.switch(incident, request.POST.get("on") == "1", by=by)
    messages.success(request, _("저장했어요."))
    return redirect("work_people_of", number)


@staff_may(May.KEEP_AFFECTED)
@require_POST
def destroy(request: HttpRequest, by: StaffMember, number: int) -> HttpResponse:
    """Destroy the list, and show the certificate."""
    incident = incident_called(number)
    form = DestroyForm(request.POST)
    if form.is_valid():
        try:
            made = keeping.destroy(incident, reason=form.cleaned_data["reason"], by=by)
        except keeping.KeepingRefused as why:
            form.add_error(None, str(why))
        else:
            return incident_page(request, "certificate", by=by, incident=incident, made=made)
    return _page(request, by, incident, 422, destroy_form=form)
