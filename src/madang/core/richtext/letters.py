"""Which letters a text may be made of."""

# Spaces other than the plain one, and the joiners that emoji and some scripts are written with.
_KEPT = "\u00a0\u3000\u2002\u2003\u2009\u200c\u200d"


def without_unseen(text: str) -> str:
    """Return a text without control characters and what turns or hides its letters."""
    return "".join(ch for ch in text if ch in "\n\t\r" or ch.isprintable() or ch in _KEPT)


def can_be_seen(text: str) -> bool:
    """Tell whether a text has anything but spaces and joiners."""
    return any(not (ch.isspace() or ch in _KEPT) for ch in text)
