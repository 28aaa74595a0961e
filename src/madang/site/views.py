"""The home page, what machines ask for, and the pages for when something went wrong."""

import logging
import sys
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from madang.core.community import community, former_rules
from madang.core.http.errors import PageNotFound
from madang.core.languages import page_language
from madang.core.logs import new_number
from madang.core.richtext import to_html
from madang.core.site import SiteExtension, site_point
from madang.operations.leaks.run import last_result

log = logging.getLogger(__name__)
RETRY_SECONDS = 5


def home(request: HttpRequest) -> HttpResponse:
    """Show what the apps that are on have for the home page."""
    for instead in site_point.hooks(SiteExtension.instead_of_home) if request.GET else ():
        page = instead(request)
        if page is not None:
            return page
    context: dict[str, Any] = {"root": request.build_absolute_uri("/")}
    for hook in site_point.hooks(SiteExtension.home_context):
        context |= hook(request)
    return render(request, "site/home.html", context)


def anonymity(request: HttpRequest) -> HttpResponse:
    records_days = settings.RECORDS_DAYS if settings.RECORDS_KEY else 0
    kept = {"months": settings.KEY_MONTHS, "records_days": records_days, "checked": last_result()}
    return render(request, "site/anonymity.html", kept)


def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules of the site, as its operator has written them."""
    if not community().has_rules:
        raise PageNotFound(_("아직 이용 규칙이 없어요."))
    former = [(one, to_html(one.text)) for one in former_rules()]
    context = {"rules": to_html(community().rules), "former": former}
    return render(request, "site/rules.html", context)


def robots(request: HttpRequest) -> HttpResponse:
    paths = ["/accounts/", "/language/"]
    for hook in site_point.hooks(SiteExtension.robots_disallow):
        paths += hook()
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in paths),
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def manifest(request: HttpRequest) -> HttpResponse:
    """Let the site be put on a phone's home screen, where iPhones tell people of calls."""
    icons = [
        {
            "src": f"{reverse('icon', args=[side])}?v={community().icon_key}",
            "sizes": f"{side}x{side}",
            "type": "image/png",
            # All of it is its own ground: it may be cut round.
            "purpose": "any maskable",
        }
        for side in (192, 512)
    ]
    values = {
        "name": community().name,
        "short_name": community().name,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "icons": icons,
        # What a phone shares from elsewhere begins a post.
        "share_target": {
            "action": "/write/shared",
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return JsonResponse(values, content_type="application/manifest+json")


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Answer the script that works behind the pages: its address must stay the same."""
    with staticfiles_storage.open("worker.js") as file:
        response = HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=0, s-maxage=60"
    return response


def offline(request: HttpRequest) -> HttpResponse:
    """Let a browser keep opened posts, to be read offline; it does all of it by itself."""
    return render(request, "site/offline.html")


def sitemap(request: HttpRequest) -> HttpResponse:
    """List the parts of the sitemap: one for each run of ids, newest first."""
    addresses = [
        request.build_absolute_uri(reverse("sitemap_part", args=[app, part]))
        for app, hook in site_point.by_app(SiteExtension.sitemap_parts).items()
        for part in range(hook() - 1, -1, -1)
    ]
    return render(
        request, "site/sitemap.xml", {"addresses": addresses}, content_type="application/xml"
    )


def sitemap_part(request: HttpRequest, app: str, part: int) -> HttpResponse:
    root = request.build_absolute_uri("/").rstrip("/")
    parts = site_point.by_app(SiteExtension.sitemap_parts)
    if app not in parts or part >= parts[app]():
        raise PageNotFound(_("주소를 찾을 수 없어요."))
    entries = site_point.by_app(SiteExtension.sitemap_part)[app](part)
    context = {"entries": ((root + path, changed) for path, changed in entries)}
    return render(request, "site/sitemap_part.xml", context, content_type="application/xml")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    for hook in site_point.hooks(SiteExtension.instead_of_not_found):
        page = hook(request)
        if page is not None:
            return page
    match = request.resolver_match
    is_no_board = match is None or match.url_name == "board"
    if is_no_board and is_valid_path(f"{request.path_info}/"):
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    reason = str(exception) if isinstance(exception, PageNotFound) else _("주소를 찾을 수 없어요.")
    return _error(request, 404, _("페이지를 찾을 수 없어요"), reason)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    for hook in site_point.hooks(SiteExtension.render_forbidden):
        page = hook(request, exception) if exception else None
        if page is not None:
            return page
    return _error(
        request, 403, _("볼 수 없는 페이지예요"), _("여기는 권한이 있는 사람만 볼 수 있어요.")
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400, _("잘못된 요청이에요"), _("주소를 다시 확인해 주세요."))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Stand for Django's page on a failed CSRF check."""
    return _error(
        request,
        403,
        _("양식의 유효 시간이 지났어요"),
        _("저장하지 못했어요. 이전 페이지를 새로 연 뒤 다시 보내 주세요."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something broke, or that the database is away for now: then without asking it."""
    is_away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    status = 503 if is_away else 500
    try:
        if is_away:
            context = {"typed": _typed(request), "language": page_language.get()}
            response = HttpResponse(render_to_string("site/away.html", context), status=status)
        else:
            request.error_number = number = new_number()  # type: ignore[attr-defined]
            said = _("오류 %s로 기록했어요. 잠시 후 다시 시도해 주세요.") % number
            response = _error(request, status, _("서버에 문제가 생겼어요"), said)
    except Exception:
        # The database may be what broke; a page without the site's name still says so.
        log.exception("the error page could not be rendered")
        plain = "서버에 문제가 생겼어요. 잠시 뒤 다시 해 주세요. / Something broke on the server."
        response = HttpResponse(plain, status=status, content_type="text/plain; charset=utf-8")
    if is_away:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _error(request: HttpRequest, status: int, heading: str, reason: str) -> HttpResponse:
    """Return a page that says what went wrong; what was typed is shown to be copied."""
    context = {"heading": heading, "reason": reason, "typed": _typed(request), "code": status}
    return render(request, "site/error.html", context, status=status)


def _typed(request: HttpRequest) -> str:
    if request.method != "POST":
        return ""
    return "\n\n".join(hook(request) for hook in site_point.hooks(SiteExtension.text_to_keep))
