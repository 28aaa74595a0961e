"""The micro-cache: for about a second, one rendered page serves every reader of it.

It stands in front of Django, in each worker's event loop and memory, and keeps only what the page
itself allows (`s-maxage`, no cookie set), so there is nothing to invalidate: a page is at most a
second old. When a page falls due, one reader's request renders it anew; those who ask meanwhile get
the old one, or wait for the first.
"""

import asyncio
import gzip
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings

from madang.site.cache_policy import is_personal
from madang.site.language import reader_language

from .answers import Answer
from .asides import Pages, PagesInFront
from .kept_pages import KeptPages
from .requests import Environ

Key = tuple[str, ...]

MAX_BYTES = 24 * 1024 * 1024
# So long after it fell due a page is still sent, while it is made anew; then it is forgotten.
STALE_SECONDS = 2.0
# An address as long as this is nobody's but its maker's.
MAX_ADDRESS = 2000
_SHARED_FOR = re.compile(r"s-maxage=(\d+)")
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
_COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/atom+xml")


@dataclass(slots=True)
class Page:
    """One rendered page, in both encodings once each was asked for."""

    answer: Answer
    etag: str
    due: float
    viewed: str = ""
    zipped: Answer | None = field(default=None)
    is_compressible: bool = False

    def variant(self, encodings: str) -> Answer:
        """Return the page as a reader takes it who names some encodings."""
        if not self.is_compressible or not takes_gzip(encodings):
            return self.answer
        if self.zipped is None:
            status, headers, body, *_ = self.answer
            body = gzip.compress(body, 6, mtime=0)
            headers = [pair for pair in headers if pair[0] != "Content-Length"]
            headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
            self.zipped = Answer(status, headers, body)
        return self.zipped

    def size(self, key: Key) -> int:
        """Return about how many bytes of memory it takes, compressed once and with its key."""
        return 3 * len(self.answer.body) // 2 + 2048 + 4 * sum(map(len, key))


class MicroCache(PagesInFront):
    """Answers by `pages`, or as they were answered a moment ago; one event loop's alone.

    `on_served` is told what each page showed, kept or not.
    """

    def __init__(
        self,
        pages: Pages,
        on_served: Callable[[Environ, str], None] | None = None,
        *,
        enabled: bool = True,
    ) -> None:
        super().__init__(pages, on_served)
        self.enabled = enabled
        self.pages: KeptPages[Key, Page] = KeptPages()
        self.rendering: dict[Key, asyncio.Future[bool]] = {}

    def kept(self, environ: Environ) -> Answer | None:
        """Return a shared page that is fresh; None if there is none for this request."""
        if not self.enabled or environ["REQUEST_METHOD"] != "GET" or is_personal(environ):
            return None
        page = self.pages.get(page_key(environ))
        if page is None or page.due <= time.monotonic():
            return None
        return self._serve(page, environ)

    async def __call__(self, environ: Environ) -> Answer:
        if not self.enabled or environ["REQUEST_METHOD"] != "GET" or is_personal(environ):
            return await self.pass_on(environ)
        key = page_key(environ)
        if len(environ["PATH_INFO"]) + len(environ["QUERY_STRING"]) > MAX_ADDRESS:
            return await self.pass_on(environ)
        page, now = self.pages.get(key), time.monotonic()
        first = self.rendering.get(key)
        if page is not None and (page.due > now or (first and page.due + STALE_SECONDS > now)):
            return self._serve(page, environ)
        if first is None:
            return await self._renew(key, environ)
        if not await asyncio.shield(first):
            # It came to nothing: one of those who waited is the next first.
            return await self(environ)
        page = self.pages.get(key)
        # Not there: what the first request got was not for sharing.
        return self._serve(page, environ) if page else await self.pass_on(environ)

    async def _renew(self, key: Key, environ: Environ) -> Answer:
        mine = self.rendering[key] = asyncio.get_running_loop().create_future()
        is_done = False
        try:
            # The page is kept uncompressed, for any reader: the first's wishes are left out.
            asked = {k: v for k, v in environ.items() if k not in _FIRST_READERS_OWN}
            # The cookie that may have chosen it stays behind.
            asked["HTTP_ACCEPT_LANGUAGE"] = reader_language(environ)
            aside, answer = await self.ask_django(asked)
            page = self._keep(key, answer, aside.viewed)
            if page is not None:
                # Compressing a long page takes some hundredths of a second.
                wanted = environ.get("HTTP_ACCEPT_ENCODING", "")
                await asyncio.to_thread(page.variant, wanted)
            is_done = True
        finally:
            del self.rendering[key]
            mine.set_result(is_done)
        if page is not None:
            return self._serve(page, environ)
        self.tell(environ, aside.viewed)
        return answer

    def _keep(self, key: Key, answer: Answer, viewed: str) -> Page | None:
        named = {name.lower(): value for name, value in answer.headers}
        shared_for = _SHARED_FOR.search(named.get("cache-control", ""))
        is_whole = answer.rest is None and not answer.file
        self.pages.forget(key)
        if not shared_for or "set-cookie" in named or shared_for.group(1) == "0" or not is_whole:
            return None
        body = answer.body
        etag = 'W/"' + hashlib.blake2b(body, digest_size=12).hexdigest() + '"'
        kept = [pair for pair in answer.headers if pair[0].lower() not in _MADE_ANEW]
        kept += [("ETag", etag), ("Content-Length", str(len(body)))]
        due = time.monotonic() + int(shared_for.group(1))
        page = Page(Answer(answer.status, kept, body), etag, due, viewed)
        kind = named.get("content-type", "")
        page.is_compressible = len(body) > 500 and kind.startswith(_COMPRESSIBLE)
        self.pages.keep(key, page)
        self.pages.make_room(most=MAX_BYTES, due_before=time.monotonic() - STALE_SECONDS)
        return page

    def _serve(self, page: Page, environ: Environ) -> Answer:
        self.tell(environ, page.viewed)
        if environ.get("HTTP_IF_NONE_MATCH") == page.etag:
            return Answer(304, [("ETag", page.etag)])
        return page.variant(environ.get("HTTP_ACCEPT_ENCODING", ""))


def takes_gzip(encodings: str) -> bool:
    """Tell whether a reader takes gzip."""
    # Nearly nobody says how much they like it.
    return "gzip" in encodings and bool(_GZIP.search(encodings))


def page_key(environ: Environ) -> Key:
    """Return what a page is kept under: all that it may depend on, but for who asks."""
    return (
        environ.get("HTTP_HOST", ""),
        environ["PATH_INFO"],
        environ["QUERY_STRING"],
        reader_language(environ),
        # Without a proxy anybody may say anything, and nobody listens.
        environ.get("HTTP_X_FORWARDED_PROTO", "") if settings.TRUSTED_PROXIES else "",
    )


_MADE_ANEW = frozenset(("content-length", "etag"))
_FIRST_READERS_OWN = frozenset(
    ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_COOKIE")
)
