"""Reading a page or a picture of another site: little, soon, and from public addresses alone."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings

from madang.core.outgoing import deadline, outgoing_session

from .charsets import decoded

PAGE_BYTES, PICTURE_BYTES = 512 * 1024, 6 * 1024 * 1024
REDIRECTS = 5
SECONDS, WAIT_SECONDS = 12.0, 5.0
AGENT = "Mozilla/5.0 (compatible; Madang link card)"
_REDIRECTED = (301, 302, 303, 307, 308)
_PAGES = ("text/html", "application/xhtml+xml")
# What has no body, or not the whole of it.
_WITHOUT_BODY = (204, 205, 206)


class NotFetched(Exception):
    """It could not be read; `gone` where the other site says that it is not there."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone


class Fetched(NamedTuple):
    """What was read: from where in the end, of what type, its first bytes."""

    address: str
    kind: str
    charset: str
    body: bytes

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page: by its type, or, where none is said, by how it begins."""
        return self.kind in _PAGES or (not self.kind and self.body.lstrip()[:1] == b"<")

    @property
    def text(self) -> str:
        return decoded(self.body, self.charset)


def fetch(address: str, *, most: int, whole: bool) -> Fetched:
    """Read an address, following a few redirects, each of them looked at as the first one.

    Raises NotFetched; also for more than `most` bytes where the `whole` is needed.
    """
    until = time.monotonic() + SECONDS
    with outgoing_session(settings.LINKS_INSIDE) as session, deadline(SECONDS):
        for _redirect in range(REDIRECTS + 1):
            must_be_outside(address)
            with _asked(session, address) as answer:
                onward = _as_utf8(answer.headers.get("Location", ""))
                if answer.status_code in _REDIRECTED and onward:
                    address = urljoin(address, onward)
                    continue
                if not answer.ok or answer.status_code in _WITHOUT_BODY:
                    gone = answer.status_code in (404, 410)
                    raise NotFetched(f"answered {answer.status_code}", gone=gone)
                kind, _sep, more = answer.headers.get("Content-Type", "").partition(";")
                found = re.search(r"charset\s*=\s*[\"']?([\w:-]+)", more, re.IGNORECASE)
                body = _body(answer, most, whole, until)
                return Fetched(address, kind.strip().lower(), found[1] if found else "", body)
    raise NotFetched("too many redirects")


def must_be_outside(address: str) -> None:
    """Raise NotFetched for an address that no reader would be shown a card of."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotFetched("no address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotFetched("not on the web")
    if parts.username is not None or parts.password is not None or "\\" in address:
        raise NotFetched("an address that is not what it looks like")
    if port not in (None, 80, 443) and f"{parts.hostname}:{port}" not in settings.LINKS_INSIDE:
        raise NotFetched("not a port of the web")


@contextmanager
def _asked(session: requests.Session, address: str) -> Iterator[requests.Response]:
    headers = {"User-Agent": AGENT, "Accept": "text/html,image/*;q=0.9,*/*;q=0.1"}
    try:
        with session.get(
            address, headers=headers, stream=True, timeout=WAIT_SECONDS, allow_redirects=False
        ) as answer:
            yield answer
    except (requests.RequestException, ValueError, OSError) as error:
        raise NotFetched(type(error).__name__) from None


def _as_utf8(header: str) -> str:
    """Return a header with the letters that servers write into it, which are UTF-8 by now."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _body(answer: requests.Response, most: int, whole: bool, until: float) -> bytes:
    parts: list[bytes] = []
    length = 0
    # Of a page that ends too early, or says more than it has, the beginning is enough.
    answer.raw.enforce_content_length = whole
    try:
        for part in answer.iter_content(16 * 1024):
            parts.append(part)
            length += len(part)
            if length > most and whole:
                raise NotFetched("too large")
            if length >= most or time.monotonic() > until:
                break
    except requests.RequestException:
        if whole or not parts:
            raise
    return b"".join(parts)[:most]
