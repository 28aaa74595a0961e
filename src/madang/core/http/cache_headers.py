"""Who may keep an answer, and for how long."""

from django.http import HttpResponse


def shared(response: HttpResponse, seconds: int) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age=0, s-maxage={seconds}"
    response["Vary"] = "Accept-Language, Accept-Encoding, Cookie"
    return response
