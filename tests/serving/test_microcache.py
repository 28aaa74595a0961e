"""The micro-cache: one rendering for many readers, and never one person's page for another."""

import asyncio
import gzip
from typing import Any

import pytest

from madang.serving import microcache
from madang.serving.answers import Answer
from madang.serving.microcache import MicroCache


class Site:
    """A small site that counts how often it was asked."""

    def __init__(self, **headers: str) -> None:
        self.asked = 0
        self.headers = {"Content-Type": "text/html", "Cache-Control": "s-maxage=1", **headers}
        self.status = 200
        self.gate: asyncio.Event | None = None

    async def __call__(self, environ: dict[str, Any]) -> Answer:
        self.asked += 1
        body = f"{environ['PATH_INFO']} {self.asked} ".encode() * 200
        if self.gate:
            await self.gate.wait()
        return Answer(self.status, list(self.headers.items()), body)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock = [1000.0]
    monkeypatch.setattr(microcache.time, "monotonic", lambda: clock[0])
    return clock


async def ask(cache: MicroCache, path: str = "/", **headers: str) -> Any:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "h"}
    answer = await cache({**environ, **headers})
    return answer.status, dict(answer.headers), answer.body


def get(cache: MicroCache, path: str = "/", **headers: str) -> tuple[int, dict[str, str], bytes]:
    return asyncio.run(ask(cache, path, **headers))


def test_it_renders_once_while_a_page_is_fresh(now: list[float]) -> None:
    site = Site()
    cache = MicroCache(site)
    first = get(cache)
    now[0] += 0.9
    assert get(cache) == first and site.asked == 1
    now[0] += 0.2
    assert get(cache) != first and site.asked == 2


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/other"},
        {"QUERY_STRING": "page=2"},
        {"HTTP_HOST": "other"},
        {"HTTP_ACCEPT_LANGUAGE": "en"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
    ],
)
def test_different_pages_are_kept_apart(
    now: list[float], other: dict[str, str], settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 1
    site = Site()
    cache = MicroCache(site)
    get(cache)
    get(cache, **other)
    assert site.asked == 2


@pytest.mark.parametrize(
    "cookie", ["sessionid=abc", "a=b; messages=x", "sessionid =abc", "a=b;\tsessionid\t= abc"]
)
def test_a_signed_in_reader_gets_a_page_of_their_own(now: list[float], cookie: str) -> None:
    site = Site()
    cache = MicroCache(site)
    shared = get(cache)
    own = get(cache, HTTP_COOKIE=cookie)
    assert own[2] != shared[2] and get(cache)[2] == shared[2]
    assert get(cache, HTTP_COOKIE="theme=dark")[2] == shared[2]


def test_a_chosen_language_is_one_of_two_variants(now: list[float]) -> None:
    site = Site()
    cache = MicroCache(site)
    korean, english = get(cache), get(cache, HTTP_ACCEPT_LANGUAGE="en")
    assert get(cache, HTTP_COOKIE="language=en", HTTP_ACCEPT_LANGUAGE="ko") == english
    assert get(cache, HTTP_COOKIE="a=b; language=ko", HTTP_ACCEPT_LANGUAGE="en") == korean
    for nonsense in ("language=fr", "xlanguage=en", "language=en-US", "language="):
        assert get(cache, HTTP_COOKIE=nonsense) == korean
    assert site.asked == 2


@pytest.mark.parametrize(
    "headers",
    [{"Cache-Control": "private"}, {"Set-Cookie": "a=b"}, {"Cache-Control": "s-maxage=0"}],
)
def test_what_a_page_does_not_allow_is_not_kept(now: list[float], headers: dict[str, str]) -> None:
    site = Site(**headers)
    cache = MicroCache(site)
    assert get(cache)[2] != get(cache)[2] and not cache.pages


def test_a_browser_that_has_it_is_told_so(now: list[float]) -> None:
    cache = MicroCache(Site())
    etag = get(cache)[1]["ETag"]
    status, _, body = get(cache, HTTP_IF_NONE_MATCH=etag)
    assert status == 304 and body == b""


def test_it_is_compressed_for_those_who_take_it(now: list[float]) -> None:
    cache = MicroCache(Site())
    plain = get(cache)[2]
    _, headers, body = get(cache, HTTP_ACCEPT_ENCODING="br, gzip")
    assert headers["Content-Encoding"] == "gzip" and headers["Content-Length"] == str(len(body))
    assert gzip.decompress(body) == plain


def test_the_first_readers_cookies_and_wishes_do_not_reach_the_shared_page(
    now: list[float],
) -> None:
    seen: list[dict[str, Any]] = []

    async def site(environ: dict[str, Any]) -> Answer:
        seen.append(environ)
        return Answer(200, [("Cache-Control", "s-maxage=1")])

    get(MicroCache(site), HTTP_COOKIE="x=1", HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH="y")
    assert not {"HTTP_COOKIE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH"} & set(seen[0])


def test_many_readers_at_once_wait_for_one_rendering() -> None:
    site = Site()

    async def go() -> set[bytes]:
        site.gate = asyncio.Event()
        cache = MicroCache(site)
        readers = [asyncio.create_task(ask(cache)) for _ in range(8)]
        await asyncio.sleep(0)
        site.gate.set()
        return {body for _status, _headers, body in await asyncio.gather(*readers)}

    assert len(asyncio.run(go())) == 1 and site.asked == 1


def test_who_comes_while_a_page_is_made_anew_gets_the_old_one(now: list[float]) -> None:
    site = Site()

    async def go() -> None:
        cache = MicroCache(site)
        old = await ask(cache)
        site.gate = asyncio.Event()
        now[0] += 2
        first = asyncio.create_task(ask(cache))
        await asyncio.sleep(0)
        assert await ask(cache) == old
        site.gate.set()
        assert await first != old

    asyncio.run(go())


def test_what_is_made_piece_by_piece_is_nobody_elses(now: list[float]) -> None:
    async def site(environ: dict[str, Any]) -> Answer:
        return Answer(200, [("Cache-Control", "s-maxage=1")], rest=iter([b"a"]))

    cache = MicroCache(site)
    get(cache)
    assert not cache.pages


def test_a_failure_is_passed_on_and_does_not_lock_the_page(now: list[float]) -> None:
    async def broken(environ: dict[str, Any]) -> Answer:
        raise RuntimeError("broken")

    cache = MicroCache(broken)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            get(cache)
    assert not cache.rendering


def test_it_stays_within_its_memory(now: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microcache, "MAX_BYTES", 20_000)
    cache = MicroCache(Site())
    for number in range(50):
        get(cache, f"/{number}")
    assert cache.pages.bytes <= 20_000 and cache.pages.bytes == sum(
        page.size(key) for key, page in cache.pages.items()
    )


def test_what_a_page_showed_is_told_each_time_it_is_served(now: list[float]) -> None:
    told: list[tuple[str, str]] = []
    site = Site(**{"Madang-Viewed": "post:7"})
    cache = MicroCache(
        site, on_served=lambda environ, viewed: told.append((environ["PATH_INFO"], viewed))
    )
    answers = [get(cache, "/a"), get(cache, "/a"), get(cache, "/a", HTTP_COOKIE="sessionid=x")]
    assert told == [("/a", "post:7")] * 3
    assert all("Madang-Viewed" not in headers for _status, headers, _body in answers)


def test_a_page_that_shows_nothing_to_count_is_not_told(now: list[float]) -> None:
    told: list[str] = []
    get(MicroCache(Site(), on_served=lambda environ, viewed: told.append(viewed)), "/a")
    assert not told


def test_an_old_page_is_sent_for_two_seconds_and_then_forgotten(now: list[float]) -> None:
    site = Site()

    async def go() -> None:
        cache = MicroCache(site)
        old = await ask(cache)
        site.gate = asyncio.Event()
        now[0] += 60
        first, second = (asyncio.create_task(ask(cache)) for _ in range(2))
        await asyncio.sleep(0)
        site.gate.set()
        assert await first == await second != old

    asyncio.run(go())


def test_what_fell_due_long_ago_takes_no_memory(now: list[float]) -> None:
    cache = MicroCache(Site())
    get(cache, "/a")
    now[0] += 60
    get(cache, "/b")
    assert [key[1] for key in cache.pages] == ["/b"]


def test_very_long_addresses_are_nobody_elses(now: list[float]) -> None:
    cache = MicroCache(Site())
    get(cache, "/a", QUERY_STRING="x" * 3000)
    assert not cache.pages


def test_those_who_waited_for_a_failure_choose_another_first(now: list[float]) -> None:
    asked = []

    async def site(environ: dict[str, Any]) -> Answer:
        asked.append(1)
        is_first = len(asked) == 1
        # Till all the others wait; the clock stands still here.
        for _ in range(5):
            await asyncio.sleep(0)
        if is_first:
            raise RuntimeError("broken")
        return Answer(200, [("Cache-Control", "s-maxage=1")], b"page")

    async def go() -> list[Any]:
        cache = MicroCache(site)
        return await asyncio.gather(*(ask(cache) for _ in range(9)), return_exceptions=True)

    answers = asyncio.run(go())
    assert sum(isinstance(one, RuntimeError) for one in answers) == 1 and len(asked) == 2


@pytest.mark.parametrize(
    ("encodings", "is_zipped"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("gzip; q=0.0, br", False)],
)
def test_who_takes_no_gzip_gets_none(encodings: str, is_zipped: bool, now: list[float]) -> None:
    headers = get(MicroCache(Site()), HTTP_ACCEPT_ENCODING=encodings)[1]
    assert ("Content-Encoding" in headers) is is_zipped
