"""Emoji and what they are called, for fields in which they complete as one types a colon."""

import json
from functools import cache

from django.http import HttpRequest, HttpResponse

DAY_SECONDS = 24 * 60 * 60
_SKIN_TONES = range(0x1F3FB, 0x1F3FF + 1)


def emoji_names(request: HttpRequest) -> HttpResponse:
    """Answer [emoji, names] of all emoji: their Korean name, their English one, short ones."""
    response = HttpResponse(_names(), content_type="application/json")
    response["Cache-Control"] = f"public, max-age={DAY_SECONDS}"
    return response


@cache
def _names() -> bytes:
    # Read by few processes, and only once somebody asks.
    import emoji

    emoji.config.load_language("ko")
    complete = emoji.STATUS["fully_qualified"]
    found = [
        [letter, " ".join(_called(values))]
        for letter, values in emoji.EMOJI_DATA.items()
        if values["status"] == complete and not any(ord(part) in _SKIN_TONES for part in letter)
    ]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _called(values: dict[str, object]) -> list[str]:
    names = [values.get("ko"), values["en"], *(values.get("alias") or ())]  # type: ignore[misc]
    return list(dict.fromkeys(str(name).strip(":").lower() for name in names if name))
