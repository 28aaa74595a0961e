"""The search page, what is suggested while one types, and what is shown to visitors."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from madang.accounts.addresses import reader_of
from madang.accounts.models import Account
from madang.accounts.pace import may
from madang.accounts.signed_in import signed_in
from madang.boards.access import closed_to
from madang.boards.sifting import sieve_of
from madang.boards.structure import site
from madang.boards.text import normalise
from madang.boards.views import category_asked_for, number_asked_for
from madang.languages import page_language

from .places import choices, places, zones_of
from .rising import rising_words
from .search.finding import Asked, Found, Period, Scope, search
from .search.popular import countable
from .search.question import LONGEST, read_question
from .search.suggestions import meant, suggest
from .search.windows import Before
from .view_counts import view_counts
from .views import board_asked_for, shared

SHARED_SUGGESTIONS, SHARED_PLACES = 5, 5
# So often suggestions are asked for on the way to one search.
KEYS_OF_A_SEARCH = 8
# Where fewer are found, what may have been meant is offered.
FEW = 3


def search_page(request: HttpRequest) -> HttpResponse:
    """Show what answers a question; without one, the form alone."""
    account = signed_in(request)
    typed = _typed(request)
    asked = _asked(request, typed, account)
    reader = str(account.pk) if account else reader_of(request.META)
    too_often = bool(typed) and not may("search", reader, settings.SEARCHES_A_MINUTE)
    if too_often:
        asked = replace(asked, question=read_question(""))
    found = search(asked, closed=closed_to(account), sieve=sieve_of(account))
    is_first = asked.page == 1 and asked.before is None
    few = is_first and found.total <= FEW and not found.older and not asked.question.is_empty
    if is_first:
        _count(request, typed, found)
    other = _meant(asked, typed, found, account) if few else None
    context = {
        "typed": typed,
        "asked": asked,
        "found": found,
        "other": other,
        "too_often": too_often,
        "scopes": list(Scope),
        "periods": list(Period),
        "rising": rising_words() if asked.question.is_empty else (),
        "query": _query(request),
        "meant_query": _query(request, q=other) if other else "",
        "older_query": _query(request, before=str(found.older)) if found.older else "",
    }
    status = HTTPStatus.TOO_MANY_REQUESTS if too_often else HTTPStatus.OK
    return render(request, "discovery/search.html", context, status=status)


def suggestions(request: HttpRequest) -> HttpResponse:
    """Answer what may be meant by a beginning, the same for everybody."""
    reader = reader_of(request.META)
    if not may("suggest", reader, KEYS_OF_A_SEARCH * settings.SEARCHES_A_MINUTE):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    found = suggest(_typed(request), site())
    boards = site().by_id
    titles = [
        {"title": hit.title, "address": f"{boards[hit.board_id].path}/{hit.id}"}
        for hit in found.titles
    ]
    return shared(JsonResponse({"searches": found.searches, "titles": titles}), SHARED_SUGGESTIONS)


def visitor_places(request: HttpRequest) -> HttpResponse:
    """Answer the operator's table of places, from which a browser finds its own."""
    names = choices(page_language.get())
    table = [
        {
            "key": place.key,
            "name": names.get(place.key, place.key),
            "zones": zones_of(place.key),
            "boards": [{"name": board.name, "address": board.path} for board in place.boards],
        }
        for place in places(site())
    ]
    return shared(
        JsonResponse({"places": table, "asks": bool(settings.COUNTRY_HEADER)}), SHARED_PLACES
    )


def visitor_country(request: HttpRequest) -> HttpResponse:
    """Answer the country that a proxy told of this request; nothing is kept of it."""
    country = request.headers.get(settings.COUNTRY_HEADER, "") if settings.COUNTRY_HEADER else ""
    known = country if len(country) == 2 and country.isascii() and country.isalpha() else ""
    response = JsonResponse({"country": known.upper()})
    response["Cache-Control"] = "private, no-store"
    return response


def _typed(request: HttpRequest) -> str:
    return " ".join(normalise(request.GET.get("q", "")).split())[:LONGEST]


def _asked(request: HttpRequest, typed: str, account: Account | None) -> Asked:
    get = request.GET
    board = board_asked_for(request, account)
    return Asked(
        read_question(typed),
        scope=Scope(get["in"]) if get.get("in") in list(Scope) else Scope.ALL,
        board=board,
        category=category_asked_for(request, board) if board else None,
        period=Period(get["period"]) if get.get("period") in list(Period) else None,
        by_time=get.get("sort") == "time",
        before=Before.read(get.get("before", "")),
        page=number_asked_for(request, "page") or 1,
    )


def _meant(asked: Asked, typed: str, found: Found, account: Account | None) -> str | None:
    """Return what may have been meant and finds more than what was typed."""
    for other in meant(typed):
        question = read_question(other)
        more = search(replace(asked, question=question), closed=closed_to(account))
        if more.total > found.total:
            return other
    return None


def _count(request: HttpRequest, typed: str, found: Found) -> None:
    boards = {board.id for board in site().open_boards}
    titles = [hit.title for hit in found.hits if hit.board_id in boards]
    if words := countable(typed, titles):
        # By the address alone: what a browser calls itself costs nothing to change.
        view_counts().note_search(words, reader_of(request.META))


def _query(request: HttpRequest, **changed: str) -> str:
    """Return the address's query without its page, to go on with."""
    kept: Any = request.GET.copy()
    kept.pop("page", None)
    for name, value in changed.items():
        kept[name] = value
    return kept.urlencode()
