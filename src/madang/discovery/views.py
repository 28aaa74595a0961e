"""Pages for finding posts: lists by rank, search, related posts, live lists."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.accounts.signed_in import signed_in
from madang.boards import listings
from madang.boards.access import closed_to, must_enter
from madang.boards.models import State
from madang.boards.queries import read_post
from madang.boards.sifting import sieve_of
from madang.boards.structure import BoardInfo, site
from madang.boards.views import board_or_404, number_asked_for

from . import related as relating
from .rising import rising_words
from .standings import DATED, ROWS, Tab, day_after, day_before, first_day, top, unanswered

EARLIEST = date(1990, 1, 1)
SHARED_LISTS, SHARED_RELATED = 5, 60
HOT_ROWS, SECTION_ROWS = 10, 5


def popular(request: HttpRequest, tab: str = Tab.NOW) -> HttpResponse:
    """Show a list by rank, of the whole site or of a board, of now or of a day that is past."""
    if tab not in list(Tab):
        raise Http404(_("그런 목록은 없어요."))
    chosen, account = Tab(tab), signed_in(request)
    board = board_asked_for(request, account)
    sieve = sieve_of(account)
    day = _day_asked_for(request)
    number = number_asked_for(request, "page") or 1
    if chosen is Tab.UNANSWERED:
        found = unanswered(board, closed_to(account), number_asked_for(request, "below"), sieve)
    else:
        found = top(chosen, board, day, number, sieve)
        if chosen in DATED and not found.rows and "day" not in request.GET:
            # Just after midnight nothing has been heeded yet.
            day = day_before(chosen, day)
            found = top(chosen, board, day, number, sieve)
        if number > found.last:
            raise Http404(_("그 페이지는 없어요."))
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
        "is_sifted": sieve is not None,
    }
    return render(request, "discovery/popular.html", context)


def live_lists(request: HttpRequest) -> HttpResponse:
    """Answer the fragment beside every page: the latest and the rising, the same for everybody."""
    here = site()
    context = {
        "latest": listings.latest_by_board(here),
        "hot": top(Tab.NOW, None, timezone.localdate(), most=HOT_ROWS).rows,
        "rising": rising_words(),
        "section_rows": SECTION_ROWS,
    }
    return shared(render(request, "discovery/live_lists.html", context), SHARED_LISTS)


def related(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    """Show what is like a post: a page, or (`part`) the part of one that a post's page asks for."""
    account, board = signed_in(request), board_or_404(slug)
    # What is not there looks like what is, to whoever may not enter.
    must_enter(board, account)
    post = read_post(post_id)
    tab = request.GET.get("tab", relating.Tab.ALL)
    if post is None or post.board_id != board.id or post.state != State.LIVE:
        raise Http404(_("그 글은 없어요."))
    if tab not in list(relating.Tab):
        raise Http404(_("그런 목록은 없어요."))
    sieve = sieve_of(account)
    rows = relating.related(
        post,
        relating.Tab(tab),
        is_closed=board.members_only,
        closed=closed_to(account),
        sieve=sieve,
    )
    context = {"post": post, "board": board, "tab": tab, "tabs": list(relating.Tab), "rows": rows}
    name = "related_part" if "part" in request.GET else "related"
    response = render(request, f"discovery/{name}.html", context)
    return response if account or board.members_only else shared(response, SHARED_RELATED)


def board_asked_for(request: HttpRequest, account: Account | None) -> BoardInfo | None:
    """Return the board that an address names (`board`); raises Http404 and NotAMember."""
    slug = request.GET.get("board")
    if not slug:
        return None
    board = board_or_404(slug)
    must_enter(board, account)
    return board


def _day_asked_for(request: HttpRequest) -> date:
    typed = request.GET.get("day")
    if not typed:
        return timezone.localdate()
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Http404(_("그런 날은 없어요.")) from None
    if not EARLIEST <= day <= timezone.localdate():
        raise Http404(_("그날의 목록은 없어요."))
    return day


def shared(response: HttpResponse, seconds: int) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age=0, s-maxage={seconds}"
    response["Vary"] = "Accept-Language, Accept-Encoding, Cookie"
    return response
