"""더보기: what a reader can do about a post or comment: report it, or not see it any more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from madang.accounts.decorators import current_account
from madang.accounts.models import Account
from madang.boards.api import NoLongerThere, NotYours, board_or_404, moderates, must_enter
from madang.boards.models import State
from madang.core.http import rate_limits
from madang.core.http.errors import PageNotFound
from madang.filters.queries import filters_of
from madang.filters.rules import FilterSet, What

from . import reports
from .forms import ReportForm
from .models import Complaint, ReportedPart
from .subjects import ReportSubject, find_subject

REPORTS_PER_MEMBER = "30/hour"


def more(request: HttpRequest, slug: str, post_id: int, seq: int = 0) -> HttpResponse:
    account = current_account(request)
    subject = _subject_or_404(slug, post_id, seq, account)
    form = ReportForm(subject, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and account is not None:
        if not rate_limits.allow("report", str(account.pk), limit=REPORTS_PER_MEMBER):
            return rate_limits.too_many(request)
        if said := _report(subject, form, account):
            form.add_error(None, said)
        else:
            messages.success(request, _("신고했어요. 운영자가 살펴볼게요."))
            return redirect(subject.path)
    status = 422 if form.is_bound else 200
    return render(request, "moderation/more.html", _context(subject, form, account), status=status)


def _report(subject: ReportSubject, form: ReportForm, account: Account) -> str:
    """Report a subject; return what is wrong, in the reader's language, or nothing."""
    data = form.cleaned_data
    try:
        reports.report(
            subject,
            by=account,
            part=ReportedPart(data["part"]),
            complaint=Complaint(data["complaint"]),
            words=data["words"],
        )
    except reports.ReportedBefore:
        return _("이미 신고했어요.")
    except NotYours:
        return _("자기가 쓴 것은 신고할 수 없어요.")
    except NoLongerThere:
        return _("그사이에 삭제됐거나 숨겨졌어요.")
    return ""


def _subject_or_404(slug: str, post_id: int, seq: int, account: Account | None) -> ReportSubject:
    # Before anything is looked for: what is there is no business of those who may not enter.
    must_enter(board_or_404(slug), account)
    subject = find_subject(post_id, seq)
    if subject is None or subject.board.slug != slug:
        raise PageNotFound(_("삭제되었거나 없는 글이에요."))
    is_live = subject.state == State.LIVE and subject.post.state == State.LIVE
    if not is_live and not moderates(subject.board.id, account):
        raise PageNotFound(_("삭제되었거나 없는 글이에요."))
    return subject


def _context(
    subject: ReportSubject, form: ReportForm, account: Account | None
) -> dict[str, object]:
    mine = filters_of(account) if account else FilterSet()
    voice = f"{subject.post.pk}/{subject.voice}"
    return {
        "subject": subject,
        "moderates": moderates(subject.board.id, account),
        "board": subject.board,
        "form": form,
        "has_reported": account is not None
        and not form.is_bound
        and reports.has_reported(subject, account),
        "is_own": account is not None and reports.is_own(subject, account),
        "is_away": subject.post.pk in mine.hidden,
        "voice_is_away": any(r.what is What.VOICE and r.value == voice for r in mine.rules),
    }
