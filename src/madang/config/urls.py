"""Addresses of the whole site, put together from the apps that are on.

Boards come last: any other first word may be one. Each app lists its own in `urls.py`:
`urlpatterns` from the root on, `console_urlpatterns` below /console, and `board_urlpatterns`, which
begin with the name of a board.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.urls import include, path

from madang.core.http import converters  # noqa: F401 - numbers in addresses

_MODULES = [
    import_module(f"madang.{app}.urls")
    for app in settings.APPS_ON
    if find_spec(f"madang.{app}.urls") is not None
]


def _all(name: str) -> list[Any]:
    return [pattern for module in _MODULES for pattern in getattr(module, name, ())]


urlpatterns = [
    *_all("urlpatterns"),
    path("console", include(_all("console_urlpatterns"))),
    *_all("board_urlpatterns"),
]

handler400 = "madang.site.views.bad_request"
handler403 = "madang.site.views.forbidden"
handler404 = "madang.site.views.not_found"
handler500 = "madang.site.views.broken"
