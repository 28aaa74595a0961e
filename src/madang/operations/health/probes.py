"""`/healthz` and `/readyz` for whoever starts and stops processes, and `/metrics` for Prometheus.

They come before all else: a probe has no host's name, no session and no language.
"""

import hmac
from collections.abc import Callable

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse

from madang import __version__
from madang.identity.key_stores import KeyFileError
from madang.identity.keys import ring

from ..upgrades.migrations import pending_migrations
from .metrics import TEXT, measure, written

_NOTHING = {"Cache-Control": "no-store"}


class Probes:
    """Answers probes, and counts how long Django takes for all other requests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return _plain(f"ok {__version__}")
        if request.path_info == "/readyz":
            return ready()
        if request.path_info == "/metrics":
            return metrics(request)
        return measure(self.get_response, request)


def ready() -> HttpResponse:
    """Say whether this process can serve pages: its database, tables and keys are there."""
    lacking = []
    try:
        if pending_migrations():
            lacking.append("tables")
    except DatabaseError:
        lacking.append("database")
    try:
        ring()
    except KeyFileError:
        lacking.append("keys")
    return _plain(f"not ready: {', '.join(lacking)}", 503) if lacking else _plain("ready")


def metrics(request: HttpRequest) -> HttpResponse:
    """Give measurements to whoever has the token that the settings name; else there is nothing."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    wanted = settings.METRICS_TOKEN
    if not wanted or not hmac.compare_digest(token.encode(), wanted.encode()):
        return _plain("not found", 404)
    return HttpResponse(written(), content_type=TEXT, headers=_NOTHING)


def _plain(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{words}\n", "text/plain; charset=utf-8", status, headers=_NOTHING)
