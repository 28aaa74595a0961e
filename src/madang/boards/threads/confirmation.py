"""Asking whether somebody is sure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..directory.directory import BoardInfo


def confirm(
    request: HttpRequest, board: BoardInfo, back: str, question: str, words: str
) -> HttpResponse:
    """Ask whether somebody is sure."""
    context = {"board": board, "back": back, "question": question, "words": words}
    return render(request, "boards/confirm.html", context)
