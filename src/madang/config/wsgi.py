"""The application that the server runs: static files, then the micro-cache, then Django."""

import os
from collections.abc import Iterable

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.config.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402

from madang.core.http.viewed import tell_viewed  # noqa: E402
from madang.site.microcache import Environ, MicroCache, StartResponse  # noqa: E402
from madang.site.request_guard import refuse_or_tidy  # noqa: E402

_pages = MicroCache(_django, on_served=tell_viewed, enabled=settings.SHARED_SECONDS > 0)
_files = WhiteNoise(
    _pages,
    root=str(settings.STATIC_ROOT),
    prefix="static",
    # Each name holds the hash of its content.
    immutable_file_test=lambda path, url: True,
    allow_all_origins=False,
)


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    if refused := refuse_or_tidy(environ, start_response):
        return refused
    if environ["PATH_INFO"].startswith("/static/"):
        return _files(environ, start_response)
    return _pages(environ, start_response)
