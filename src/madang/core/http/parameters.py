"""Reading what an address or a form says: numbers, and where to go on to."""

import re

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from .errors import PageNotFound


def number_asked_for(request: HttpRequest, name: str) -> int | None:
    """Return a number from the query string, None where it is absent; 404 where it is nonsense."""
    value = request.GET.get(name)
    if value is None:
        return None
    number = read_number(value, digits=12)
    if not number:
        raise PageNotFound(_("페이지를 찾을 수 없어요."))
    return number


def read_number(sent: str, *, digits: int) -> int | None:
    """Return a number that was sent, of so many digits at most; None for anything else."""
    return int(sent) if re.fullmatch(rf"[0-9]{{1,{digits}}}", sent) else None


def next_path(request: HttpRequest) -> str:
    """Return the address of this site that a form or an address names as `next`; empty if none."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = wanted.startswith("/") and wanted.isprintable()
    return wanted if here and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""
