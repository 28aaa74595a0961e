"""What gateways tell us, at addresses that nobody else knows."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from madang.core.http.errors import PageNotFound

from .mailings.results import report
from .solapi import reports as solapi


@csrf_exempt
@require_POST
def solapi_report(request: HttpRequest, token: str) -> HttpResponse:
    """Take what Solapi reports; what it says of no letter of ours changes nothing."""
    if not solapi.is_token(token):
        raise PageNotFound(_("그런 주소는 없어요."))
    try:
        states = solapi.states_in(request.body)
    except ValueError:
        return HttpResponse(status=400)
    report(states)
    return HttpResponse("ok", content_type="text/plain")
