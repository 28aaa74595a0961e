"""The address that a request came from: used in memory, never written."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings

_LOOPBACKS = frozenset(("", "::1", "::/64"))


def address_of(environ: Mapping[str, Any]) -> str:
    """Return the reader's address as the outermost trusted proxy saw it."""
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    hops = [hop.strip() for hop in forwarded if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return plain_address(hops[-trusted])
    return plain_address(environ.get("REMOTE_ADDR", ""))


def plain_address(written: str) -> str:
    """Return an address alone, however it was written: with its port, in brackets, quoted, mapped.

    Proxies write `203.0.113.5:40001` and `[2001:db8::1]:5` too; each port would be another reader.
    """
    bare = written.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        known = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return written
    mapped = known.ipv4_mapped if isinstance(known, ipaddress.IPv6Address) else None
    return str(mapped or known)


def reader_of(environ: Mapping[str, Any]) -> str:
    """Return whom limits and counts take a request to be from, where nobody signed in."""
    return network_of(address_of(environ))


def is_this_machine(address: str) -> bool:
    """Tell whether an address, or a network as `network_of` writes it, is the machine's own."""
    bare = plain_address(address)
    return bare.startswith("127.") or bare in _LOOPBACKS


def network_of(address: str) -> str:
    """Return what one reader has of addresses: an IPv6 address stands for its whole /64."""
    bare = plain_address(address)
    try:
        known = ipaddress.ip_address(bare)
    except ValueError:
        return bare
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else bare
