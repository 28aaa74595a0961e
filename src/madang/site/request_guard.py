"""What is looked at before anything else: how large a request is, and how it says it is written."""

import re
from typing import Any

from django.conf import settings

from .microcache import Environ, StartResponse

# Beside a picture of the largest size that the operator lets pass; a body is read whole before a
# page sees any of it.
REST_OF_FORM_MEGABYTES = 2
_CHARSET = re.compile(r";\s*charset=[^;]*", re.IGNORECASE)
_TOO_LARGE = "보낸 것이 너무 커요. {most}MB까지 돼요. / Too large: up to {most} MB."


def refuse_or_tidy(environ: Environ, start_response: StartResponse) -> list[bytes] | None:
    """Refuse a body that is too large; make sure that every request is read as UTF-8.

    Addresses and forms of this site are UTF-8. A reader who says otherwise would get, and have
    everybody else be served, a page for an address that was misread.
    """
    if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
        environ.pop("CONTENT_TYPE", None)
    elif "CONTENT_TYPE" in environ:
        environ["CONTENT_TYPE"] = _CHARSET.sub("", environ["CONTENT_TYPE"])
    most = settings.PICTURE_MEGABYTES + REST_OF_FORM_MEGABYTES
    if _length(environ) <= most * 1024 * 1024:
        return None
    body = _TOO_LARGE.format(most=most).encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("413 Content Too Large", headers)
    return [body]


def _length(environ: dict[str, Any]) -> int:
    said = environ.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdigit() else 0
