"""Answers made piece by piece: no piece before the one before it is taken, and no thread held."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from madang.serving.answers import Answer
from madang.serving.streams import send_stream

PIECE = b"x" * 65536


class Pieces:
    """Many pieces, and how many of them were asked for."""

    def __init__(self, count: int) -> None:
        self.left, self.made, self.is_closed = count, 0, False

    def __iter__(self) -> Iterator[bytes]:
        while self.left:
            self.left -= 1
            self.made += 1
            yield PIECE

    def close(self) -> None:
        self.is_closed = True


class Reader:
    """Opens what it is given in a thread, as the server does, and reads when it is told to."""

    def __init__(self) -> None:
        self.opened, self.may_read = threading.Event(), threading.Event()
        self.read = b""
        self.wants = 0

    def response_file(self, status: int, headers: object, file: str) -> None:
        self.thread = threading.Thread(target=self._run, args=(file,))
        self.thread.start()

    def _run(self, file: str) -> None:
        with Path(file).open("rb", buffering=0) as opened:
            self.opened.set()
            self.may_read.wait(20)
            while self.wants != len(self.read) and (piece := opened.read(65536)):
                self.read += piece


failures: list[int] = []


def send(pieces: Pieces, reader: Reader, monkeypatch: object) -> None:
    async def go() -> None:
        with ThreadPoolExecutor(1) as pool:
            answer = Answer(200, [], rest=pieces)  # type: ignore[arg-type]
            sending = asyncio.create_task(
                send_stream(reader, answer, pool, lambda: failures.append(1))
            )
            # The one thread is free, though nobody reads.
            await asyncio.to_thread(reader.opened.wait, 20)
            while pieces.made < 2:
                await asyncio.sleep(0)
            assert await asyncio.get_running_loop().run_in_executor(pool, lambda: "free") == "free"
            assert pieces.made <= 3
            reader.may_read.set()
            await sending

    monkeypatch.setattr("madang.serving.streams.OPENED_AFTER_SECONDS", 0.3)  # type: ignore[attr-defined]
    asyncio.run(go())
    reader.thread.join(20)


def test_all_of_it_arrives_at_the_readers_pace(monkeypatch: object) -> None:
    pieces, reader = Pieces(40), Reader()
    reader.wants = 40 * len(PIECE)
    send(pieces, reader, monkeypatch)
    assert reader.read == PIECE * 40 and pieces.is_closed


def test_a_reader_who_goes_away_ends_it(monkeypatch: object) -> None:
    pieces, reader = Pieces(1_000_000), Reader()
    reader.wants = len(PIECE)
    send(pieces, reader, monkeypatch)
    assert pieces.is_closed and pieces.left > 999_900


def test_what_fails_in_the_middle_does_not_look_whole(monkeypatch: object) -> None:
    class Failing(Pieces):
        def __iter__(self) -> Iterator[bytes]:
            for number, piece in enumerate(super().__iter__()):
                if number == 20:
                    raise RuntimeError("somebody's words")
                yield piece

    failures.clear()
    pieces, reader = Failing(40), Reader()
    reader.wants = 40 * len(PIECE)
    send(pieces, reader, monkeypatch)
    assert failures == [1] and pieces.is_closed
