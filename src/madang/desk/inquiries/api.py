"""Inquiries that another program brings, such as a chat on the organisation's own site."""

import hmac
from typing import Literal

import msgspec
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from madang.core.text.door import can_be_seen, tidy, tidy_line
from madang.incidents.affected.contacts import contact_of
from madang.incidents.models import Incident

from ..clock import now
from ..models import Channel, Urgency
from .answering import page_address, readable, send_receipt
from .expected import expected
from .forms import LONGEST, LONGEST_NAME
from .keys import keys_of
from .receiving import Asking, receive

MAX_BYTES = 64 * 1024


class Sent(msgspec.Struct, forbid_unknown_fields=True):
    """What a program sends."""

    text: str
    contact: str = ""
    name: str = ""
    stake: Literal["usual", "worried", "misused", "money"] = "usual"
    language: Literal["ko", "en"] = "ko"
    incident: int = 0


# It shows its own key; a browser has none that it would send by itself.
@csrf_exempt
@require_POST
def receive_by_api(request: HttpRequest) -> JsonResponse:
    """Take an inquiry; answer its number, code and page, and what is expected."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = settings.DESK_API_KEY
    if not known or not hmac.compare_digest(given.encode(), known.encode()):
        return _refused("the bearer token is missing or wrong", 401)
    if len(request.body) > MAX_BYTES:
        return _refused(f"more than {MAX_BYTES} bytes", 413)
    try:
        sent = msgspec.json.decode(request.body, type=Sent)
        asking = _asking(sent)
    except (msgspec.DecodeError, ValueError) as error:
        return _refused(str(error), 422)
    receipt = receive(asking, at=now())
    send_receipt(receipt.inquiry)
    soon = expected()
    answer = {
        "number": readable(receipt.inquiry.pk),
        "code": receipt.code,
        "page": page_address(keys_of(receipt.inquiry).about(receipt.inquiry)),
        "waiting": soon.waiting,
        "expected": soon.by.isoformat() if soon.by else None,
    }
    return JsonResponse(answer, status=201)


def _asking(sent: Sent) -> Asking:
    text, contact = tidy(sent.text), contact_of(sent.contact) if sent.contact else None
    if not can_be_seen(text) or len(text) > LONGEST:
        raise ValueError(f"text: between 1 and {LONGEST} characters")
    if sent.contact and contact is None:
        raise ValueError("contact: an e-mail address or a Korean mobile number")
    incident = Incident.objects.filter(pk=sent.incident).first() if sent.incident else None
    if sent.incident and incident is None:
        raise ValueError("incident: there is none of this number")
    return Asking(
        text=text,
        channel=Channel.API,
        contact=contact,
        name=tidy_line(sent.name)[:LONGEST_NAME],
        language=sent.language,
        stake=Urgency[sent.stake.upper()],
        incident=incident,
    )


def _refused(why: str, status: int) -> JsonResponse:
    return JsonResponse({"error": why}, status=status)
