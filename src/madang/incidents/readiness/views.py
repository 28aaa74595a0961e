"""The page of readiness, the drafts of notices, and test messages to oneself."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from madang.core.http.errors import PageNotFound
from madang.core.text.fields import LineField, TextField
from madang.staff.access import staff_may
from madang.staff.members import StaffMember
from madang.staff.roles import May

from ..affected.contacts import contact_of
from ..law.rules import NoticeItem, rules_on
from ..models import NoticeKind, NoticeTemplate
from ..notices import templates
from . import trials
from .look import look


class TrialForm(forms.Form):
    contact = LineField(label=_lazy("내 이메일 주소나 휴대전화 번호"), longest=254)


@staff_may(May.SEE_READINESS)
def readiness(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show how everything stands."""
    context = {
        "by": by,
        "answers": look(),
        "form": TrialForm(),
        "kinds": NoticeKind,
        "rules": rules_on(templates.today()),
    }
    return render(request, "incidents/readiness.html", context)


@staff_may(May.SEE_READINESS)
@require_POST
def trial(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Send a test message to oneself."""
    form = TrialForm(request.POST)
    contact = contact_of(form.cleaned_data["contact"]) if form.is_valid() else None
    if contact is None:
        messages.error(request, _("이메일 주소나 휴대전화 번호로 적어 주세요."))
        return redirect("work_readiness")
    try:
        trials.send_test(contact, by=by)
    except trials.CannotTest:
        messages.error(request, _("지금은 이 연락처로 보낼 수 없어요."))
    else:
        messages.success(request, _("보냈어요. 도착했는지 확인해 주세요."))
    return redirect("work_readiness")


@staff_may(May.WRITE_NOTICES)
def template(request: HttpRequest, by: StaffMember, kind: str) -> HttpResponse:
    """Write beforehand what a kind of notice will say."""
    name = kind.replace("_", " ")
    if name not in NoticeKind.values:
        raise PageNotFound(_("통지를 찾을 수 없어요."))
    chosen = NoticeKind(name)
    items = rules_on(templates.today()).items_of(chosen.value)
    form = _form(chosen, items, request)
    if request.method == "POST" and form.is_valid():
        templates.keep(chosen, form.cleaned_data, by=by)
        messages.success(request, _("저장했어요."))
        return redirect("work_readiness")
    written = NoticeTemplate.objects.filter(kind=chosen).first()
    fields = [(item, form[item.key]) for item in items]
    context = {"by": by, "kind": chosen, "form": form, "fields": fields, "written": written}
    status = 422 if form.is_bound else 200
    return render(request, "incidents/notice_template.html", context, status=status)


def _form(kind: NoticeKind, items: Iterable[NoticeItem], request: HttpRequest) -> forms.Form:
    kept = templates.kept_parts(kind)
    made = forms.Form(request.POST or None)
    for item in items:
        made.fields[item.key] = TextField(
            label=item.name,
            longest=4000,
            required=False,
            initial=kept.get(item.key, ""),
            widget=forms.Textarea(attrs={"rows": 4}),
        )
    return made
