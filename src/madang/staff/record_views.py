"""Pages of the officer's: what was done and looked at, and the monthly review of it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache

from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import number_asked_for
from madang.core.text.fields import LineField

from . import reviews, work_records
from .access import staff_may
from .members import StaffMember
from .reviews import Month
from .roles import May

RECORDS, MAX_NUMBER = 100, 2**62
RECORD_NAMES = {
    "give roles": _lazy("역할을 정함"),
    "take roles": _lazy("역할을 회수함"),
    "add firm": _lazy("위탁사를 추가함"),
    "open incident": _lazy("사고를 등록함"),
    "close incident": _lazy("대응을 마침"),
    "publish": _lazy("공개 페이지를 고침"),
    "unpublish": _lazy("공개 페이지를 내림"),
    "legal hold": _lazy("보존 조치"),
    "release fact": _lazy("사실을 공개함"),
    "decide": _lazy("결정을 남김"),
    "import list": _lazy("명단을 등록함"),
    "download refused rows": _lazy("등록하지 못한 줄을 받음"),
    "look up person": _lazy("한 사람을 봄"),
    "hashed look-up": _lazy("해시로 찾아보기를 켜거나 끔"),
    "destroy list": _lazy("명단을 파기함"),
    "approve notice": _lazy("통지를 승인함"),
    "release notice": _lazy("통지를 보내기 시작함"),
    "pause notice": _lazy("통지를 잠시 멈춤"),
    "go on notice": _lazy("통지를 이어서 보냄"),
    "stop notice": _lazy("통지를 그만 보냄"),
    "export report": _lazy("보고서를 받음"),
    "send test": _lazy("시험 메시지를 보냄"),
    "review answer": _lazy("가이드의 답을 확인함"),
    "ask for overtime": _lazy("추가 근무를 요청함"),
    "look at group": _lazy("같은 질문을 봄"),
    "answer group": _lazy("같은 질문에 한 번에 답함"),
    "look at inquiry": _lazy("문의를 봄"),
    "warn": _lazy("폭언에 경고함"),
    "end for abuse": _lazy("폭언으로 상담을 끝냄"),
    "review records": _lazy("열람 기록을 살펴봄"),
    "keep evidence": _lazy("증거를 받음"),
    "set skills": _lazy("맡을 창구를 정함"),
    "retire answer": _lazy("가이드의 답을 철회함"),
}


class ReviewForm(forms.Form):
    """What came of going through a month's records."""

    said = LineField(label=_lazy("살펴본 결과"), longest=60)


@staff_may(May.SEE_RECORDS)
def records(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show who decided what, and who looked at whom, and why."""
    below = number_asked_for(request, "before") or MAX_NUMBER
    shown, before = work_records.records(below=below, limit=RECORDS)
    context = {"by": by, "records": shown, "before": before, "names": RECORD_NAMES}
    return render(
        request,
        "staff/records.html",
        {**context, "is_due": reviews.is_due(timezone.localdate())},
    )


@never_cache
@staff_may(May.SEE_RECORDS)
def review(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Go through the records of a month: which is due, or else last month's, or is asked for."""
    asked_for, today = request.GET.get("month"), timezone.localdate()
    month = Month.read(asked_for) if asked_for else reviews.due(today) or Month.of(today).before
    if month is None:
        raise PageNotFound(_("기록을 보관하는 기간이 아니에요."))
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reviews.close(month, form.cleaned_data["said"], by=by)
        except reviews.NotOver:
            form.add_error(None, _("아직 끝나지 않은 달이에요. 다음 달에 살펴보세요."))
        else:
            messages.success(request, _("살펴봤다고 기록했어요."))
            return redirect("work_records_review")
    context = {
        "by": by,
        "month": month,
        "months": reviews.months(),
        "reviews": reviews.reviews(),
        "found": reviews.review(month),
        "names": RECORD_NAMES,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "staff/records_review.html", context, status=status)
