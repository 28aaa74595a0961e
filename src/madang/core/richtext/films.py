"""Films of the sites whose players may be shown within a page."""

import re
from urllib.parse import parse_qs, urlsplit


def film_of(address: str) -> str:
    """Return where a film can be watched within a page; empty for what is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host, path = (parts.hostname or "").removeprefix("www.").removeprefix("m."), parts.path
    if host in ("youtube.com", "youtube-nocookie.com"):
        shown = parse_qs(parts.query).get("v", [""])[0] if path == "/watch" else path.split("/")[-1]
        return (
            _youtube(shown) if path == "/watch" or path.startswith(("/shorts/", "/live/")) else ""
        )
    if host == "youtu.be":
        return _youtube(path.removeprefix("/"))
    if host == "vimeo.com" and (found := re.fullmatch(r"/(\d{1,12})", path)):
        return f"https://player.vimeo.com/video/{found[1]}?dnt=1"
    return ""


def _youtube(film: str) -> str:
    whole = re.fullmatch(r"[\w-]{11}", film)
    return f"https://www.youtube-nocookie.com/embed/{film}" if whole else ""
