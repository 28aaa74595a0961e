"""Bodies: whole, within their size and their time, or refused with a word of why."""

import asyncio
from collections.abc import Iterable

import pytest

from madang.serving import bodies
from madang.serving.answers import Refused
from madang.serving.bodies import Bodies, has_body

from .asking import Proto


def read(
    pieces: Iterable[bytes], said: object = None, seconds: float = 0.0, bodies: Bodies | None = None
) -> bytes:
    environ = {} if said is None else {"CONTENT_LENGTH": str(said)}

    async def go() -> bytes:
        proto = Proto(pieces, (lambda: asyncio.sleep(seconds)) if seconds else None)
        with await (bodies or Bodies(1)).read(proto, environ) as body:
            content: bytes = body.read()
        return content

    return asyncio.run(go())


@pytest.mark.parametrize("size", [1, 1000, 300_000])
def test_what_came_in_pieces_is_whole(size: int) -> None:
    pieces = [b"x" * (size // 2), b"y" * (size - size // 2)]
    assert read(pieces, size) == b"".join(pieces)


def refused(*given: object, **more: object) -> int:
    with pytest.raises(Refused) as error:
        read(*given, **more)  # type: ignore[arg-type]
    return error.value.answer.status


def test_more_than_is_allowed_is_refused_unread() -> None:
    assert refused([], 2_000_000) == 413


@pytest.mark.parametrize("said", [None, "", "-1", "ten"])
def test_a_body_of_which_nobody_said_how_long_it_is_is_refused(said: object) -> None:
    assert refused([b"abc"], said) == 411


def test_what_ends_too_soon_is_not_taken_for_whole() -> None:
    assert refused([b"abc"], 10) == 400


def test_a_byte_now_and_then_is_told_that_it_is_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "GRACE_SECONDS", 0.05)
    assert refused([b"x"] * 1000, 1000, seconds=0.01) == 408


def test_what_comes_steadily_has_the_time_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "GRACE_SECONDS", 0.05)
    steady = [b"x" * 4096] * 20
    assert len(read(steady, 20 * 4096, seconds=0.01)) == 20 * 4096


def test_a_server_that_stops_waits_for_no_body() -> None:
    reading = Bodies(1)

    async def go() -> int:
        proto = Proto([b"x"] * 1000, lambda: asyncio.sleep(0.01))
        task = asyncio.create_task(reading.read(proto, {"CONTENT_LENGTH": "1000"}))
        await asyncio.sleep(0.05)
        reading.give_up()
        with pytest.raises(Refused) as error:
            await task
        return error.value.answer.status

    assert asyncio.run(go()) == 408 and not reading.deadlines


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __init__(self, max_size: int) -> None: ...

        def write(self, _piece: bytes) -> None:
            raise OSError(28, "No space left on device")

        def close(self) -> None: ...

    monkeypatch.setattr(bodies, "SpooledTemporaryFile", Full)
    assert refused([b"abc"], 3) == 503


@pytest.mark.parametrize(
    ("environ", "has"),
    [
        ({}, False),
        ({"CONTENT_LENGTH": "0"}, False),
        ({"CONTENT_LENGTH": "5"}, True),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, True),
    ],
)
def test_it_is_known_whether_a_body_comes(environ: dict[str, str], has: bool) -> None:
    assert has_body(environ) is has
