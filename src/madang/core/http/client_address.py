"""The address that a request came from: used in memory, never written."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings

_LOOPBACKS = frozenset(("", "::1", "::/64", "::ffff:127.0.0.1"))


def address_of(environ: Mapping[str, Any]) -> str:
    """Return the reader's address as the outermost trusted proxy saw it."""
    return plain_address(_written(environ))


def reader_of(environ: Mapping[str, Any]) -> str:
    """Return whom limits and counts take a request to be from, where nobody signed in."""
    return network_of(_written(environ))


def plain_address(written: str) -> str:
    """Return an address alone, however it was written: with its port, in brackets, quoted, mapped.

    Proxies write `203.0.113.5:40001` and `[2001:db8::1]:5` too; each port would be another reader.
    """
    known = _known(written)
    return written if known is None else str(known)


def is_this_machine(address: str) -> bool:
    """Tell whether an address, or a network as `network_of` writes it, is the machine's own."""
    return address.startswith("127.") or address in _LOOPBACKS


def network_of(written: str) -> str:
    """Return what one reader has of addresses: an IPv6 address stands for its whole /64."""
    known = _known(written)
    if isinstance(known, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((known, 64), strict=False))
    return written if known is None else str(known)


def _written(environ: Mapping[str, Any]) -> str:
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    hops = [hop.strip() for hop in forwarded if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    written: str = environ.get("REMOTE_ADDR", "")
    return written


def _known(written: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return an address as it is meant; None for what is none."""
    bare = written.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        known = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = known.ipv4_mapped if isinstance(known, ipaddress.IPv6Address) else None
    return mapped or known
