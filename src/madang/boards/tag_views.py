"""The list of a tag, over all boards that everybody may read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from . import tags
from .structure import site
from .text import can_be_seen
from .views import number_asked_for


def tag(request: HttpRequest, name: str) -> HttpResponse:
    if not can_be_seen(name) or "\0" in name:
        raise Http404(_("그런 태그는 없어요."))
    rows, below = tags.tagged(site(), name.casefold(), number_asked_for(request, "below"))
    return render(request, "boards/tag.html", {"name": name, "rows": rows, "below": below})
