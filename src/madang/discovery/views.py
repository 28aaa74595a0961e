"""Pages for finding posts: lists by rank, search, related posts, live lists."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.decorators import current_account
from madang.boards.api import (
    board_asked_for,
    board_directory,
    board_or_404,
    closed_to,
    latest_by_board,
    must_enter,
    read_post,
)
from madang.boards.extensions import filter_of
from madang.boards.models import State
from madang.core.http.cache_headers import shared
from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import number_asked_for

from .live.rising import rising_words
from .rankings.queries import DATED, ROWS, Tab, day_after, day_before, first_day, top, unanswered
from .related import related as relating

EARLIEST = date(1990, 1, 1)
SHARED_LISTS, SHARED_RELATED = 5, 60
HOT_ROWS, SECTION_ROWS = 10, 5


def popular(request: HttpRequest, tab: str = Tab.NOW) -> HttpResponse:
    """Show a list by rank, of the whole site or of a board, of now or of a day that is past."""
    if tab not in list(Tab):
        raise PageNotFound(_("목록을 찾을 수 없어요."))
    chosen, account = Tab(tab), current_account(request)
    board = board_asked_for(request, account)
    content_filter = filter_of(account)
    day = _day_asked_for(request)
    number = number_asked_for(request, "page") or 1
    if chosen is Tab.UNANSWERED:
        found = unanswered(
            board, closed_to(account), number_asked_for(request, "below"), content_filter
        )
    else:
        found = top(chosen, board, day, number, content_filter)
        if chosen in DATED and not found.rows and "day" not in request.GET:
            # Just after midnight nothing has been heeded yet.
            day = day_before(chosen, day)
            found = top(chosen, board, day, number, content_filter)
        if number > found.last:
            raise PageNotFound(_("페이지를 찾을 수 없어요."))
    context = {
        "tab": chosen,
        "tabs": list(Tab),
        "of_board": board,
        "top": found,
        "first_place": (number - 1) * ROWS + 1,
        "of_day": first_day(chosen, day) if chosen in DATED else None,
        "before": day_before(chosen, day) if chosen in DATED else None,
        "after": day_after(chosen, day) if chosen in DATED else None,
        "rising": rising_words(),
        "is_filtered": content_filter is not None,
    }
    return render(request, "discovery/popular.html", context)


def live_lists(request: HttpRequest) -> HttpResponse:
    """Answer the fragment beside every page: the latest and the rising, the same for everybody."""
    here = board_directory()
    context = {
        "latest": latest_by_board(here),
        "hot": top(Tab.NOW, None, timezone.localdate(), most=HOT_ROWS).rows,
        "rising": rising_words(),
        "section_rows": SECTION_ROWS,
    }
    return shared(render(request, "discovery/live_lists.html", context), SHARED_LISTS)


def related(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    """Show what is like a post: a page, or the part of one that a post's page asks for.

    Its script asks for a fragment (`part`); without scripts a frame shows a page of it alone.
    """
    account, board = current_account(request), board_or_404(slug)
    # What is not there looks like what is, to anyone who may not enter.
    must_enter(board, account)
    post = read_post(post_id)
    tab = request.GET.get("tab", relating.Tab.ALL)
    if post is None or post.board_id != board.id or post.state != State.LIVE:
        raise PageNotFound(_("삭제되었거나 없는 글이에요."))
    if tab not in list(relating.Tab):
        raise PageNotFound(_("목록을 찾을 수 없어요."))
    content_filter = filter_of(account)
    rows = relating.related(
        post,
        relating.Tab(tab),
        is_closed=board.members_only,
        closed=closed_to(account),
        content_filter=content_filter,
    )
    context = {"post": post, "board": board, "tab": tab, "tabs": list(relating.Tab), "rows": rows}
    name = next((f"related_{how}" for how in ("part", "frame") if how in request.GET), "related")
    response = render(request, f"discovery/{name}.html", context)
    if "frame" in request.GET:
        response["X-Frame-Options"] = "SAMEORIGIN"
    return response if account or board.members_only else shared(response, SHARED_RELATED)


def _day_asked_for(request: HttpRequest) -> date:
    typed = request.GET.get("day")
    if not typed:
        return timezone.localdate()
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise PageNotFound(_("없는 날짜예요.")) from None
    if not EARLIEST <= day <= timezone.localdate():
        raise PageNotFound(_("그날의 목록은 없어요."))
    return day
