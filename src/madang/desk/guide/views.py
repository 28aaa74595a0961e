"""The guide as agents read it, and as leads write and review it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import read_number
from madang.incidents.facts import facts_of
from madang.incidents.models import Incident
from madang.incidents.people import name_in
from madang.staff.access import staff_may
from madang.staff.members import StaffMember
from madang.staff.roles import May

from ..models import GuideEntry, GuideVersion
from . import actions, news
from .differences import Part, differences
from .entries import edition, empty_shares, entries, entries_lately, rests_of
from .finding import find
from .forms import AnswerForm
from .gaps import gaps, note_gap

MAX_TYPED = 200
PART_TITLES = {
    "questions": _lazy("질문"),
    "answer": _lazy("답"),
    "may_promise": _lazy("약속해도 되는 것"),
    "may_not": _lazy("약속하면 안 되는 것과 그 이유"),
    "pass_on_when": _lazy("언제 넘기나요?"),
    "pass_on_to": _lazy("누구에게 넘기나요?"),
    "tone": _lazy("말투에 관해"),
}
SHARES_SHOWN = 12


@staff_may(May.READ_FACTS)
def guide(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show the guide, or what of it answers what was typed."""
    typed = request.GET.get("q", "")[:MAX_TYPED]
    now = news.state_lately()
    context = {
        "by": by,
        "typed": typed,
        "found": find(entries_lately(), typed),
        "state": now.key,
        "state_key": news.address_key(),
        "upto": news.upto(),
        "news": news.news_for(by),
        "waiting": len(news.waiting_for_review()) if by.may(May.REVIEW_GUIDE) else 0,
    }
    return render(request, "desk/guide.html", context)


@staff_may(May.READ_FACTS)
def found(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Return what answers what was typed, for the page that is open."""
    typed = request.GET.get("q", "")[:MAX_TYPED]
    context = {"by": by, "typed": typed, "found": find(entries_lately(), typed)}
    return render(request, "desk/guide_found.html", context)


def state(request: HttpRequest, key: str) -> HttpResponse:
    """Return which state the guide is in, to pages that know this address."""
    if not constant_time_compare(key, news.address_key()):
        raise PageNotFound(_("페이지를 찾을 수 없어요."))
    now = news.state_lately()
    answer = JsonResponse({"state": now.key, "stale": now.stale})
    answer["Cache-Control"] = "no-store"
    return answer


@staff_may(May.READ_FACTS)
@require_POST
def read(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Keep up to where somebody has read the news."""
    numbers = [read_number(request.POST.get(name, ""), digits=12) for name in ("edition", "fact")]
    news.have_read(by, edition=numbers[0] or 0, fact=numbers[1] or 0)
    return redirect("work_guide")


@staff_may(May.READ_FACTS)
@require_POST
def missing(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Keep that something was asked and is not in the guide."""
    note_gap(request.POST.get("q", ""), by=by)
    messages.success(request, _("적어 두었어요. 팀장이 답을 준비해요."))
    return redirect("work_guide")


@staff_may(May.READ_FACTS)
def printed(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show the whole guide on one page, to print."""
    context = {"by": by, "found": entries(), "edition": edition()}
    return render(request, "desk/guide_print.html", context)


@staff_may(May.WRITE_GUIDE, May.REVIEW_GUIDE)
def desk(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show the lead what waits: reviews, stale and empty answers, what was asked and not found."""
    told = entries()
    waiting = [
        (version, version.questions.split("\n")[0], name_in(version.by))
        for version in news.waiting_for_review()
    ]
    context = {
        "by": by,
        "waiting": waiting,
        "stale": [entry for entry in told if entry.is_stale],
        "empty": [entry for entry in told if entry.says_nothing],
        "gaps": gaps(),
        "shares": empty_shares()[-SHARES_SHOWN:][::-1],
        "incidents": Incident.objects.filter(closed=None).order_by("-opened"),
    }
    return render(request, "desk/guide_desk.html", context)


@staff_may(May.WRITE_GUIDE)
def new(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Write an answer to a question that has none."""
    number = read_number(request.GET.get("incident", ""), digits=12)
    incident = Incident.objects.filter(pk=number or 0).first()
    asked = request.GET.get("q", "")[:MAX_TYPED]
    form = AnswerForm(request.POST or None, facts_of(incident) if incident else (), None)
    if asked and not form.is_bound:
        form.initial["questions"] = asked
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.write(form.said(), by=by, incident=incident)
        except actions.GuideRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            return _written(request, version)
    return _form_page(request, by, form, incident=incident)


@staff_may(May.WRITE_GUIDE)
def change(request: HttpRequest, by: StaffMember, entry_id: int) -> HttpResponse:
    """Write an answer anew, beginning with what it says now."""
    entry = _called(entry_id)
    last = entry.versions.order_by("-number").first()
    facts = facts_of(entry.incident) if entry.incident else ()
    form = AnswerForm(request.POST or None, facts, last)
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.write(form.said(), by=by, entry=entry)
        except actions.GuideRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            return _written(request, version)
    return _form_page(request, by, form, incident=entry.incident, entry=entry)


@staff_may(May.WRITE_GUIDE, May.REVIEW_GUIDE)
def version(request: HttpRequest, by: StaffMember, entry_id: int, number: int) -> HttpResponse:
    """Show a version with what differs from the one that is told; review it."""
    entry = _called(entry_id)
    shown = entry.versions.filter(number=number).first()
    if shown is None:
        raise PageNotFound(_("답을 찾을 수 없어요."))
    if request.method == "POST":
        try:
            actions.review(shown, by=by)
        except actions.GuideRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("확인했어요. 이제 모두에게 보여요."))
        return redirect("work_guide_version", entry_id, number)
    before = entry.versions.filter(number__lt=number).exclude(reviewed=None).last()
    context = {
        "by": by,
        "entry": entry,
        "version": shown,
        "writer": name_in(shown.by),
        "reviewer": name_in(shown.reviewer),
        "parts": _differing(before, shown),
        "facts": [fact for fact, _then in rests_of(shown)],
        "older": entry.versions.filter(number__lt=number).order_by("-number")[:20],
    }
    return render(request, "desk/guide_version.html", context)


@staff_may(May.REVIEW_GUIDE)
@require_POST
def retire(request: HttpRequest, by: StaffMember, entry_id: int) -> HttpResponse:
    """Tell an answer no more."""
    actions.retire(_called(entry_id), by=by)
    messages.success(request, _("이제 이 답은 보이지 않아요."))
    return redirect("work_guide_desk")


def _differing(before: GuideVersion | None, shown: GuideVersion) -> list[tuple[str, list[Part]]]:
    found = []
    for name, title in PART_TITLES.items():
        old, new = getattr(before, name) if before else "", getattr(shown, name)
        if old or new:
            parts = list(differences(old, new)) if before else [Part("", new)]
            found.append((str(title), parts))
    return found


def _written(request: HttpRequest, version: GuideVersion) -> HttpResponse:
    messages.success(request, _("저장했어요. 다른 사람이 확인하면 보여요."))
    return redirect("work_guide_version", version.entry_id, version.number)


def _form_page(
    request: HttpRequest, by: StaffMember, form: AnswerForm, **more: Any
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(
        request,
        "desk/guide_form.html",
        {"by": by, "form": form, "entry": None, **more},
        status=status,
    )


def _called(number: int) -> GuideEntry:
    entry = GuideEntry.objects.select_related("incident").filter(pk=number).first()
    if entry is None:
        raise PageNotFound(_("답을 찾을 수 없어요."))
    return entry
