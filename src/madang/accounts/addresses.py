"""The address that a request came from: used in memory, never written."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings


def address_of(environ: Mapping[str, Any]) -> str:
    """Return the reader's address as the outermost trusted proxy saw it."""
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    hops = [hop.strip() for hop in forwarded if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return environ.get("REMOTE_ADDR", "")
