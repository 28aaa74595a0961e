"""The lead's pages: numbers, their export, and how many people it takes."""

import csv
from io import StringIO
from typing import Any

import msgspec
from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from madang.core.http.errors import PageNotFound
from madang.core.text.fields import LineField
from madang.staff.access import staff_may
from madang.staff.members import StaffMember
from madang.staff.models import Firm
from madang.staff.roles import May

from ..care.skills import DESKS, Skills, give, skills_of_all
from ..clock import now
from ..groups.boxes import info_in
from ..groups.forming import sizes
from ..lanes import LANGUAGES
from ..models import FirmAtFront
from ..queue.forms import DESK_NAMES, LANGUAGE_NAMES
from ..staffing.counting import QUARTER
from ..staffing.forecast import Forecast, counts, forecast
from ..staffing.planning import MOST_PEOPLE, Plan, curve, outcome
from . import evidence
from .numbers import Numbers, numbers, oldest_wait
from .plots import arrivals_plot, people_plot

SHOWN_BEFORE, COUNTED_BEFORE = 32, 9 * 96


class PlanForm(forms.Form):
    """What a lead turns to see what becomes of it."""

    rate = forms.FloatField(label=_lazy("한 시간에 오는 수"), min_value=0, max_value=100_000)
    minutes = forms.FloatField(
        label=_lazy("한 건에 걸리는 시간 (분)"), min_value=0.5, max_value=120
    )
    people = forms.IntegerField(label=_lazy("일하는 사람"), min_value=1, max_value=2000)
    within = forms.FloatField(label=_lazy("몇 분 안에 답하나요?"), min_value=0.1, max_value=1440)
    wanted = forms.IntegerField(label=_lazy("시간 안에 답할 비율 (%)"), min_value=1, max_value=99)
    patience = forms.FloatField(
        label=_lazy("전화에서 기다리는 시간 (분)"), min_value=0.5, max_value=1440
    )
    taken_away = forms.IntegerField(
        label=_lazy("가이드로 줄일 수 있는 비율 (%)"), min_value=0, max_value=95
    )


class EvidenceForm(forms.Form):
    """Of which inquiry the evidence is taken out, and why."""

    number = forms.RegexField(
        r"^[0-9]{1,6}-?[0-9]{4}$",
        label=_lazy("문의 번호"),
        error_messages={"invalid": _lazy("1234-5678처럼 적어 주세요.")},
    )
    why = LineField(label=_lazy("왜 받나요?"), longest=60)


@never_cache
@staff_may(May.LEAD_DESK)
def desk(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show how the desk stands."""
    at = now()
    found, came = numbers(at), counts(at - COUNTED_BEFORE * QUARTER)
    expected = forecast(came, at)
    context = {
        "by": by,
        "found": found,
        "oldest": oldest_wait(found),
        "desk_names": DESK_NAMES,
        "forecast": expected,
        "plot": arrivals_plot(list(came.items())[-SHOWN_BEFORE:], expected.quarters),
        "firms": _firms(),
    }
    return render(request, "desk/lead.html", context)


@staff_may(May.LEAD_DESK)
def export(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Hand out the numbers as CSV or JSON."""
    at = now()
    found = numbers(at)
    expected = forecast(counts(at - COUNTED_BEFORE * QUARTER), at)
    rows = _rows(found, expected)
    if request.GET.get("as") == "json":
        body, kind, name = msgspec.json.encode(dict(rows)), "application/json", "desk.json"
    else:
        out = StringIO()
        csv.writer(out).writerows([("number", "value"), *rows])
        body, kind, name = out.getvalue().encode("utf-8-sig"), "text/csv", "desk.csv"
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@staff_may(May.LEAD_DESK)
def staffing(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show how many people it takes, by what is set."""
    form = PlanForm({**_usual(), **request.GET.dict()})
    context: dict[str, Any] = {"by": by, "form": form, "kinds": _largest_kinds(), "outcome": None}
    if form.is_valid():
        data = form.cleaned_data
        plan = Plan(
            **{**data, "wanted": data["wanted"] / 100, "taken_away": data["taken_away"] / 100}
        )
        context |= {
            "plan": plan,
            "outcome": outcome(plan),
            "most_people": MOST_PEOPLE,
            "plot": people_plot(curve(plan), plan.people, plan.wanted),
        }
    return render(request, "desk/staffing.html", context, status=200 if form.is_valid() else 422)


@staff_may(May.LEAD_DESK)
@require_POST
def share(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Let firms answer at the front desk too, or no more."""
    wanted = {int(one) for one in request.POST.getlist("firm") if one.isdecimal()}
    for firm in Firm.objects.all():
        if firm.pk in wanted:
            FirmAtFront.objects.get_or_create(firm=firm)
        else:
            FirmAtFront.objects.filter(firm=firm).delete()
    messages.success(request, _("설정했어요. 다음에 일을 시작할 때부터 적용돼요."))
    return redirect("work_lead")


@never_cache
@staff_may(May.LEAD_DESK)
def evidence_of(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Hand out what was said in an inquiry in which somebody was warned of abuse."""
    form = EvidenceForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if request.method == "POST" and form.is_valid():
        number = int(form.cleaned_data["number"].replace("-", ""))
        try:
            archive = evidence.take_out(number, form.cleaned_data["why"], by=by)
        except evidence.NoEvidence:
            form.add_error("number", _("이 번호로 폭언을 경고한 문의가 없어요."))
        else:
            name = f"evidence-{number}.zip"
            return FileResponse(archive, as_attachment=True, filename=name)  # type: ignore[return-value]
    context = {"by": by, "form": form, "ended": evidence.ended()}
    return render(request, "desk/evidence.html", context, status=422 if form.is_bound else 200)


@never_cache
@staff_may(May.LEAD_DESK)
def skills(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show what each of the organisation's own people can take, and say it anew for one."""
    people = skills_of_all()
    if request.method == "POST":
        to = next((one for one, _own in people if str(one.account) == request.POST.get("to")), None)
        if to is None:
            raise PageNotFound(_("창구에서 일하는 사람이 아니에요."))
        desks = tuple(one for one in DESKS if one in request.POST.getlist("desks"))
        languages = tuple(one for one in LANGUAGES if one in request.POST.getlist("languages"))
        give(to, Skills(desks, languages), by=by)
        messages.success(request, _("설정했어요. 다음 문의부터 적용돼요."))
        return redirect("work_skills")
    names = {one: DESK_NAMES[one] for one in DESKS}
    context = {"by": by, "people": people, "desks": names, "languages": LANGUAGE_NAMES}
    return render(request, "desk/skills.html", context)


def _firms() -> list[tuple[Firm, bool]]:
    shared = set(FirmAtFront.objects.values_list("firm", flat=True))
    return [(firm, firm.pk in shared) for firm in Firm.objects.order_by("name")]


def _usual() -> dict[str, str]:
    """Return what a plan begins with: what is forecast and measured, else what is usual."""
    at = now()
    found = numbers(at)
    expected = forecast(counts(at - COUNTED_BEFORE * QUARTER), at)
    return {
        "rate": f"{expected.rate(8) or 60:.0f}",
        "minutes": f"{found.people.minutes_a_contact or 6:.1f}",
        "people": str(found.people.on or 10),
        "within": "60",
        "wanted": "95",
        "patience": "5",
        "taken_away": "0",
    }


def _largest_kinds() -> list[tuple[str, float]]:
    """Return the kinds of question that most who wait ask and nobody has answered."""
    rows = [(group, count) for group, count, _n in sizes() if group.answered is None and count]
    total = sum(count for _group, count in rows) or 1
    return [(info_in(group.year, group.box).title, count / total) for group, count in rows[:3]]


def _rows(found: Numbers, expected: Forecast) -> list[tuple[str, Any]]:
    return [
        ("at", found.at.isoformat()),
        ("waiting", found.waiting.total),
        *(
            (f"waiting {one.lane.text} urgency {one.urgency}", one.waiting)
            for one in found.waiting.counts
        ),
        ("apart", found.apart),
        *((f"passed on to {one.desk}", one.waiting) for one in found.passed),
        *((f"passed on to {one.desk} and late", one.late) for one in found.passed),
        *((f"asked: {title}", count) for title, count, _answered in found.kinds),
        ("stale answers", found.stale),
        ("answers that say nothing", found.empty),
        ("at work", found.people.on),
        ("resting", found.people.resting),
        ("break due", found.people.break_due),
        ("beyond the day", found.people.over),
        ("answered today", found.answered_today),
        ("solved by the guide today", found.solved_today),
        *((f"expected {at.isoformat()}", round(count, 1)) for at, count in expected.quarters),
    ]
