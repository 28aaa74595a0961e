"""Pages that members share: for about a second, one rendering serves all who are in one state.

A page of this kind says what it is about and how its reader stands to that
(`core.http.shared_pages`). The next reader's own state is read by a few keys, and whoever stands
the same gets the same page, with form tokens of their own in its holes; anybody else, and whoever
wrote something a moment ago, is served by Django. So a page shows nobody anything that Django did
not make for somebody in the very same state.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor
from typing import NamedTuple

from django.conf import settings
from django.http import parse_cookie

from madang.core.db.beside import connection_beside
from madang.core.http.shared_pages import SharedPage, Values, new_idempotency_key, read_shared
from madang.site.cache_policy import COMMON_PATHS, FORM_PATHS

from .answers import Answer
from .asides import Pages, PagesInFront
from .form_tokens import is_secret, masked
from .holes import Holed, Zipped
from .kept_pages import KeptPages
from .microcache import MAX_ADDRESS, Key, page_key, takes_gzip
from .requests import Environ

log = logging.getLogger(__name__)
# How the account of a session stands to what a kind of page is about.
StateOf = Callable[[str, str, Values], Values | None]
MAX_BYTES = 12 * 1024 * 1024
MAX_HINTS = 4096
_COOKIE = f"{settings.CSRF_COOKIE_NAME}="


class Spot(NamedTuple):
    """Where a shared page is kept: its address, what it is about, and the state of its readers."""

    key: Key
    kind: str
    about: Values
    state: Values


class Hint(NamedTuple):
    """What a page at an address was about when it was made last."""

    kind: str
    about: Values
    has_token: bool


class Reader(NamedTuple):
    """What a browser says of its member: the session, and the secret of its forms if any."""

    session: str
    secret: str


class MemberPage:
    """One page for all members in one state."""

    def __init__(
        self, answer: Answer, shared: SharedPage, reader: Reader, viewed: str, due: float
    ) -> None:
        self.status, self.viewed, self.due = answer.status, viewed, due
        # What follows the browser's own secret where its cookie is renewed.
        self.cookie = ""
        self.headers = []
        self.is_anybodys = True
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                before, own, self.cookie = value.partition(f"{_COOKIE}{reader.secret};")
                self.is_anybodys &= bool(own) and not before.strip()
            elif name.lower() != "content-length":
                self.headers.append((name, value))
        self.has_token = bool(shared.token)
        self.body = Holed(answer.body, [shared.token.encode(), shared.once.encode()])
        self.zipped: Zipped | None = None

    def answer(self, secret: str, encodings: str) -> Answer:
        """Return the page for one reader, who has a secret for forms if it has any."""
        token = masked(secret) if self.has_token else b""
        fillings = [token, new_idempotency_key().encode()]
        headers = list(self.headers)
        if self.cookie:
            headers.append(("Set-Cookie", f"{_COOKIE}{secret};{self.cookie}"))
        if takes_gzip(encodings):
            self.zipped = self.zipped or self.body.zipped()
            body = self.zipped.filled(fillings)
            headers.append(("Content-Encoding", "gzip"))
        else:
            body = self.body.filled(fillings)
        headers.append(("Content-Length", str(len(body))))
        return Answer(self.status, headers, body)

    def size(self, spot: Spot) -> int:
        """Return about how many bytes of memory it takes, compressed once and with its address."""
        return 3 * sum(map(len, self.body.parts)) // 2 + 4096 + 4 * sum(map(len, spot.key))


class MemberPages(PagesInFront):
    """Answers members by `pages`, or as somebody in their state was answered a moment ago.

    One event loop's alone. `state_of` reads how a session's account stands to a page: at once where
    the database is read beside Django, else in a thread of `pool`; `forget_states` is called some
    time after. `on_served` is told what each page showed.
    """

    def __init__(
        self,
        pages: Pages,
        state_of: StateOf,
        pool: Callable[[], Executor],
        on_served: Callable[[Environ, str], None] | None = None,
        *,
        seconds: float,
        forget_states: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(pages, on_served)
        self.state_of, self.pool = state_of, pool
        self.seconds, self.forget_states = seconds, forget_states
        self.kept: KeptPages[Spot, MemberPage] = KeptPages()
        # What a page at an address was about when it was made last.
        self.hints: OrderedDict[Key, Hint] = OrderedDict()
        self.rendering: dict[Spot, asyncio.Future[bool]] = {}
        self.tidying: asyncio.TimerHandle | None = None

    def reader(self, environ: Environ) -> Reader | None:
        """Return who asks, if it is a member who reads; None for all else."""
        cookies = environ.get("HTTP_COOKIE", "")
        if (
            settings.SESSION_COOKIE_NAME not in cookies
            or "messages" in cookies
            or self.seconds <= 0
            or environ["REQUEST_METHOD"] != "GET"
            or environ["PATH_INFO"].startswith((FORM_PATHS, COMMON_PATHS))
        ):
            return None
        given = parse_cookie(cookies)
        session = given.get(settings.SESSION_COOKIE_NAME, "")
        return Reader(session, given.get(settings.CSRF_COOKIE_NAME, "")) if session else None

    async def __call__(self, environ: Environ, reader: Reader) -> Answer:
        key, arrived = page_key(environ), time.monotonic()
        if sum(map(len, key)) > MAX_ADDRESS:
            return await self.pass_on(environ)
        hint = self.hints.get(key)
        if hint is None:
            return await self._render(key, environ, reader)
        state = await self._state(reader, hint)
        # What was written since then is newer than pages that were fresh when this was asked.
        if state is None or time.monotonic() - arrived > self.seconds:
            return await self._render(key, environ, reader)
        spot = Spot(key, hint.kind, hint.about, state)
        while True:
            if answer := self._fresh(spot, reader, environ, arrived):
                return answer
            first = self.rendering.get(spot)
            if first is None:
                return await self._render_first(spot, environ, reader)
            if not await asyncio.shield(first):
                # It came to nothing that could be shared.
                return await self._render(key, environ, reader)

    async def _render_first(self, spot: Spot, environ: Environ, reader: Reader) -> Answer:
        """Render for all who wait meanwhile, and tell them whether it is for them."""
        done = self.rendering[spot] = asyncio.get_running_loop().create_future()
        try:
            return await self._render(spot.key, environ, reader)
        finally:
            del self.rendering[spot]
            done.set_result(spot in self.kept)

    async def _state(self, reader: Reader, hint: Hint) -> Values | None:
        """Return how a reader stands to what a page was about; None for a page of their own."""
        if hint.has_token and not is_secret(reader.secret):
            return None
        asked = (reader.session, hint.kind, hint.about)
        try:
            if connection_beside() is not None:
                return self.state_of(*asked)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self.pool(), self.state_of, *asked)
        except Exception as error:  # noqa: BLE001
            # Whatever it was: Django's own way of asking may be luckier, or says what is wrong.
            log.warning("a member's state could not be read: %s", type(error).__name__)
            return None

    def _fresh(self, spot: Spot, reader: Reader, environ: Environ, arrived: float) -> Answer | None:
        """Return the page of a spot that was fresh when somebody asked, if there is one."""
        page = self.kept.get(spot)
        if page is None or page.due <= arrived:
            return None
        self.tell(environ, page.viewed)
        return page.answer(reader.secret, environ.get("HTTP_ACCEPT_ENCODING", ""))

    async def _render(self, key: Key, environ: Environ, reader: Reader) -> Answer:
        """Let Django answer, and keep the answer if members share it."""
        # What is read while it is made is no older than this.
        begun = time.monotonic()
        aside, answer = await self.ask_django(environ)
        self.tell(environ, aside.viewed)
        if not aside.shared:
            # If it was before, nobody need wait for another any more.
            self.hints.pop(key, None)
            return answer
        shared = read_shared(aside.shared)
        page = MemberPage(answer, shared, reader, aside.viewed, begun + self.seconds)
        if not page.is_anybodys:
            return answer
        encodings = environ.get("HTTP_ACCEPT_ENCODING", "")
        if takes_gzip(encodings):
            # Compressing a long page takes some thousandths of a second.
            page.zipped = await asyncio.to_thread(page.body.zipped)
        self._keep(Spot(key, shared.kind, shared.about, shared.state), page)
        return page.answer(reader.secret, encodings)

    def _keep(self, spot: Spot, page: MemberPage) -> None:
        self.hints[spot.key] = Hint(spot.kind, spot.about, page.has_token)
        self.hints.move_to_end(spot.key)
        if len(self.hints) > MAX_HINTS:
            self.hints.popitem(last=False)
        before = self.kept.get(spot)
        if before is not None and before.due > page.due:
            # Begun earlier, and done later.
            return
        self.kept.keep(spot, page)
        # What took long may be due by now: it is for those who waited.
        self.kept.make_room(most=MAX_BYTES, due_before=time.monotonic(), but=1)
        self._tidy_later()

    def _tidy(self) -> None:
        self.tidying = None
        self.kept.make_room(most=MAX_BYTES, due_before=time.monotonic())
        self.forget_states()
        if self.kept:
            self._tidy_later()

    def _tidy_later(self) -> None:
        """Forget soon what nobody asks for any more: it says who read what."""
        if self.tidying is None:
            loop = asyncio.get_running_loop()
            self.tidying = loop.call_later(2 * self.seconds, self._tidy)
