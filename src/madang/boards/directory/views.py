"""Choosing a board to write on, also for what was shared from elsewhere."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from madang.core.text.door import tidy, tidy_line

from ..models import MAX_BODY_LENGTH, MAX_TITLE_LENGTH


def choose_board(request: HttpRequest) -> HttpResponse:
    return render(request, "boards/choose_board.html", {"begun": ""})


def share(request: HttpRequest) -> HttpResponse:
    """Begin a post with what a phone shares (Web Share Target): choose a board for it."""
    title, *lines = (request.GET.get(name, "") for name in ("title", "text", "url"))
    text = "\n\n".join(dict.fromkeys(filter(None, map(tidy, lines))))
    begun = {"title": tidy_line(title)[:MAX_TITLE_LENGTH], "text": text[:MAX_BODY_LENGTH]}
    query = urlencode({name: value for name, value in begun.items() if value})
    return render(request, "boards/choose_board.html", {"begun": f"?{query}" if query else ""})
