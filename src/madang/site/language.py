"""The language of a page: what the operator or its reader chose, else Korean for who reads it."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from madang.core.community import community
from madang.core.http.errors import PageNotFound
from madang.core.languages import OTHER_LANGUAGE, SITE_LANGUAGE, in_language

# The one cookie of readers without an account: two values, and none for what their browser says.
COOKIE = "language"
YEAR = 365 * 24 * 60 * 60
_CHOSEN = re.compile(rf"(?:^|;\s*){COOKIE}=({SITE_LANGUAGE}|{OTHER_LANGUAGE})(?:;|$)")


def reader_language(environ: Mapping[str, Any]) -> str:
    """Return the page language for a request, as its WSGI environment."""
    cookies = environ.get("HTTP_COOKIE", "")
    chosen = _CHOSEN.search(cookies) if COOKIE in cookies else None
    return chosen[1] if chosen else language_of(environ.get("HTTP_ACCEPT_LANGUAGE", ""))


@lru_cache(maxsize=512)
def language_of(accepted: str) -> str:
    """Return the page language for an Accept-Language header.

    A browser that names Korean at all belongs to someone who reads it, wherever they live; two
    variants are also all that the shared pages have to keep.
    """
    named = {part.split(";")[0].strip().split("-")[0].lower() for part in accepted.split(",")}
    if SITE_LANGUAGE in named or OTHER_LANGUAGE not in named:
        return SITE_LANGUAGE
    return OTHER_LANGUAGE


class ReaderLanguage:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _only_language() or reader_language(request.META)
        with in_language(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _only_language() -> str:
    """Return the language that an operator chose for everybody; empty: each reader's."""
    try:
        return community().language
    except DatabaseError:
        return ""  # The page that says so is to come all the same.


def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Let a reader have all pages in a language from now on; lead back to where they were.

    What the browser asks for by itself needs no cookie.
    """
    if code not in (SITE_LANGUAGE, OTHER_LANGUAGE) or _only_language():
        raise PageNotFound(_("주소를 찾을 수 없어요."))
    response = redirect(_page_before(request))
    if code == language_of(request.headers.get("Accept-Language", "")):
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            COOKIE, code, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    return response


def _page_before(request: HttpRequest) -> str:
    before = request.headers.get("Referer", "")
    is_own = url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()})
    return before if is_own and f"/{COOKIE}/" not in before else "/"
