"""Where pictures are that are not in the data folder."""

import re

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET

_STORED = re.compile(r"[a-z]+/[\w-]+\.webp")


@require_GET
def stored(request: HttpRequest, path: str) -> HttpResponse:
    """Lead to a picture that is kept in a store; from the data folder the server sends it."""
    if not settings.MEDIA_ORIGIN or not _STORED.fullmatch(path):
        raise Http404
    response = HttpResponseRedirect(default_storage.url(path))
    response["Cache-Control"] = "public, max-age=600"
    return response
