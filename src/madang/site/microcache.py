"""The micro-cache: for about a second, one rendered page serves every reader of it.

A WSGI layer in front of Django, in each worker's memory. It keeps only what the page itself allows
(`s-maxage`, no cookie set), so there is nothing to invalidate: a page is at most a second old. When
a page falls due, one reader's request renders it anew; those who ask meanwhile get the old one,
or wait for the first.
"""

import gzip
import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from madang.core.http.viewed import HEADER

from .cache_policy import is_personal
from .language import language_of

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

MAX_BYTES = 24 * 1024 * 1024
WAIT_SECONDS = 10.0
_SHARED_FOR = re.compile(r"s-maxage=(\d+)")
_COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/atom+xml")


@dataclass(slots=True)
class Page:
    """One rendered page, in both encodings once each was asked for."""

    status: str
    headers: Headers
    body: bytes
    etag: str
    due: float
    viewed: str = ""
    renewing: bool = False
    zipped: tuple[Headers, bytes] | None = field(default=None)

    def variant(self, zipped: bool) -> tuple[Headers, bytes]:
        if not zipped:
            return self.headers, self.body
        if self.zipped is None:
            body = gzip.compress(self.body, 6, mtime=0)
            headers = [pair for pair in self.headers if pair[0] != "Content-Length"]
            headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
            self.zipped = headers, body
        return self.zipped

    @property
    def size(self) -> int:
        return len(self.body) + 2048


class MicroCache:
    """Wraps a WSGI application; `on_served` is told what each page showed, cached or not."""

    def __init__(
        self,
        application: Application,
        on_served: Callable[[Environ, str], None] | None = None,
        *,
        enabled: bool = True,
    ) -> None:
        self.enabled = enabled
        self.application = application
        self.on_served = on_served
        self.pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self.bytes = 0
        self.lock = threading.Lock()
        self.rendering: dict[tuple[str, ...], threading.Event] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not self.enabled or environ["REQUEST_METHOD"] != "GET" or is_personal(environ):
            return self._pass(environ, start_response)
        key = (
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            language_of(environ.get("HTTP_ACCEPT_LANGUAGE", "")),
            environ.get("HTTP_X_FORWARDED_PROTO", ""),
        )
        page = self.pages.get(key)
        if page is None or (page.due <= time.monotonic() and not page.renewing):
            return self._renew(key, page, environ, start_response)
        return self._send(page, environ, start_response)

    def _renew(
        self, key: tuple[str, ...], old: Page | None, environ: Environ, start: StartResponse
    ) -> Iterable[bytes]:
        with self.lock:
            first = self.rendering.get(key)
            if first is None:
                mine = self.rendering[key] = threading.Event()
                if old is not None:
                    old.renewing = True
        if first is not None:
            if old is None:
                first.wait(WAIT_SECONDS)
            page = self.pages.get(key)
            # Not there: what the first request got was not for sharing.
            return self._send(page, environ, start) if page else self._pass(environ, start)
        try:
            status, headers, body = self._render(environ)
            viewed, headers = _viewed(headers)
            page = self._keep(key, status, headers, body, viewed)
        finally:
            if old is not None:
                old.renewing = False
            del self.rendering[key]
            mine.set()
        if page is not None:
            return self._send(page, environ, start)
        self._tell(environ, viewed)
        start(status, headers)
        return [body]

    def _render(self, environ: Environ) -> tuple[str, Headers, bytes]:
        caught: list[Any] = []
        # The page is kept uncompressed, for any reader: the first reader's wishes are left out.
        asked = {k: v for k, v in environ.items() if k not in _FIRST_READERS_OWN}
        answer = self.application(asked, lambda *args: caught.extend(args))
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close:
                close()
        return caught[0], caught[1], body

    def _keep(
        self, key: tuple[str, ...], status: str, headers: Headers, body: bytes, viewed: str
    ) -> Page | None:
        named = {name.lower(): value for name, value in headers}
        shared_for = _SHARED_FOR.search(named.get("cache-control", ""))
        if not shared_for or "set-cookie" in named or shared_for.group(1) == "0":
            self._drop(key)
            return None
        etag = 'W/"' + hashlib.blake2b(body, digest_size=12).hexdigest() + '"'
        kept = [pair for pair in headers if pair[0].lower() not in ("content-length", "etag")]
        kept += [("ETag", etag), ("Content-Length", str(len(body)))]
        due = time.monotonic() + int(shared_for.group(1))
        page = Page(status, kept, body, etag, due, viewed)
        with self.lock:
            self._forget(key)
            self.pages[key] = page
            self.bytes += page.size
            while self.bytes > MAX_BYTES:
                self._forget(next(iter(self.pages)))
        return page

    def _drop(self, key: tuple[str, ...]) -> None:
        with self.lock:
            self._forget(key)

    def _forget(self, key: tuple[str, ...]) -> None:
        page = self.pages.pop(key, None)
        if page is not None:
            self.bytes -= page.size

    def _send(self, page: Page, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        self._tell(environ, page.viewed)
        if environ.get("HTTP_IF_NONE_MATCH") == page.etag:
            start("304 Not Modified", [("ETag", page.etag)])
            return [b""]
        zipped = (
            "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
            and len(page.body) > 500
            and dict(page.headers).get("Content-Type", "").startswith(_COMPRESSIBLE)
        )
        headers, body = page.variant(zipped)
        start(page.status, headers)
        return [body]

    def _pass(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: Headers, *rest: Any) -> Any:
            viewed, headers = _viewed(headers)
            self._tell(environ, viewed)
            return start_response(status, headers, *rest)

        return self.application(environ, start)

    def _tell(self, environ: Environ, viewed: str) -> None:
        if viewed and self.on_served is not None and environ["REQUEST_METHOD"] == "GET":
            self.on_served(environ, viewed)


def _viewed(headers: Headers) -> tuple[str, Headers]:
    """Return what an answer says that it shows, and its headers without that."""
    said = [value for name, value in headers if name == HEADER]
    return (said[0], [pair for pair in headers if pair[0] != HEADER]) if said else ("", headers)


_FIRST_READERS_OWN = frozenset(
    ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_COOKIE")
)
