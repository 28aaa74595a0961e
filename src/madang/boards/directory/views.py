"""Choosing a board to write on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def choose_board(request: HttpRequest) -> HttpResponse:
    return render(request, "boards/choose_board.html")
