"""The language of a page: Korean for anyone who reads it, else English."""

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse

from madang.core.languages import OTHER_LANGUAGE, SITE_LANGUAGE, in_language


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
        language = language_of(request.headers.get("Accept-Language", ""))
        with in_language(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
