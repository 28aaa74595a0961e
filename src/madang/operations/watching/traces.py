"""Traces by OpenTelemetry: how long pages took, by the kind of page, for whoever reads them.

Only reading is traced, and nothing below /accounts or of work: a moment at which somebody signed
in, wrote or pressed a button would be told to another company. A page is named by its pattern, such
as `<str:slug>/<n:post_id>`, never by its address.
"""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from madang import __version__

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

# First words of pages that say who somebody is, or what they do.
UNTOLD = ("accounts", "me", "calls", "filters", "work", "console", "inquiries", "api")


class Traces:
    """Tells how long a page took, once it is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.OTLP_ENDPOINT:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.time_ns()
        response = self.get_response(request)
        name = told_as(request)
        if name:
            span = provider().get_tracer("madang").start_span(name, start_time=began)
            span.set_attribute("http.response.status_code", response.status_code)
            span.end()
        return response


def told_as(request: HttpRequest) -> str:
    """Return what a page is called in traces; empty for what is told to nobody."""
    match = request.resolver_match
    if request.method not in ("GET", "HEAD") or match is None:
        return ""
    route = match.route or "/"
    return "" if route.partition("/")[0] in UNTOLD else f"{request.method} {route}"


@lru_cache(maxsize=1)
def provider() -> "TracerProvider":
    """Return what makes traces and sends them; made in each process when it is first asked for."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    # Not `create`: that would add the machine's name and the process's arguments.
    named = Resource({"service.name": "madang", "service.version": __version__})
    made = TracerProvider(resource=named)
    endpoint = f"{settings.OTLP_ENDPOINT.rstrip('/')}/v1/traces"
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    return made
