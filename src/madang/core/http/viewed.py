"""A view says what it showed: the count goes aside, for pages from the micro-cache as well."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from ..site import SiteExtension, Viewed, site_point
from .client_address import reader_of

# Within the server alone: taken off before an answer is sent.
HEADER = "Madang-Viewed"
_MACHINES = re.compile(
    r"bot|crawl|spider|slurp|preview|scrap|fetch|curl|wget|python|facebookext", re.IGNORECASE
)


def mark_viewed(response: HttpResponse, kind: str, number: int) -> HttpResponse:
    """Note on an answer that it shows one thing of a kind, such as a post."""
    response.headers[HEADER] = f"{kind}:{number}"
    return response


def tell_viewed(environ: Mapping[str, Any], shown: str) -> None:
    """Tell the apps of a page that was served, if a person asked for it. Writes nothing."""
    browser = environ.get("HTTP_USER_AGENT", "")
    if not browser or _MACHINES.search(browser) or "HTTP_SEC_PURPOSE" in environ:
        return
    kind, _colon, number = shown.partition(":")
    viewed = Viewed(kind, int(number), f"{reader_of(environ)} {browser}")
    for hook in site_point.hooks(SiteExtension.on_viewed):
        hook(viewed)
