"""Requests wait for one another, but for none that is slow."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from madang.serving import django_calls
from madang.serving.django_calls import DjangoCalls


class Site:
    """A site of two pages: a quick one, and one that is only ready when it is let go."""

    def __init__(self) -> None:
        self.begun, self.ready = threading.Event(), threading.Event()
        self.asked: list[str] = []
        self.threads: set[int] = set()

    def __call__(self, environ: Any, start: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        self.threads.add(threading.get_ident())
        if environ["PATH_INFO"] == "/slow":
            self.begun.set()
            assert self.ready.wait(60)
        start("200 OK", [])
        return Body([environ["PATH_INFO"].encode()])


class Body(list[bytes]):
    def close(self) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.ready.set()


async def answers(calls: DjangoCalls, *paths: str) -> list[bytes]:
    found = await asyncio.gather(*(calls({"PATH_INFO": path}) for path in paths))
    return [one.body for one in found]


def test_one_thread_answers_what_is_quick(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(django_calls, "SLOW_SECONDS", 60)
    calls = DjangoCalls(site, threads=4)
    paths = [f"/{number}" for number in range(30)]
    assert asyncio.run(answers(calls, *paths)) == [path.encode() for path in paths]
    assert site.asked == paths
    assert len(site.threads) == 1
    calls.stop()


def test_nobody_waits_for_one_that_is_slow(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(django_calls, "SLOW_SECONDS", 0.001)
    calls = DjangoCalls(site, threads=2)

    async def ask() -> bytes:
        slow = asyncio.create_task(answers(calls, "/slow"))
        await asyncio.to_thread(site.begun.wait, 60)
        assert await answers(calls, *"abc") == [b"a", b"b", b"c"]
        assert not slow.done()
        site.ready.set()
        return (await slow)[0]

    assert asyncio.run(ask()) == b"/slow"
    calls.stop()


def test_whoever_went_away_meanwhile_is_not_worked_for(site: Site) -> None:
    calls = DjangoCalls(site, threads=1)

    async def ask() -> None:
        slow = asyncio.create_task(answers(calls, "/slow"))
        await asyncio.to_thread(site.begun.wait, 60)
        gone = asyncio.create_task(answers(calls, "/gone"))
        waits = asyncio.create_task(answers(calls, "/waits"))
        while len(calls.waiting) < 2:
            await asyncio.sleep(0)
        gone.cancel()
        await asyncio.wait([gone])
        site.ready.set()
        assert await slow + await waits == [b"/slow", b"/waits"]

    asyncio.run(ask())
    calls.stop()
    assert site.asked == ["/slow", "/waits"]
