"""One address a page: what is typed or linked in another spelling leads to it."""

import unicodedata
from collections.abc import Callable
from urllib.parse import parse_qsl, quote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import is_valid_path

# What programs ask for is answered as it is asked: few of them follow where they are led.
FOR_PROGRAMS = "/api/"
_MARKS = "%&=+;/?:@!$'()*,~"


class OneAddress:
    """Redirects addresses with a slash at the end, and with syllables taken apart (macOS)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path, query = request.path_info, _in_ascii(request.META.get("QUERY_STRING", ""))
        right = _right_path(path), _right_query(query)
        if right == (path, query) or path.startswith(FOR_PROGRAMS):
            return self.get_response(request)
        # What follows two slashes would be the name of a server.
        address = "/" + quote(right[0].lstrip("/")) + (f"?{right[1]}" if right[1] else "")
        # A form that was sent is sent there.
        is_read = request.method in ("GET", "HEAD")
        return HttpResponsePermanentRedirect(address, preserve_request=not is_read)


def _in_ascii(query: str) -> str:
    """Return a query as addresses have it; WSGI gives letters that were sent raw as bytes."""
    return query if query.isascii() else quote(query.encode("latin-1", "replace"), safe=_MARKS)


def _right_path(path: str) -> str:
    right = path if path.isascii() else unicodedata.normalize("NFC", path)
    if len(right) > 1 and right.endswith("/") and not is_valid_path(right, settings.ROOT_URLCONF):
        bare = "/" + right.strip("/")
        return bare if is_valid_path(bare, settings.ROOT_URLCONF) else right
    return right


def _right_query(query: str) -> str:
    if "%" not in query:
        return query
    typed = parse_qsl(query, keep_blank_values=True)
    right = [
        (unicodedata.normalize("NFC", name), unicodedata.normalize("NFC", value))
        for name, value in typed
    ]
    return query if right == typed else urlencode(right)
