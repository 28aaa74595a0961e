"""The list of a tag, over all boards that everybody may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import tags
from .structure import site
from .views import number_asked_for


def tag(request: HttpRequest, name: str) -> HttpResponse:
    rows, below = tags.tagged(site(), name.casefold(), number_asked_for(request, "below"))
    return render(request, "boards/tag.html", {"name": name, "rows": rows, "below": below})
