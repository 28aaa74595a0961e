"""How often one reader may do something in a minute, counted in memory alone."""

import secrets

from django.core.cache import cache

from madang.identity.tags import reader_tag

_SECRET = secrets.token_bytes()


def may(act: str, reader: str, most: int) -> bool:
    """Count one more act of a reader; tell whether it is within what one may in a minute.

    Each worker counts by itself; what stands for a reader means nothing after it ends.
    """
    key = f"{act}:{reader_tag(_SECRET, 0, reader).hex()}"
    if cache.add(key, 1, timeout=60):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:
        # The minute ended between the two.
        return True
