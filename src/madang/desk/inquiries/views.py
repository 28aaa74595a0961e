"""Asking, and following what one asked: without an account, and without a script."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from madang.core.http import rate_limits
from madang.core.http.client_address import reader_of
from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import read_number
from madang.incidents.models import Incident
from madang.incidents.public.queries import published_lately

from ..clock import now
from ..models import Inquiry, InquiryState, Urgency
from . import following, proving
from .answering import send_receipt
from .expected import expected
from .forms import AddForm, AskForm, CodeForm, NumberForm, ProofForm
from .receiving import Asking, Receipt, add_words, receive
from .suggesting import for_everybody, note_solved, suggested

# More from one network wait apart, until nobody else does.
OF_NETWORK, ADDED = "20/hour", "20/hour"


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Take a question; show what the guide says to it first, once."""
    incident = _incident(request)
    form = AskForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        found = [] if request.POST.get("sure") else suggested(form.cleaned_data["text"])
        if not found:
            receipt = _received(request, form, incident)
            context = {
                "receipt": receipt,
                "expected": expected(),
                "has_contact": form.cleaned_data["contact"] is not None,
            }
            return render(request, "desk/receipt.html", context)
        return _form(request, form, incident, suggestions=found)
    return _form(request, form, incident)


def _form(
    request: HttpRequest, form: AskForm, incident: Incident | None, **more: Any
) -> HttpResponse:
    context = {"form": form, "incident": incident, "suggestions": (), **more}
    status = 422 if form.errors else 200
    return render(request, "desk/ask.html", context, status=status)


@require_POST
def solved(request: HttpRequest) -> HttpResponse:
    """Count that an answer was enough; nothing of what was typed is kept."""
    entry = read_number(request.POST.get("entry", ""), digits=12)
    if any(one.id == entry for one in for_everybody()):
        note_solved(entry or 0)
    messages.success(request, _("다행이에요. 적은 내용은 남기지 않았어요."))
    return redirect("inquiry_ask")


@never_cache
def open_(request: HttpRequest) -> HttpResponse:
    """Open an inquiry by its number and code."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        inquiry = Inquiry.objects.filter(pk=form.cleaned_data["number"]).first()
        return _opened(request, form, inquiry)
    context = {"form": form, "can_send": False}
    return render(request, "desk/open.html", context, status=422 if form.errors else 200)


@never_cache
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code of an inquiry's page, or send it."""
    inquiry = following.by_link(token)
    if inquiry is None:
        raise PageNotFound(_("문의를 찾을 수 없어요. 주소가 잘렸을 수 있어요."))
    if request.method == "POST" and "send" in request.POST:
        try:
            following.send_code(inquiry)
        except following.FollowRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("남기신 연락처로 코드를 보냈어요."))
        return redirect("inquiry", token)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _opened(request, form, inquiry, token=token)
    context = {"form": form, "token": token, "can_send": True}
    return render(request, "desk/open.html", context, status=422 if form.errors else 200)


def _opened(
    request: HttpRequest, form: CodeForm, inquiry: Inquiry | None, *, token: str = ""
) -> HttpResponse:
    try:
        network = reader_of(request.META)
        held = following.open_with(inquiry, form.cleaned_data["code"], network=network)
    except following.FollowRefused as refused:
        form.add_error(None, str(refused))
    else:
        if held is not None and inquiry is not None:
            return _thread(request, inquiry, held, AddForm())
        form.add_error("code", _("번호나 코드가 맞지 않아요."))
    context = {"form": form, "token": token, "can_send": bool(token)}
    return render(request, "desk/open.html", context, status=422)


@never_cache
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add something to what one asked, or appeal against its end."""
    held = request.POST.get("held", "")
    inquiry = following.opened_by(held)
    if inquiry is None:
        messages.error(request, _("시간이 지나 닫혔어요. 번호와 코드로 다시 열어 주세요."))
        return redirect("inquiry_open")
    form = AddForm(request.POST, request.FILES)
    if not rate_limits.allow("inquiry add", str(inquiry.pk), limit=ADDED):
        form.add_error(None, _("너무 여러 번 보냈어요. 한 시간 후 다시 시도해 주세요."))
    if not form.is_valid():
        return _thread(request, inquiry, held, form, status=422)
    text, said = form.cleaned_data["text"], _("보냈어요.")
    if inquiry.state == InquiryState.ENDED:
        text, said = f"{_('이의')}: {text}", _("이의를 받았어요. 다른 담당자가 다시 봐요.")
    add_words(inquiry, Asking(text), pictures=form.cleaned_data["pictures"], at=now())
    messages.success(request, said)
    inquiry.refresh_from_db()
    return _thread(request, inquiry, following.held_for(inquiry), AddForm())


@never_cache
@require_POST
def facts(request: HttpRequest) -> HttpResponse:
    """Show what is personal in an answer, to whoever proves a contact in the list and who they are.

    A code goes to the contact that was left; whoever has it names themselves.
    """
    held = request.POST.get("held", "")
    inquiry = following.opened_by(held)
    if inquiry is None or inquiry.incident is None:
        return redirect("inquiry_open")
    step = ProofForm(request.POST)
    step.full_clean()
    try:
        proof = proving.prove(inquiry, step.cleaned_data, network=reader_of(request.META))
    except proving.ProofRefused as refused:
        step.add_error(None, str(refused))
        return render(request, "desk/proof.html", {"form": step, "held": held}, status=422)
    if proof.facts is not None:
        return _thread(request, inquiry, held, AddForm(), facts=proof.facts)
    fresh = ProofForm(initial={"asked": proof.asked, "proved": proof.proved})
    return render(request, "desk/proof.html", {"form": fresh, "held": held})


def _thread(
    request: HttpRequest,
    inquiry: Inquiry,
    held: str,
    form: AddForm,
    status: int = 200,
    facts: Mapping[str, str] | None = None,
) -> HttpResponse:
    about = following.about_of(inquiry)
    is_waiting = inquiry.state not in (InquiryState.ANSWERED, InquiryState.ENDED)
    context = {
        "inquiry": inquiry,
        "about": about,
        "held": held,
        "form": form,
        "thread": following.thread_of(inquiry, facts),
        "facts": facts,
        "is_waiting": is_waiting,
        "is_ended": inquiry.state == InquiryState.ENDED,
        "expected": expected() if is_waiting else None,
    }
    return render(request, "desk/thread.html", context, status=status)


def _received(request: HttpRequest, form: AskForm, incident: Incident | None) -> Receipt:
    data = form.cleaned_data
    network, contact = reader_of(request.META), data["contact"]
    is_usual = rate_limits.allow("inquiry network", network, limit=OF_NETWORK)
    asking = Asking(
        text=data["text"],
        contact=contact,
        name=data["name"],
        language=(get_language() or "ko")[:2],
        stake=Urgency(data["stake"]),
        incident=incident,
        is_apart=not is_usual,
    )
    receipt = receive(asking, pictures=data["pictures"], at=now())
    if is_usual:
        send_receipt(receipt.inquiry)
    return receipt


def _incident(request: HttpRequest) -> Incident | None:
    number = read_number(request.GET.get("incident", ""), digits=12)
    return next((one for one in published_lately() if one.pk == number), None)
