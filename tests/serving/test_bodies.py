"""Bodies: whole, within their size and their time, or refused with a word of why."""

import asyncio
from collections.abc import Iterable

import pytest

from madang.serving import bodies
from madang.serving.answers import Refused
from madang.serving.bodies import has_body, read_body

from .asking import Proto


def read(pieces: Iterable[bytes], said: int | None = None, seconds: float = 0.0) -> bytes:
    environ = {} if said is None else {"CONTENT_LENGTH": str(said)}

    async def go() -> bytes:
        proto = Proto(pieces, (lambda: asyncio.sleep(seconds)) if seconds else None)
        with await read_body(proto, environ, megabytes=1) as body:
            content: bytes = body.read()
        assert environ["CONTENT_LENGTH"] == str(len(content))
        return content

    return asyncio.run(go())


@pytest.mark.parametrize("size", [1, 1000, 300_000])
def test_what_came_in_pieces_is_whole(size: int) -> None:
    pieces = [b"x" * (size // 2), b"y" * (size - size // 2)]
    assert read(pieces, size) == read(pieces) == b"".join(pieces)


def refused(*given: object, **more: object) -> int:
    with pytest.raises(Refused) as error:
        read(*given, **more)  # type: ignore[arg-type]
    return error.value.answer.status


def test_more_than_is_allowed_is_refused_said_or_not() -> None:
    assert refused([], 2_000_000) == 413
    assert refused([b"x" * 600_000] * 2) == 413
    assert refused([], said="-1") == 413  # type: ignore[arg-type]


def test_what_ends_too_soon_is_not_taken_for_whole() -> None:
    assert refused([b"abc"], 10) == 400


def test_a_byte_now_and_then_is_told_that_it_is_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "GRACE_SECONDS", 0.05)
    assert refused([b"x"] * 1000, 1000, seconds=0.01) == 408


def test_what_comes_steadily_has_the_time_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "GRACE_SECONDS", 0.05)
    steady = [b"x" * 4096] * 20
    assert len(read(steady, 20 * 4096, seconds=0.01)) == 20 * 4096


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
