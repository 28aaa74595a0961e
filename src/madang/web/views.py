"""The home page, what machines ask for, and the pages for when something went wrong."""

import logging
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.accounts.signed_in import signed_in
from madang.boards import listings, queries
from madang.boards.access import NotAMember
from madang.boards.entry_views import closed
from madang.boards.forms import what_was_typed
from madang.boards.sifting import sieve_of
from madang.boards.structure import site
from madang.operations.leaks.run import last_result

# A sitemap may hold 50,000 addresses; a part holds the live posts of this many ids.
SITEMAP_IDS = 10_000

log = logging.getLogger(__name__)


def home(request: HttpRequest) -> HttpResponse:
    sieve = sieve_of(signed_in(request))
    context = {
        "latest": listings.latest_by_board(site(), sieve),
        "recommended": listings.most_recommended_by_board(site(), sieve),
        "left_out": sieve.boards if sieve else (),
        "root": request.build_absolute_uri("/"),
    }
    return render(request, "web/home.html", context)


def anonymity(request: HttpRequest) -> HttpResponse:
    records_days = settings.RECORDS_DAYS if settings.RECORDS_KEY else 0
    kept = {"months": settings.KEY_MONTHS, "records_days": records_days, "checked": last_result()}
    return render(request, "web/anonymity.html", kept)


def choose_board(request: HttpRequest) -> HttpResponse:
    return render(request, "web/choose_board.html")


def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /live/",
        "Disallow: /me",
        "Disallow: /*/write",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def manifest(request: HttpRequest) -> HttpResponse:
    """Let the site be put on a phone's home screen, where iPhones tell people of calls."""
    icon = {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    values = {
        "name": site().name,
        "short_name": site().name,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "icons": [icon],
    }
    return JsonResponse(values, content_type="application/manifest+json")


def sitemap(request: HttpRequest) -> HttpResponse:
    """List the parts of the sitemap: one for each run of ids, newest first."""
    parts = range(queries.highest_post_id() // SITEMAP_IDS, -1, -1)
    addresses = [request.build_absolute_uri(reverse("sitemap_part", args=[n])) for n in parts]
    return render(
        request, "web/sitemap.xml", {"addresses": addresses}, content_type="application/xml"
    )


def sitemap_part(request: HttpRequest, part: int) -> HttpResponse:
    root = request.build_absolute_uri("/").rstrip("/")
    boards = site().by_id
    if part > queries.highest_post_id() // SITEMAP_IDS:
        raise Http404(_("그런 주소는 없어요."))
    first = part * SITEMAP_IDS
    posts = queries.live_posts_between(first, first + SITEMAP_IDS - 1)
    entries: Any = (
        (f"{root}{boards[board_id].path}/{post_id}", changed)
        for post_id, board_id, changed in posts
    )
    if part == 0:
        entries = chain(_board_entries(root), entries)
    return render(
        request, "web/sitemap_part.xml", {"entries": entries}, content_type="application/xml"
    )


def _board_entries(root: str) -> Iterator[tuple[str, None]]:
    yield root + "/", None
    for board in site().open_boards:
        yield root + board.path, None


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    said = exception.args[0] if isinstance(exception, Http404) and exception.args else None
    reason = said if isinstance(said, str) else _("그런 주소는 없어요.")
    return _error(request, 404, _("없는 페이지예요"), reason)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, NotAMember):
        return closed(request, exception.board, status=403)
    return _error(request, 403, _("볼 수 없는 페이지예요"), _("여기는 허락된 사람만 볼 수 있어요."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400, _("알아들을 수 없는 요청이에요"), _("주소를 다시 확인해 주세요."))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Stand for Django's page on a failed CSRF check; what was typed is shown to be copied."""
    return _error(
        request,
        403,
        _("양식의 유효 시간이 지났어요"),
        _("저장하지 않았어요. 앞 페이지를 새로 연 뒤 다시 보내 주세요."),
        typed=what_was_typed(request),
    )


def broken(request: HttpRequest) -> HttpResponse:
    try:
        return _error(
            request,
            500,
            _("서버에 문제가 생겼어요"),
            _("운영자의 기록에 남았어요. 잠시 뒤 다시 해 주세요."),
        )
    except Exception:
        # The database may be what broke; a page without the site's name still says so.
        log.exception("the error page could not be rendered")
        plain = "서버에 문제가 생겼어요. 잠시 뒤 다시 해 주세요. / Something broke on the server."
        return HttpResponse(plain, status=500, content_type="text/plain; charset=utf-8")


def _error(
    request: HttpRequest, status: int, heading: str, reason: str, typed: str = ""
) -> HttpResponse:
    context = {"heading": heading, "reason": reason, "typed": typed, "code": status}
    return render(request, "web/error.html", context, status=status)
