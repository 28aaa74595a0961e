"""What answers programs, and the page that tells people what programs can do."""

import json
import logging
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFilesSent,
)
from django.core.serializers.json import DjangoJSONEncoder
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from madang.core.logs import new_number

from .calling import READS, WRITES
from .program_api import program_api, refused
from .tokens import Scope

log = logging.getLogger("django.request")
PREFIX = "api/"
_UNREADABLE = (
    BadRequest,
    SuspiciousOperation,
    UnreadablePostError,
    RecursionError,
    MultiPartParserError,
    TooManyFilesSent,
)


# What calls shows a token; a browser has none that it would send by itself.
@csrf_exempt
def called(request: HttpRequest, rest: str) -> HttpResponse:
    """Do what a program asks for."""
    try:
        found = _addresses().resolve(PREFIX + rest)
    except Resolver404:
        return refused(request, 404, _("주소를 찾을 수 없어요."))
    asked = request.method
    if asked == "HEAD":
        # The same answer, of which the server sends the headers alone.
        request.method = "GET"
    try:
        answered: HttpResponse = found.func(request, *found.args, **found.kwargs)
    except RequestDataTooBig:
        return refused(request, 413, _("요청이 너무 커요."))
    except _UNREADABLE:
        return refused(request, 400, _("요청을 읽을 수 없어요."))
    except Exception as error:
        return _broken(request, error)
    finally:
        request.method = asked
    return answered


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that something broke, with the number that the log has, or that the database is away."""
    if isinstance(error, OperationalError | InterfaceError):
        response = refused(request, 503, _("데이터베이스가 잠시 대답하지 않아요."))
    else:
        request.error_number = number = new_number()  # type: ignore[attr-defined]
        log.error("a call broke", exc_info=error, extra={"request": request})
        response = refused(request, 500, _("오류 %s로 기록했어요.") % number)
    # Django would log it once more.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def schema(request: HttpRequest) -> HttpResponse:
    """Answer the OpenAPI document."""
    return JsonResponse(_schema(get_language() or ""), json_dumps_params={"ensure_ascii": False})


def about(request: HttpRequest) -> HttpResponse:
    """Show what programs can do, how they are let in, and how often they may ask."""
    described = _schema(get_language() or "")
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in described["paths"].items():
        for method, one in operations.items():
            shown = {"method": method.upper(), "path": path, **one, "scope": _scope_of(one)}
            groups.setdefault((one.get("tags") or [""])[0], []).append(shown)
    context = {
        "groups": dict(sorted(groups.items(), key=_by_scope)),
        "scopes": list(Scope),
        "reads": READS.partition("/")[0],
        "writes": WRITES.partition("/")[0],
        "site_address": settings.SITE_ADDRESS,
    }
    return render(request, "web_api/about.html", context)


def _by_scope(group: tuple[str, list[dict[str, Any]]]) -> int:
    """Put what everybody may do before what takes a token, and work last."""
    order = ["", *(scope.value for scope in Scope)]
    return max(order.index(one["scope"]) for one in group[1])


def _scope_of(operation: dict[str, Any]) -> str:
    """Return the scope that an operation needs; empty where it needs none."""
    return next(
        (scopes[0] for known in operation["security"] for scopes in known.values() if scopes), ""
    )


@lru_cache(maxsize=1)
def _addresses() -> URLResolver:
    return URLResolver(RoutePattern(PREFIX), program_api().urls[0])


@lru_cache(maxsize=4)
def _schema(language: str) -> dict[str, Any]:
    """Return the OpenAPI document; in each language, since it says what scopes are for."""
    whole = program_api().get_openapi_schema(path_prefix=f"/{PREFIX}")
    # What is said in a language is said now.
    found: dict[str, Any] = json.loads(json.dumps(whole, cls=DjangoJSONEncoder))
    return found
