"""The whole of what programs can do, put together from the apps that are on."""

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from madang import __version__
from madang.core.apps import listed_in
from madang.core.http.errors import PageNotFound

from .calling import RETRY_SECONDS, NotAllowed, Refused
from .operation import TOKEN
from .tokens import Scope

PROBLEM = "application/problem+json"


class ReadableJson(JSONRenderer):
    """JSON with its letters as they are: of Korean half as many bytes."""

    json_dumps_params = {"ensure_ascii": False}


class ProgramApi(NinjaAPI):
    """Django Ninja's, with problems as RFC 9457 has them."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**given)
        scopes = {scope.value: str(scope.label) for scope in Scope}
        described = "\n".join(f"- `{name}`: {what}" for name, what in scopes.items())
        schemes = {TOKEN: {"type": "http", "scheme": "bearer", "description": described}}
        schema.setdefault("components", {})["securitySchemes"] = schemes
        for operations in schema["paths"].values():
            for one in operations.values():
                _as_problems(one["responses"])
        return schema


def refused(
    request: HttpRequest, status: int, detail: str = "", errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """Return a problem: why something was refused."""
    said = {
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": errors or [],
    }
    response = program_api().create_response(request, said, status=status)
    response["Content-Type"] = PROBLEM
    response["Cache-Control"] = "private, no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


@lru_cache(maxsize=1)
def program_api() -> NinjaAPI:
    """Return the API of the apps that are on; built when it is first asked for."""
    api = ProgramApi(
        title="Madang",
        version=__version__,
        docs_url=None,
        openapi_url=None,
        urls_namespace="web_api",
        renderer=ReadableJson(),
    )
    for prefix, router in listed_in("web_api", "ROUTERS"):
        api.add_router(prefix, router)
    for error, status, says in [*_OWN, *listed_in("web_api", "REFUSALS")]:
        api.add_exception_handler(error, _handler(status, says))
    api.add_exception_handler(NotAllowed, _not_allowed)
    api.add_exception_handler(HttpError, _misread_wholly)
    api.add_exception_handler(ValidationError, _misread)
    api.add_exception_handler(Refused, _not_taken)
    return api


_OWN: list[tuple[type[Exception], int, Any]] = [
    (Http404, 404, _lazy("주소를 찾을 수 없어요.")),
    (PageNotFound, 404, ""),
    (PermissionDenied, 403, _lazy("이 계정으로는 할 수 없어요.")),
]


def _handler(status: int, says: Any) -> Callable[[HttpRequest, Any], HttpResponse]:
    """Return what answers an error with a status; with its own words, unless there are others."""

    def handle(request: HttpRequest, error: Exception) -> HttpResponse:
        return refused(request, status, str(says or error))

    return handle


def _not_allowed(request: HttpRequest, error: Any) -> HttpResponse:
    return refused(request, error.status, str(error))


def _not_taken(request: HttpRequest, error: Any) -> HttpResponse:
    """Say what of a call that is as the schema has it cannot be done."""
    return refused(request, 409, _("고칠 곳이 있어요."), error.errors)


def _misread_wholly(request: HttpRequest, error: Any) -> HttpResponse:
    """Say that what was sent is not even JSON."""
    return refused(request, error.status_code, _("요청을 읽을 수 없어요."))


def _misread(request: HttpRequest, error: Any) -> HttpResponse:
    """Say which of what was sent is not as the schema has it."""
    errors = [
        {"field": ".".join(str(part) for part in one["loc"][1:]), "message": str(one["msg"])}
        for one in error.errors
    ]
    return refused(request, 422, _("요청이 명세와 달라요."), errors)


def _as_problems(responses: dict[Any, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if int(status) >= 400 and "application/json" in content:
            content[PROBLEM] = content.pop("application/json")
