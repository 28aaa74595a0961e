"""Reading a page or a picture of another site: little, soon, and from public addresses alone."""

import re
import time
from codecs import lookup
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import requests
from charset_normalizer import from_bytes
from django.conf import settings

from madang.core.outgoing import deadline, outgoing_session

PAGE_BYTES, PICTURE_BYTES = 512 * 1024, 6 * 1024 * 1024
REDIRECTS = 5
SECONDS, WAIT_SECONDS = 12.0, 5.0
AGENT = "Mozilla/5.0 (compatible; Madang link card)"
_REDIRECTED = (301, 302, 303, 307, 308)
_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# What Korean pages call it, and what it is.
_ALIASES = {"euc-kr": "cp949", "euc_kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949"}
# Codecs that decode in no time whatever they are given; Python knows others that take minutes.
CHARSETS = {"ascii", "utf-8", "utf-8-sig", "utf-16", "cp949", "euc_kr", "johab", "iso8859-1"}
CHARSETS |= {"iso8859-15", "cp1252", "shift_jis", "cp932", "euc_jp", "gb2312", "gbk", "gb18030"}
CHARSETS |= {"big5", "cp1251", "koi8-r"}


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


def fetch(address: str, *, most: int, whole: bool) -> Fetched:
    """Read an address, following a few redirects, each of them looked at as the first one.

    Raises NotFetched; also for more than `most` bytes where the `whole` is needed.
    """
    until = time.monotonic() + SECONDS
    with outgoing_session(settings.LINKS_INSIDE) as session, deadline(SECONDS):
        for _redirect in range(REDIRECTS + 1):
            must_be_outside(address)
            with _asked(session, address) as answer:
                onward = answer.headers.get("Location")
                if answer.status_code in _REDIRECTED and onward:
                    address = urljoin(address, onward)
                    continue
                if answer.status_code != 200:
                    gone = answer.status_code in (404, 410)
                    raise NotFetched(f"answered {answer.status_code}", gone=gone)
                kind, _sep, more = answer.headers.get("Content-Type", "").partition(";")
                found = re.search(r"charset=[\"']?([\w-]+)", more, re.IGNORECASE)
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


def text_of(page: Fetched) -> str:
    """Return a page as text, by what it says of its letters, or else by what they look like."""
    said = page.charset
    if not said and (found := _META.search(page.body[:4096])):
        said = found[1].decode()
    name = _ALIASES.get(said.lower(), said) or "utf-8"
    try:
        if lookup(name).name in CHARSETS:
            return page.body.decode(name)
    except (LookupError, UnicodeDecodeError):
        pass
    try:
        # The end may be within a letter: only the beginning is read.
        return page.body[:-4].decode("utf-8") if page.body else ""
    except UnicodeDecodeError:
        guess = from_bytes(page.body, cp_isolation=["cp949", "utf_8", "cp1252"]).best()
        return str(guess) if guess else page.body.decode("utf-8", "replace")


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


def _body(answer: requests.Response, most: int, whole: bool, until: float) -> bytes:
    parts, length = [], 0
    for part in answer.iter_content(16 * 1024):
        parts.append(part)
        length += len(part)
        if length > most and whole:
            raise NotFetched("too large")
        if length >= most or time.monotonic() > until:
            break
    return b"".join(parts)[:most]
