"""How apps say what a program can do: one decorator for every operation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page
from ninja import Router
from ninja.decorators import decorate_view

from .calling import Anybody, Needs
from .shapes import Nothing, Problem
from .tokens import Scope

CLIENT_ERRORS = frozenset({400, 401, 403, 404, 409, 413, 422, 429})
TOKEN = "token"  # noqa: S105 - the name of the scheme
Function = Callable[..., Any]


def operation(
    router: Router,
    method: str,
    path: str,
    answer: Any = Nothing,
    *,
    says: Any,
    tag: Any,
    scope: Scope | None = None,
    status: int = 200,
) -> Callable[[Function], Function]:
    """Let programs do what a function does: anybody, or a token of a scope.

    `says` is what the page and the schema call it, below the heading `tag`, both in the reader's
    language. What is read has an ETag.
    """
    auth = Needs(scope) if scope else Anybody()
    known: list[dict[str, list[str]]] = [{TOKEN: [scope.value]}] if scope else [{}, {TOKEN: []}]

    def decorate(function: Function) -> Function:
        whole = decorate_view(_kept_apart)(function)
        if method == "GET":
            whole = decorate_view(conditional_page)(whole)
        response = {status: answer, CLIENT_ERRORS: Problem}
        return router.api_operation(
            [method],
            path,
            auth=auth,
            response=response,
            summary=says,
            tags=[tag],
            description="",
            openapi_extra={"security": known},
        )(whole)

    return decorate


def _kept_apart(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let no cache on the way keep what was answered to a token."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if "Authorization" in request.headers or request.method != "GET":
            response["Cache-Control"] = "private, no-cache"
            response["Vary"] = "Authorization"
        else:
            # Pages elsewhere may read what everybody can: no cookie counts here.
            response["Access-Control-Allow-Origin"] = "*"
        return response

    return answered
