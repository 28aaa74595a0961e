"""Compression of pages: of what members share not here, but once, where it is kept."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from madang.core.http.shared_pages import HEADER


class Compression(GZipMiddleware):
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        return (
            response if response.has_header(HEADER) else super().process_response(request, response)
        )
