"""호출 내역: a member's calls, what they want to be called for, and the number on the bell."""

import json

from django.conf import settings as site_settings
from django.contrib import messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from madang.accounts.decorators import account_required
from madang.accounts.email import addresses
from madang.accounts.models import Account
from madang.accounts.sessions.store import session_named
from madang.boards.api import board_directory, page_of, posts_by_id, reading
from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import number_asked_for, read_number
from madang.delivery.email import sender
from madang.delivery.web_push.subscriptions import (
    DeviceRefused,
    add_device,
    device_of,
    drop_all_devices,
)
from madang.identity.inboxes import inbox_of
from madang.identity.push_keys import push_public_key

from . import actions, preferences, pushes, queries, watches
from .codec import Kind
from .extensions import address_of_decision
from .forms import CHOSEN, KINDS, PreferencesForm, WatchForm, as_initial

# Of the new posts of one watch so many are listed, and the rest counted.
NEWS_SHOWN = 5


@account_required
def calls(request: HttpRequest, account: Account) -> HttpResponse:
    # Before anything is read: what comes meanwhile is not on the page.
    upto = str(actions.Upto.now(account))
    page = queries.my_calls(account, number_asked_for(request, "page") or 1)
    if page is None:
        raise PageNotFound(_("페이지를 찾을 수 없어요."))
    news = watches.news_of(account) if page.number == 1 else []
    context = {"page": page, "Kind": Kind, "news": news, "shown": NEWS_SHOWN, "upto": upto}
    return render(request, "calls/calls.html", context)


@account_required
def open_call(request: HttpRequest, account: Account, epoch: int, number: int) -> HttpResponse:
    """Go to what a call is about, and note that it is read."""
    call = actions.open_call(account, epoch=epoch, number=number)
    if call is not None and call.kind is Kind.MORE:
        return redirect("calls")
    if call is not None and call.kind is Kind.MODERATOR:
        if address := address_of_decision(epoch, number):
            return redirect(address)
        raise PageNotFound(_("그사이에 삭제됐어요."))
    post = posts_by_id({call.post}).get(call.post) if call else None
    if call is None or post is None or not reading(account)(post):
        raise PageNotFound(_("그사이에 삭제됐어요."))
    path = f"{board_directory().by_id[post.board_id].path}/{post.id}"
    return redirect(f"{path}?comments={page_of(call.seq)}#c{call.seq}")


@require_POST
@account_required
def read_all(request: HttpRequest, account: Account) -> HttpResponse:
    shown = actions.Upto.read(request.POST.get("upto", ""))
    actions.mark_read(account, shown or actions.Upto.now(account))
    return redirect("calls")


@account_required
def settings(request: HttpRequest, account: Account) -> HttpResponse:
    """Choose what one wants to be called for."""
    now = as_initial(preferences.preferences_of(inbox_of(account.pk)))
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        preferences.want(account, **form.wished())
        messages.success(request, _("저장했어요."))
        return redirect("call_settings")
    watch_form = WatchForm(account, initial={"place": request.GET.get("place", "")})
    status = 422 if form.is_bound else 200
    return _settings_page(request, account, form, watch_form, status=status)


@require_POST
@account_required
def devices(request: HttpRequest, account: Account) -> HttpResponse:
    """Tell a browser of calls from now on (its own script asks so), or none any more."""
    if "stop" in request.POST:
        drop_all_devices(account.pk)
        messages.success(request, _("모든 기기에서 알림을 껐어요."))
        return redirect("call_settings")
    try:
        if request.content_type != "application/json":
            raise ValueError
        device = device_of(json.loads(request.body))
    except (DeviceRefused, ValueError, RecursionError) as refused:
        said = str(refused) if isinstance(refused, DeviceRefused) else _("잘못된 요청이에요.")
        return JsonResponse({"error": said}, status=422)
    add_device(account.pk, device, session_named(request))
    return HttpResponse(status=204)


@require_GET
def push_worker(request: HttpRequest) -> HttpResponse:
    """Answer the site's worker: its address must stay the same, browsers ask for it by this one."""
    with staticfiles_storage.open("worker.js") as file:
        response = HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=0, s-maxage=60"
    return response


@require_POST
@account_required
def watch(request: HttpRequest, account: Account) -> HttpResponse:
    """Watch a board, a category or a word; or stop watching."""
    if "stop" in request.POST:
        place = read_number(request.POST["stop"], digits=3)
        watches.stop_watching(account, -1 if place is None else place)
        messages.success(request, _("알림을 껐어요."))
        return redirect(f"{reverse('call_settings')}#watch")
    form = WatchForm(account, request.POST)
    if form.is_valid():
        try:
            watches.watch(account, **form.watched())
        except watches.WatchRefused as refused:
            form.add_error("word", str(refused))
        else:
            messages.success(request, _("새 글이 올라오면 호출 내역에서 알려 드려요."))
            return redirect(f"{reverse('call_settings')}#watch")
    now = as_initial(preferences.preferences_of(inbox_of(account.pk)))
    return _settings_page(request, account, PreferencesForm(initial=now), form, status=422)


@account_required
def count(request: HttpRequest, by: Account) -> HttpResponse:
    """Answer how many calls are unread, for the bell."""
    return JsonResponse({"unread": queries.unread(by)})


def _settings_page(
    request: HttpRequest,
    account: Account,
    form: PreferencesForm,
    watch_form: WatchForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "kinds": KINDS,
        "chosen": CHOSEN,
        "push_key": push_public_key() if site_settings.PUSH_SERVICES else "",
        "devices": len(pushes.devices_of_member(account)),
        "has_address": sender.can_send() and addresses.address_of(account) is not None,
        "watch_form": watch_form,
        "watches": watches.watches_of(account),
    }
    return render(request, "calls/settings.html", context, status=status)
