"""The address that a request came from: used in memory, never written."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings

_LOOPBACKS = frozenset(("", "::1", "::/64", "::ffff:127.0.0.1"))


def address_of(environ: Mapping[str, Any]) -> str:
    """Return the reader's address as the outermost trusted proxy saw it."""
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    hops = [hop.strip() for hop in forwarded if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return environ.get("REMOTE_ADDR", "")


def reader_of(environ: Mapping[str, Any]) -> str:
    """Return whom limits and counts take a request to be from, where nobody signed in."""
    return network_of(address_of(environ))


def is_this_machine(address: str) -> bool:
    """Tell whether an address, or a network as `network_of` writes it, is the machine's own."""
    return address.startswith("127.") or address in _LOOPBACKS


def network_of(address: str) -> str:
    """Return what one reader has of addresses: an IPv6 address stands for its whole /64."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is None:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return address
