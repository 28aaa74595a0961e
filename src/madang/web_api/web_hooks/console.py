"""The operators' pages of web hooks: where they go, what they tell, and what was answered."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.core.http.errors import PageNotFound
from madang.core.text.fields import LineField

from ..models import Delivery, WebHook
from .sending import kind_of
from .telling import (
    EventKind,
    add_hook,
    change_hook,
    delete_hook,
    ping,
    renew_secret,
    try_again,
)

SHOWN = 50


class HookForm(forms.Form):
    address = LineField(
        label=_lazy("받을 주소"),
        longest=500,
        error_messages={"required": _lazy("받을 주소를 적어 주세요.")},
    )
    events = forms.MultipleChoiceField(
        label=_lazy("무엇을 알릴까요?"),
        choices=EventKind.choices,
        error_messages={"required": _lazy("무엇을 알릴지 하나 이상 골라 주세요.")},
    )

    def clean_address(self) -> str:
        typed: str = self.cleaned_data["address"]
        parts = urlsplit(typed)
        is_inside = f"{parts.hostname}:{_port(typed)}" in settings.LINKS_INSIDE
        if not parts.hostname or (parts.scheme != "https" and not is_inside):
            raise forms.ValidationError(_("https://로 시작하는 주소를 적어 주세요."))
        return typed


def _port(address: str) -> int:
    parts = urlsplit(address)
    try:
        return parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise forms.ValidationError(_("https://로 시작하는 주소를 적어 주세요.")) from None


@operator_required
def hooks(request: HttpRequest, by: Account) -> HttpResponse:
    """List the web hooks, and how the last message of each went; add one."""
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hook, secret = add_hook(form.cleaned_data["address"], form.cleaned_data["events"])
        return _page(request, hook, secret=secret)
    context = {"hooks": _listed(), "form": form, "labels": dict(EventKind.choices)}
    status = 422 if form.errors else 200
    return render(request, "web_api/console_hooks.html", context, status=status)


def _listed() -> list[tuple[WebHook, Delivery | None]]:
    """Return the hooks, each with the last message to it. Two queries."""
    newest = Delivery.objects.values("hook").annotate(newest=Max("pk")).values("newest")
    last = {row.hook_id: row for row in Delivery.objects.filter(pk__in=newest)}
    return [(hook, last.get(hook.pk)) for hook in WebHook.objects.order_by("pk")]


@operator_required
def hook(request: HttpRequest, by: Account, hook_id: int) -> HttpResponse:
    """Show a web hook with what was answered; change it, try it, delete it."""
    found = WebHook.objects.filter(pk=hook_id).first()
    if found is None:
        raise PageNotFound(_("웹훅을 찾을 수 없어요."))
    if request.method != "POST":
        return _page(request, found)
    if "renew" in request.POST:
        return _page(request, found, secret=renew_secret(found))
    if "change" in request.POST:
        form = HookForm(request.POST)
        if not form.is_valid():
            return _page(request, found, form=form)
        is_on = "is_on" in request.POST
        change_hook(found, is_on=is_on, **form.cleaned_data)
        messages.success(request, _("저장했어요."))
        return redirect("console_hook", hook_id)
    return _act(request, found)


def _act(request: HttpRequest, found: WebHook) -> HttpResponse:
    """Do what a button of its page says."""
    if "delete" in request.POST:
        delete_hook(found)
        messages.success(request, _("웹훅을 삭제했어요."))
        return redirect("console_hooks")
    again = request.POST.get("again", "")
    if again.isascii() and again.isdigit() and len(again) < 19:
        for delivery in found.deliveries.filter(pk=int(again)):
            try_again(delivery, at=timezone.now())
    else:
        ping(found)
    messages.success(request, _("보냈어요. 잠시 뒤 새로고침하면 답이 보여요."))
    return redirect("console_hook", found.pk)


def _page(
    request: HttpRequest, found: WebHook, *, form: HookForm | None = None, secret: str = ""
) -> HttpResponse:
    now = {"address": found.address, "events": found.events.split()}
    rows = list(Delivery.objects.filter(hook=found).order_by("-pk")[:SHOWN])
    context = {
        "hook": found,
        "form": form or HookForm(initial=now),
        "secret": secret,
        "deliveries": [(row, kind_of(row)) for row in rows],
    }
    status = 422 if form is not None else 200
    return render(request, "web_api/console_hook.html", context, status=status)
