"""How a member stands is read beside Django, and again whenever anything was written."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from madang.accounts.models import Account
from madang.accounts.sessions.store import end_all
from madang.boards.models import Board
from madang.boards.reactions.marks import recommend
from madang.boards.shared_pages import LIST, THREAD, ThreadAbout
from madang.core import fresh
from madang.core.db import beside as beside_django
from madang.core.db.beside import begin_reading_beside, connection_beside, end_reading_beside
from madang.filters.actions import add_rule
from madang.filters.rules import Rule, What
from madang.site import members
from madang.site.members import state_of_session
from madang.site.writers import LateWriters

from ..factories import make_account, write_post


@pytest.fixture
def beside(transactional_db: Any, board: Board) -> Iterator[None]:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite is read so")
    begin_reading_beside()
    members._stood.clear()
    yield
    end_reading_beside()


def session(account: Account) -> str:
    client = Client()
    client.force_login(account)
    return str(client.cookies["sessionid"].value)


def test_it_is_read_once_until_something_is_written(
    beside: None, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = write_post(board, make_account("author"))
    reader = make_account("reader")
    key, about = session(reader), ThreadAbout(post.pk, post.epoch)
    asked: list[str] = []
    account_of = members.account_of
    monkeypatch.setattr(members, "account_of", lambda key: (asked.append(key), account_of(key))[1])
    first = state_of_session(key, THREAD, about)
    assert first == state_of_session(key, THREAD, about) and len(asked) == 1
    recommend(post.pk, by=reader)
    second = state_of_session(key, THREAD, about)
    assert first == () and len(asked) == 2
    # Their own alone, and with their mark.
    assert second is not None and True in second and str(reader.pk) not in str(second)


def test_a_database_that_cannot_be_read_yet_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "held.sqlite3"
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as held:
        held.execute("CREATE TABLE some (one)")
        held.execute("BEGIN EXCLUSIVE")
        monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
        monkeypatch.setattr(beside_django, "FIRST_SECONDS", 0.0)
        begin_reading_beside()
    assert connection_beside() is None and "locked" in caplog.text


RULES = [Rule(What.WORD, "무엇"), Rule(What.BOARD, "1"), Rule(What.RECOMMENDS, "3")]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_whoever_filters_is_known_in_the_event_loop(rule: Rule, beside: None) -> None:
    """Where Django's own connection may not be used at all."""
    reader = make_account("reader")
    key = session(reader)

    async def state() -> Any:
        return state_of_session(key, LIST, ())

    assert asyncio.run(state()) == ()
    add_rule(rule, by=reader)
    fresh.forget_all()
    assert asyncio.run(state()) is None


def test_a_session_that_ended_stands_nowhere(beside: None) -> None:
    reader = make_account("reader")
    key = session(reader)
    assert state_of_session(key, LIST, ()) == ()
    end_all(reader.pk)
    assert state_of_session(key, LIST, ()) is None


def test_whoever_wrote_is_known_for_some_seconds() -> None:
    writers = LateWriters()
    assert not writers.wrote_lately(7)
    writers.note(7)
    assert writers.wrote_lately(7)
    for place in range(len(writers.moments)):
        writers.moments[place] -= 60
    assert not writers.wrote_lately(7)


def test_nobody_is_taken_for_another_who_wrote() -> None:
    writers = LateWriters()
    for account in range(5000):
        writers.note(account)
    assert not any(writers.wrote_lately(account) for account in range(5000, 100_000))
    assert all(writers.wrote_lately(account) for account in range(4000, 5000))
