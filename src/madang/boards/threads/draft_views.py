"""Keeping a post that is being written, and going on with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.accounts.decorators import account_required
from madang.accounts.models import Account

from ..directory.directory import BoardInfo
from . import drafts
from .addon_fields import typed_addon
from .drafts import DraftContent, DraftKey
from .forms import DraftForm
from .view_guard import for_members


@require_POST
@for_members
def keep(request: HttpRequest, board: BoardInfo, by: Account) -> HttpResponse:
    """Keep what is typed so far, as the page's script asks while one types."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": _("너무 길어서 임시 저장하지 못했어요.")}, status=422)
    data = form.cleaned_data
    category = data["category"] if data["category"] in board.by_category else None
    what = DraftContent(
        board.id,
        category,
        data["title"],
        data["text"],
        data["source"],
        html=data["body"] if data["html"] else "",
        tags=data["tags"],
        addon=typed_addon(request),
        idempotency_key=data["idempotency_key"],
    )
    try:
        key = drafts.keep(what, DraftKey.read(data["draft"]), by=by)
    except drafts.TooManyDrafts as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    except drafts.AlreadyPublished:
        reason = _("이미 올린 글이라, 이어 쓴 것은 이 기기에만 저장했어요.")
        return JsonResponse({"error": reason}, status=409)
    return JsonResponse({"draft": str(key), "said": _("임시 저장했어요.")})


@account_required
def mine(request: HttpRequest, account: Account) -> HttpResponse:
    """List the account's drafts; throw one away."""
    if request.method == "POST":
        drafts.drop(DraftKey.read(request.POST.get("drop", "")), by=account)
        messages.success(request, _("임시 저장한 글을 삭제했어요."))
        return redirect("my_drafts")
    context = {"drafts": drafts.drafts_of(account), "days": drafts.KEPT_DAYS}
    return render(request, "boards/drafts.html", context)
