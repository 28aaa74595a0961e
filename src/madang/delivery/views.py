"""What gateways tell us, at addresses that nobody else knows."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from madang.core.http.errors import PageNotFound

from .mailings.results import report
from .models import MessageState
from .nhn_cloud import reports as nhn
from .solapi import reports as solapi


@csrf_exempt
@require_POST
def nhn_report(request: HttpRequest) -> HttpResponse:
    """Take what NHN Cloud reports, if it knows the secret."""
    if not nhn.is_signed(request.headers.get("X-Toast-Webhook-Signature", "")):
        raise PageNotFound(_("주소를 찾을 수 없어요."))
    return _taken(request, nhn.states_in)


@csrf_exempt
@require_POST
def solapi_report(request: HttpRequest, token: str) -> HttpResponse:
    """Take what Solapi reports; what it says of no letter of ours changes nothing."""
    if not solapi.is_token(token):
        raise PageNotFound(_("주소를 찾을 수 없어요."))
    return _taken(request, solapi.states_in)


def _taken(
    request: HttpRequest, states_in: Callable[[bytes], dict[int, MessageState]]
) -> HttpResponse:
    try:
        states = states_in(request.body)
    except ValueError:
        return HttpResponse(status=400)
    report(states)
    return HttpResponse("ok", content_type="text/plain")
