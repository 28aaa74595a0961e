"""필터링: what one filters, what a filter would catch, and what was put away."""

import json
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from madang.accounts.decorators import account_required, current_account
from madang.accounts.models import Account
from madang.boards.api import board_directory, may_enter, posts_by_id, reading
from madang.core.http import rate_limits
from madang.core.http.client_address import reader_of
from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import next_path

from . import actions, queries
from .content_filter import why
from .forms import FileForm, RuleForm, rule_forms
from .rules import FilterRefused, FilterSet, How, What, from_values, rule, to_values

FILE_MAX = 200_000
# Each looks through thousands of titles, for anyone who asks.
TRIALS_PER_READER = "60/minute"


def filters(request: HttpRequest) -> HttpResponse:
    """Show what one filters; try one more, or add it."""
    account = current_account(request)
    data = request.POST if request.method == "POST" else None
    forms = rule_forms(account, data.get("form", "") if data else "", data)
    sent = next((form for form in forms.values() if form.is_bound), None)
    if account is None or sent is None or not sent.is_valid():
        return _page(request, account, forms, status=422 if sent else 200)
    if "try" in request.POST:
        return _page(request, account, forms, tried=sent)
    try:
        actions.add_rules(sent.rules, by=account)
    except FilterRefused as refused:
        sent.add_error("value", str(refused))
        return _page(request, account, forms, status=422)
    messages.success(request, _("필터를 저장했어요."))
    return redirect("filters")


@require_GET
def try_rule(request: HttpRequest) -> HttpResponse:
    """Show what a filter would have caught, for filters that are kept on a device alone.

    A page; a fragment of it for the script that asks for one.
    """
    forms = rule_forms(None, request.GET.get("form", ""), request.GET)
    sent = next((form for form in forms.values() if form.is_bound), None)
    if sent is None:
        raise Http404
    if not rate_limits.allow("filter trial", reader_of(request.META), limit=TRIALS_PER_READER):
        return rate_limits.too_many(request)
    if "fragment" not in request.GET:
        is_fine = sent.is_valid()
        return _page(
            request, None, forms, tried=sent if is_fine else None, status=200 if is_fine else 422
        )
    trial = queries.try_rules(sent.rules, None) if sent.is_valid() else None
    context = {"trial": trial, "form": sent, "rules": sent.rules, "why": why}
    return render(request, "filters/trial.html", context, status=200 if trial else 422)


@require_POST
@account_required
def remove(request: HttpRequest, by: Account) -> HttpResponse:
    try:
        old = rule(request.POST.get("what", ""), request.POST.get("value", ""))
    except FilterRefused as refused:
        raise PageNotFound(str(refused)) from None
    actions.remove_rule(old, by=by)
    messages.success(request, _("필터를 삭제했어요."))
    return redirect("filters")


@require_POST
@account_required
def put_away(request: HttpRequest, account: Account, post_id: int) -> HttpResponse:
    """Put a post away for a week or for good, or let it be listed again."""
    post = posts_by_id({post_id}).get(post_id)
    if post is None or not reading(account)(post):
        raise PageNotFound(_("삭제되었거나 없는 글이에요."))
    if "undo" in request.POST:
        actions.show_post(post_id, by=account)
        messages.success(request, _("다시 목록에 나와요."))
    else:
        for_good = request.POST.get("until") == "always"
        try:
            actions.hide_post(post_id, by=account, for_good=for_good)
        except FilterRefused as refused:
            messages.error(request, str(refused))
        else:
            said = _("이제 안 보여요.") if for_good else _("1주일 동안 안 보여요.")
            messages.success(request, said)
    return HttpResponseRedirect(next_path(request) or board_directory().by_id[post.board_id].path)


@require_POST
@account_required
def hide_voice(request: HttpRequest, by: Account, post_id: int, voice: int) -> HttpResponse:
    """Leave out one voice of one thread, or hear it again."""
    try:
        how = How.REMOVE if request.POST.get("how") == How.REMOVE else How.FOLD
        one = rule(What.VOICE, f"{post_id}/{voice}", how)
        if "undo" in request.POST:
            actions.remove_rule(one, by=by)
            said = _("이 사람의 댓글이 다시 보여요.")
        else:
            actions.add_rule(one, by=by)
            folds = how is How.FOLD
            said = _("이 사람의 댓글을 접어요.") if folds else _("이 사람의 댓글을 숨겨요.")
    except FilterRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(next_path(request) or reverse("filters"))


@account_required
def take_along(request: HttpRequest, by: Account) -> HttpResponse:
    """Answer the account's filters as a file."""
    values = to_values(queries.filters_of(by))
    response = JsonResponse(values, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="madang-filters.json"'
    return response


@require_POST
@account_required
def bring_in(request: HttpRequest, by: Account) -> HttpResponse:
    """Add the filters of a file to the account's own."""
    form = FileForm(request.POST, request.FILES)
    try:
        actions.bring_in(_read(form), by=by)
    except FilterRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("필터를 가져왔어요."))
        if form.cleaned_data["text"]:
            # The device lets go of them only now that the account has them.
            return HttpResponseRedirect(f"{reverse('filters')}?brought=device")
    return redirect("filters")


def _read(form: FileForm) -> FilterSet:
    """Return the filters in what was sent. Raises FilterRefused."""
    if not form.is_valid():
        raise FilterRefused(_("마당의 필터 파일이 아니에요."))
    file: UploadedFile | None = form.cleaned_data["file"]
    if file is not None and (file.size or 0) > FILE_MAX:
        raise FilterRefused(_("파일이 너무 커요."))
    try:
        text = file.read().decode("utf-8-sig") if file else form.cleaned_data["text"]
        return from_values(json.loads(text))
    except (ValueError, RecursionError):
        raise FilterRefused(_("마당의 필터 파일이 아니에요.")) from None


def _page(
    request: HttpRequest,
    account: Account | None,
    forms: dict[str, RuleForm],
    *,
    tried: RuleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = queries.filters_of(account) if account else FilterSet()
    hidden = now.without_ended(queries.today()).hidden
    posts = posts_by_id(set(hidden))
    may_read = reading(account) if account else lambda post: False
    context: dict[str, Any] = {
        "forms": forms,
        "rules": now.rules,
        "known": {
            board.id: board for board in board_directory().boards if may_enter(board, account)
        },
        "hidden": [
            (posts[post], day)
            for post, day in reversed(hidden.items())
            if post in posts and may_read(posts[post])
        ],
        "trial": queries.try_rules(tried.rules, account) if tried else None,
        "tried": tried,
        "What": What,
        "why": why,
    }
    return render(request, "filters/filters.html", context, status=status)
