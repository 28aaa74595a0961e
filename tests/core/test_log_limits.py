"""What anybody can make the log say does not fill it."""

import logging
from typing import Any

import pytest
from django.test import Client

from madang.core import log_limits
from madang.core.log_limits import OneLineAMinute


def record(name: str = "django.security.DisallowedHost", said: str = "odd") -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, __file__, 1, said, (), None)


def test_it_is_one_line_a_minute_and_says_how_many_there_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(log_limits.time, "monotonic", lambda: clock[0])
    limit = OneLineAMinute()
    passed = [limit.filter(record()) for _ in range(5)]
    assert passed == [True, False, False, False, False]
    assert limit.filter(record("django.security.other"))
    clock[0] += 61
    later = record(said="x" * 1000)
    assert limit.filter(later) and "4 more" in later.getMessage()
    assert len(later.getMessage()) < 300


def test_a_wrong_host_is_a_line_without_a_traceback(client: Client, community: Any) -> None:
    handler = next(
        handler
        for handler in logging.getLogger("django.security").handlers
        if any(isinstance(limit, OneLineAMinute) for limit in handler.filters)
    )
    for limit in handler.filters:
        limit.last.clear()  # type: ignore[union-attr]
    lines: list[str] = []
    monkey = handler.emit
    handler.emit = lambda made: lines.append(handler.format(made))  # type: ignore[method-assign]
    try:
        for number in range(20):
            assert client.get("/", headers={"host": f"evil{number}.example"}).status_code == 400
    finally:
        handler.emit = monkey  # type: ignore[method-assign]
    assert len(lines) == 1 and "\n" not in lines[0]
