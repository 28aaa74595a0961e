"""The public page of opened seals."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import queries


def openings(request: HttpRequest) -> HttpResponse:
    values = {"entries": queries.register(), "hours": settings.OPENING_HOURS}
    return render(request, "moderation/openings.html", values)
