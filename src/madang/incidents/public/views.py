"""The public pages of incidents, without an account and without a script."""

import re
from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.core.http import rate_limits
from madang.core.http.client_address import reader_of
from madang.core.http.errors import PageNotFound
from madang.core.text.fields import LineField
from madang.delivery.email.sender import can_send

from ..affected import codes, hashed_lookup, self_check
from ..affected.contacts import Contact, contact_of, email
from ..models import FactStatus, Incident
from . import following, queries
from .queries import PublicIncident

# As `hash_of` begins.
_PREFIX = re.compile(r"[0-9a-f]{4}")


class ContactForm(forms.Form):
    contact = LineField(label=_lazy("이메일 주소나 휴대전화 번호"), longest=254)

    def clean_contact(self) -> Contact:
        found = contact_of(self.cleaned_data["contact"])
        if found is None:
            raise forms.ValidationError(
                _("이메일 주소나 휴대전화 번호로 적어 주세요. 예: 010-1234-5678")
            )
        if not codes.can_send(found.kind):
            raise forms.ValidationError(_("지금은 이 연락처로 코드를 보낼 수 없어요."))
        return found


class FollowForm(forms.Form):
    address = LineField(label=_lazy("이메일 주소"), longest=254)

    def clean_address(self) -> str:
        found = email(self.cleaned_data["address"])
        if found is None:
            raise forms.ValidationError(_("이메일 주소로 적어 주세요."))
        return found.value


class CodeForm(forms.Form):
    held = forms.CharField(widget=forms.HiddenInput, max_length=2000)
    code = LineField(label=_lazy("받은 코드 여섯 자리"), longest=20)


class NameForm(forms.Form):
    held = forms.CharField(widget=forms.HiddenInput, max_length=2000)
    said = LineField(label=_lazy("이름이나 생년월일"), longest=80)


def list_(request: HttpRequest) -> HttpResponse:
    """List the incidents that are public."""
    return render(request, "incidents/public_list.html", {"incidents": queries.published()})


def page(request: HttpRequest, number: int) -> HttpResponse:
    """Show what is known of an incident, with everything that was said before."""
    shown = _shown(number)
    context = {
        "shown": shown,
        "incident": shown.incident,
        "groups": [(status, shown.of(status)) for status in FactStatus],
        "can_check": codes.can_send_any() and shown.incident.list_destroyed is None,
        "can_follow": can_send(),
        "told": queries.released_notices(shown.incident),
    }
    return render(request, "incidents/public.html", context)


def feed(request: HttpRequest, number: int) -> HttpResponse:
    """Tell feed readers everything that was released."""
    shown = _shown(number)
    root = request.build_absolute_uri("/").rstrip("/")
    context = {"shown": shown, "incident": shown.incident, "root": root}
    context["versions"] = queries.all_versions(shown)[:100]
    return render(request, "incidents/feed.xml", context, content_type="application/atom+xml")


def genuine(request: HttpRequest, number: int) -> HttpResponse:
    """Tell which messages are the organisation's own."""
    shown = _shown(number)
    context = {"incident": shown.incident, "site_address": settings.SITE_ADDRESS}
    return render(request, "incidents/genuine.html", context)


def follow(request: HttpRequest, number: int) -> HttpResponse:
    """Write to an address how it begins to follow an incident."""
    shown = _shown(number)
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        network = reader_of(request.META)
        limits = (("follow network", network, "20/hour"), ("follow address", address, "3/hour"))
        if all(rate_limits.allow(what, key, limit=limit) for what, key, limit in limits):
            following.ask(shown.incident, address)
            messages.success(request, _("이메일을 보냈어요. 이메일 안의 링크를 눌러 주세요."))
            return redirect("incident", number)
        form.add_error(None, _("너무 여러 번 시도했어요. 한 시간 후 다시 시도해 주세요."))
    context = {"incident": shown.incident, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "incidents/follow.html", context, status=status)


def follow_confirm(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Begin to follow, once a button is pressed: mail programs open links by themselves."""
    return _by_link(request, number, key, following.confirm, _("이제 새 소식을 보내 드려요."))


def follow_stop(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Follow no more."""
    return _by_link(request, number, key, following.stop, _("이제 소식을 보내지 않아요."))


def _by_link(
    request: HttpRequest,
    number: int,
    key: str,
    do: Callable[[Incident, str], bool],
    said: str,
) -> HttpResponse:
    shown = _shown(number)
    if request.method == "POST":
        if do(shown.incident, key):
            messages.success(request, said)
        else:
            messages.error(request, _("주소가 잘렸거나 시간이 지났어요. 다시 신청해 주세요."))
        return redirect("incident", number)
    return render(request, "incidents/follow_link.html", {"incident": shown.incident})


def check(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a contact, and send a code to whatever it is."""
    shown = _with_list(number)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        contact = form.cleaned_data["contact"]
        try:
            held, digits = self_check.ask(
                shown.incident,
                contact,
                network=reader_of(request.META),
                budget=settings.CHECK_CODES_A_DAY,
            )
        except self_check.CheckRefused as refused:
            form.add_error(None, str(refused))
        else:
            codes.send(contact, digits, shown.incident.name)
            context = {"incident": shown.incident, "form": CodeForm(initial={"held": held})}
            return render(request, "incidents/check_code.html", context)
    context = {"incident": shown.incident, "form": form, "takes_numbers": codes.takes_numbers()}
    status = 422 if form.is_bound else 200
    return render(request, "incidents/check.html", context, status=status)


def hashes(request: HttpRequest, number: int, prefix: str) -> HttpResponse:
    """List what follows a part of a hash, where that may be looked up: as many lines for each."""
    shown = _with_list(number)
    found = hashed_lookup.suffixes(shown.incident, prefix) if _PREFIX.fullmatch(prefix) else []
    if not found:
        raise PageNotFound(_("주소를 찾을 수 없어요."))
    return HttpResponse("\n".join(found) + "\n", content_type="text/plain; charset=utf-8")


def code(request: HttpRequest, number: int) -> HttpResponse:
    """Look at the code; ask whoever has the right one for their name."""
    shown = _with_list(number)
    form = CodeForm(request.POST or None)
    if not form.is_bound:
        return redirect("incident_check", number)
    if form.is_valid():
        data = form.cleaned_data
        proved = self_check.prove(shown.incident, data["held"], data["code"])
        if proved is not None:
            return _proved(request, shown, proved)
        form.add_error(
            "code", _("코드가 맞지 않거나 시간이 지났어요. 다섯 번 틀리면 새로 받아야 해요.")
        )
    context = {"incident": shown.incident, "form": form}
    return render(request, "incidents/check_code.html", context, status=422)


def result(request: HttpRequest, number: int) -> HttpResponse:
    """Show whoever proved a contact, and named themselves, what of theirs leaked."""
    shown = _with_list(number)
    form = NameForm(request.POST or None)
    held = request.POST.get("held", "")
    contact = self_check.proved_contact(shown.incident, held)
    if contact is None:
        return redirect("incident_check", number)
    if form.is_valid():
        try:
            found = self_check.found_for(shown.incident, contact, form.cleaned_data["said"])
        except self_check.CheckRefused as refused:
            form.add_error(None, str(refused))
        else:
            if found is not None:
                context = {"incident": shown.incident, "shown": shown, "found": found}
                context["told"] = queries.released_notices(shown.incident)
                return render(request, "incidents/check_result.html", context)
            form.add_error("said", _("명단에 있는 이름이나 생년월일과 달라요."))
    context = {"incident": shown.incident, "form": form}
    return render(request, "incidents/check_name.html", context, status=422)


def _proved(request: HttpRequest, shown: PublicIncident, proved: str) -> HttpResponse:
    contact = self_check.proved_contact(shown.incident, proved)
    assert contact is not None
    if not self_check.is_listed(shown.incident, contact):
        return render(request, "incidents/check_nothing.html", {"incident": shown.incident})
    context = {"incident": shown.incident, "form": NameForm(initial={"held": proved})}
    return render(request, "incidents/check_name.html", context)


def _with_list(number: int) -> PublicIncident:
    shown = _shown(number)
    if shown.incident.list_destroyed is not None:
        raise PageNotFound(_("명단을 파기해서 이제 확인할 수 없어요. 담당 부서에 문의해 주세요."))
    return shown


def _shown(number: int) -> PublicIncident:
    shown = queries.public_incident(number)
    if shown is None:
        raise PageNotFound(_("사고를 찾을 수 없거나, 아직 공개하지 않았어요."))
    return shown
