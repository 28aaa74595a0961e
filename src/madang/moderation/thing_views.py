"""더보기: what a reader can do about a post or comment: report it, or not see it any more."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.accounts.signed_in import signed_in
from madang.boards.access import must_enter
from madang.boards.actions import NoLongerThere, NotYours
from madang.boards.models import State
from madang.boards.views import board_or_404
from madang.filters.queries import preferences_of
from madang.filters.rules import Preferences, What

from . import reports
from .forms import ReportForm
from .models import Complaint, Subject
from .things import Thing, find_thing


def more(request: HttpRequest, slug: str, post_id: int, seq: int = 0) -> HttpResponse:
    account = signed_in(request)
    thing = _thing_or_404(slug, post_id, seq, account)
    form = ReportForm(thing, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and account is not None:
        if not ratelimit.consume(request, action="report", key=str(account.pk)):
            return ratelimit.respond_429(request)
        if said := _report(thing, form, account):
            form.add_error(None, said)
        else:
            messages.success(request, _("신고했어요. 운영자가 살펴볼게요."))
            return redirect(thing.path)
    status = 422 if form.is_bound else 200
    return render(request, "moderation/more.html", _context(thing, form, account), status=status)


def _report(thing: Thing, form: ReportForm, account: Account) -> str:
    """Report a thing; return what is wrong, in the reader's language, or nothing."""
    data = form.cleaned_data
    try:
        reports.report(
            thing,
            by=account,
            subject=Subject(data["subject"]),
            complaint=Complaint(data["complaint"]),
            words=data["words"],
        )
    except reports.ReportedBefore:
        return _("이미 신고했어요.")
    except NotYours:
        return _("자기가 쓴 것은 신고할 수 없어요.")
    except NoLongerThere:
        return _("그 사이에 지워졌거나 숨겨졌어요.")
    return ""


def _thing_or_404(slug: str, post_id: int, seq: int, account: Account | None) -> Thing:
    # Before anything is looked for: what is there is no business of whoever may not enter.
    must_enter(board_or_404(slug), account)
    thing = find_thing(post_id, seq)
    if thing is None or thing.board.slug != slug:
        raise Http404(_("그 글은 없어요."))
    is_live = thing.state == State.LIVE and thing.post.state == State.LIVE
    if not is_live and not (account is not None and account.is_operator):
        raise Http404(_("그 글은 없어요."))
    return thing


def _context(thing: Thing, form: ReportForm, account: Account | None) -> dict[str, object]:
    mine = preferences_of(account) if account else Preferences()
    voice = f"{thing.post.pk}/{thing.voice}"
    return {
        "thing": thing,
        "board": thing.board,
        "form": form,
        "has_reported": account is not None
        and not form.is_bound
        and reports.has_reported(thing, account),
        "is_own": account is not None and reports.is_own(thing, account),
        "is_away": thing.post.pk in mine.hidden,
        "voice_is_away": any(r.what is What.VOICE and r.value == voice for r in mine.rules),
    }
