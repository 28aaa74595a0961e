"""How often somebody may search."""

from django.conf import settings


def searches_a_minute(times: int = 1) -> str:
    """Return the limit of searches, so many times over."""
    return f"{times * settings.SEARCHES_A_MINUTE}/minute"
