"""Pages for moderators: what was reported, what to do about it, and what was done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.boards.api import NotYours, moderates, moderator_required, posts_by_id
from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import number_asked_for
from madang.filters.queries import try_words
from madang.filters.rules import FilterRefused

from . import decisions, refused_words, reports
from .forms import DecisionForm, ManyForm, WordsForm
from .models import DecisionKind
from .subjects import find_subject

LOG_ROWS = 50


@moderator_required
def cases(request: HttpRequest, by: Account) -> HttpResponse:
    """List what was reported; decide about several of them alike."""
    listed = reports.open_cases(by)
    form = ManyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done, refused = _decide_many(form, by)
        if done:
            said = _("%(count)d건을 처리했어요. 처리 기록에서 되돌릴 수 있어요.")
            messages.success(request, said % {"count": done})
        for words in refused:
            messages.error(request, words)
        return redirect("console_reports")
    context = {"cases": listed, "most": reports.MAX_LISTED, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "moderation/console_reports.html", context, status=status)


def _decide_many(form: ManyForm, by: Account) -> tuple[int, list[str]]:
    """Decide about each that was chosen, apart: one that cannot be stops no other."""
    done, refused = 0, []
    for post_id, seq, seen in form.chosen():
        found = find_subject(post_id, seq)
        kind, reason = DecisionKind(form.cleaned_data["kind"]), form.cleaned_data["reason"]
        try:
            if found is None:
                raise decisions.DecisionRefused(_("글쓴이가 삭제했거나 처음부터 없던 글이에요."))
            decisions.decide(found, by=by, kind=kind, mute=None, reason=reason, seen=seen)
        except NotYours:
            refused.append(_("관리하지 않는 게시판의 글이에요."))
        except decisions.DecisionRefused as error:
            refused.append(str(error))
        else:
            done += 1
    return done, list(dict.fromkeys(refused))


@moderator_required
def subject(request: HttpRequest, by: Account, post_id: int, seq: int) -> HttpResponse:
    """Show a subject in its context, with its reports; decide about it."""
    found = find_subject(post_id, seq)
    if found is None or not moderates(found.board.id, by):
        raise PageNotFound(_("글쓴이가 삭제했거나 처음부터 없던 글이에요."))
    form = DecisionForm(found, by, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decisions.decide(found, by=by, **form.decided())
        except decisions.DecisionRefused as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, _done(form.decided()))
            following = reports.next_open_case(by)
            return redirect("console_subject", *(following or (post_id, seq)))
    done = decisions.decisions_of(post_id, seq)
    context = {
        "subject": found,
        "board": found.board,
        "form": form,
        "reports": reports.reports_of(post_id, seq),
        "decisions": done,
        "wiped_at": decisions.wiped_at(done),
    }
    status = 422 if form.is_bound else 200
    return render(request, "moderation/console_subject.html", context, status=status)


@moderator_required
def log(request: HttpRequest, by: Account) -> HttpResponse:
    """List what moderators did, newest first."""
    rows = decisions.latest_decisions(by, number_asked_for(request, "below"), LOG_ROWS + 1)
    context = {
        "decisions": rows[:LOG_ROWS],
        "posts": posts_by_id({decision.post for decision in rows}),
        "mine": {decision.pk for decision in rows if decisions.is_by(decision, by)},
        "below": rows[LOG_ROWS - 1].pk if len(rows) > LOG_ROWS else None,
    }
    return render(request, "moderation/console_decisions.html", context)


def _done(decided: dict[str, Any]) -> str:
    """Return what was done, and whether it can be undone."""
    if decided["mute"] is None and decided["kind"] is DecisionKind.FINE:
        return _("문제없음으로 처리했어요.")
    if decided["mute"] is None and decided["kind"] is DecisionKind.WORD:
        return _("글쓴이에게 전했어요.")
    return _("처리했어요. 처리 기록에서 되돌릴 수 있어요.")


@require_POST
@moderator_required
def undo(request: HttpRequest, by: Account, number: int) -> HttpResponse:
    try:
        decision = decisions.undo(number, by=by)
    except NotYours:
        raise PageNotFound(_("처리 기록을 찾을 수 없어요.")) from None
    except decisions.DecisionRefused as refused:
        messages.error(request, str(refused))
        return redirect("console_decisions")
    messages.success(request, _("되돌렸어요."))
    return redirect("console_subject", decision.post, decision.seq)


@operator_required
def words(request: HttpRequest, by: Account) -> HttpResponse:
    """Change the list of words that nobody may write; see first what it would have caught."""
    now = refused_words.refused_words()
    data = request.POST if request.method == "POST" else None
    form = WordsForm(data, initial={"words": "\n".join(now.words), "initials": now.initials})
    trial = None
    if form.is_bound and form.is_valid():
        initials = form.cleaned_data["initials"]
        try:
            typed = refused_words.read_words(form.cleaned_data["words"])
        except FilterRefused as refused:
            form.add_error("words", str(refused))
        else:
            if "save" in request.POST:
                refused_words.save_words(typed, initials, by=by)
                messages.success(request, _("저장했어요."))
                return redirect("console_words")
            typed_list = refused_words.WordList(typed, initials)
            trial = try_words(lambda text: typed_list.first_in(text) is not None, by)
    status = 422 if form.errors else 200
    context = {"form": form, "trial": trial}
    return render(request, "moderation/console_words.html", context, status=status)
