"""Tokens of forms, as Django's middleware checks them, in a few microseconds each.

A token is the browser's secret, masked anew each time: 32 letters that are the mask, and 32 that
are the secret shifted by it (`django.middleware.csrf`).
"""

import os
import re
import string

LETTERS = string.ascii_letters + string.digits
SECRET_LENGTH = 32
_SECRET = re.compile(f"[{LETTERS}]{{{SECRET_LENGTH}}}")
# Bytes that would make some letters likelier than others are left out.
_EVEN = 256 - 256 % len(LETTERS)
_LETTER_OF = bytes(ord(LETTERS[byte % len(LETTERS)]) for byte in range(256))
_LEFT_OUT = bytes(range(_EVEN, 256))
_PLACE = {letter: place for place, letter in enumerate(LETTERS)}
_TWICE = LETTERS * 2


def is_secret(cookie: str) -> bool:
    """Tell whether a cookie is a secret as it is; older ones are masked themselves."""
    return _SECRET.fullmatch(cookie) is not None


def masked(secret: str) -> bytes:
    """Return a new token of a browser's secret."""
    mask = b""
    while len(mask) < SECRET_LENGTH:
        mask += os.urandom(2 * SECRET_LENGTH).translate(_LETTER_OF, _LEFT_OUT)
    text = mask[:SECRET_LENGTH].decode()
    shifted = [_TWICE[_PLACE[a] + _PLACE[b]] for a, b in zip(secret, text, strict=True)]
    return (text + "".join(shifted)).encode()
