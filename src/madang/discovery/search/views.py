"""The search page, what is suggested while one types, and what is shown to visitors."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from madang.accounts.decorators import current_account
from madang.accounts.models import Account
from madang.boards.api import board_asked_for, board_directory, category_asked_for, closed_to
from madang.boards.extensions import filter_of
from madang.core.http import rate_limits
from madang.core.http.cache_headers import shared
from madang.core.http.client_address import reader_of
from madang.core.http.parameters import number_asked_for
from madang.core.languages import page_language
from madang.core.text.door import tidy_line
from madang.search.query import MAX_LENGTH, read_query
from madang.search.scan_window import SearchCursor

from ..live.rising import rising_words
from ..live.visitor_places import choices, places, zones_of
from ..view_counts import view_counts
from .pace import searches_a_minute
from .popular import countable
from .post_search import Period, Scope, SearchRequest, SearchResults, search
from .suggestions import meant, suggest

SHARED_SUGGESTIONS, SHARED_PLACES = 5, 5
# So often suggestions are asked for on the way to one search.
KEYS_OF_A_SEARCH = 8
# Where fewer are found, what may have been meant is offered.
FEW_RESULTS = 3


def search_page(request: HttpRequest) -> HttpResponse:
    """Show what answers a query; without one, the form alone."""
    account = current_account(request)
    typed = _typed(request)
    asked = _asked(request, typed, account)
    reader = str(account.pk) if account else reader_of(request.META)
    too_often = bool(typed) and not rate_limits.allow("search", reader, limit=searches_a_minute())
    if too_often:
        asked = replace(asked, query=read_query(""))
    found = search(asked, closed=closed_to(account), content_filter=filter_of(account))
    is_first = asked.page == 1 and asked.before is None
    few = is_first and found.total <= FEW_RESULTS and not found.older and not asked.query.is_empty
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
        "rising": rising_words() if asked.query.is_empty else (),
        "query": _query(request),
        "meant_query": _query(request, q=other) if other else "",
        "older_query": _query(request, before=str(found.older)) if found.older else "",
    }
    status = HTTPStatus.TOO_MANY_REQUESTS if too_often else HTTPStatus.OK
    return render(request, "discovery/search.html", context, status=status)


def suggestions(request: HttpRequest) -> HttpResponse:
    """Answer what may be meant by a beginning, the same for everybody."""
    reader = reader_of(request.META)
    if not rate_limits.allow("suggestion", reader, limit=searches_a_minute(KEYS_OF_A_SEARCH)):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    found = suggest(_typed(request), board_directory())
    boards = board_directory().by_id
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
        for place in places(board_directory())
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
    return tidy_line(request.GET.get("q", ""))[:MAX_LENGTH]


def _asked(request: HttpRequest, typed: str, account: Account | None) -> SearchRequest:
    get = request.GET
    board = board_asked_for(request, account)
    return SearchRequest(
        read_query(typed),
        scope=Scope(get["in"]) if get.get("in") in list(Scope) else Scope.ALL,
        board=board,
        category=category_asked_for(request, board) if board else None,
        period=Period(get["period"]) if get.get("period") in list(Period) else None,
        by_time=get.get("sort") == "time",
        before=SearchCursor.read(get.get("before", "")),
        page=number_asked_for(request, "page") or 1,
    )


def _meant(
    asked: SearchRequest, typed: str, found: SearchResults, account: Account | None
) -> str | None:
    """Return what may have been meant and finds more than what was typed."""
    for other in meant(typed):
        query = read_query(other)
        more = search(replace(asked, query=query), closed=closed_to(account))
        if more.total > found.total:
            return other
    return None


def _count(request: HttpRequest, typed: str, found: SearchResults) -> None:
    boards = {board.id for board in board_directory().open_boards}
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
