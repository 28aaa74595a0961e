"""How rows lie in the database's files tells neither when they were written nor who left."""

import contextlib
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from madang.accounts.models import Account, Session
from madang.accounts.sessions.store import SessionStore
from madang.boards.models import Board, Recommendation
from madang.core.db.select import execute, fetch
from madang.core.leak_check import Kind, tables
from madang.operations import layout
from madang.search import index

from ..factories import make_account, write_post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_as_rewritten", {})


def people(count: int = 40) -> list[str]:
    names = [f"{random.Random(n).random()}"[2:14] for n in range(count)]
    for name in names:
        make_account(name)
    return names


def lie_in_order(names: list[str], folder: Path) -> float:
    """Return the share of pairs of names that lie in the database's file as they were written.

    Where in a page a cell lies is read from the file itself: later ones lie before earlier ones.
    """
    if connection.vendor == "postgresql":
        rows = fetch("SELECT login_name FROM accounts_account ORDER BY ctid", ())
        places = {name: number for number, (name,) in enumerate(rows)}
    else:
        content = _file_content(folder / "copy.sqlite3")
        places = {name: content.rindex(name.encode()) for name in names}
    pairs = [(a, b) for a in range(len(names)) for b in range(a + 1, len(names))]
    right = sum(places[names[a]] < places[names[b]] for a, b in pairs)
    return max(right, len(pairs) - right) / len(pairs)


def _file_content(copy: Path) -> bytes:
    """Return the database's pages as they are (the tests' own are in memory)."""
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(copy)) as to:
        connection.connection.backup(to)
    return copy.read_bytes()


def test_the_order_of_signing_up_is_nowhere_in_the_file(tmp_path: Path) -> None:
    names = people()
    assert lie_in_order(names, tmp_path) > 0.9
    layout.hide_order_of_few()
    assert lie_in_order(names, tmp_path) < 0.75


def test_rows_and_references_are_as_before(member: Account) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=member, type="totp", data={"box": "x"})
    session = SessionStore()
    session["a"] = "b"
    session.save()
    people(5)
    before = list(Account.objects.order_by("pk").values())
    layout.hide_order()
    assert list(Account.objects.order_by("pk").values()) == before
    assert Authenticator.objects.get().user == member
    assert SessionStore(session.session_key)["a"] == "b" and Session.objects.count() == 1


def test_tables_that_have_not_changed_are_left_alone(
    member: Account, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewritten: list[str] = []
    monkeypatch.setattr(layout, "_rewrite", lambda table, key: rewritten.append(table))
    layout.hide_order_of_few()
    assert "accounts_account" in rewritten
    rewritten.clear()
    layout.hide_order_of_few()
    assert rewritten == []
    make_account("one-more")
    layout.hide_order_of_few()
    assert rewritten == ["accounts_account"]


@pytest.mark.parametrize("table", [table for table in tables().values() if table.about_people])
def test_every_table_about_people_is_rewritten_or_says_why_not(table: Any) -> None:
    if table.must_be_empty or table.name == "identity_voice":
        return
    assert table.kinds.get(Kind.SCATTERED) or table.order_tells_nothing


@contextmanager
def as_of_old(rows: int, board: Board) -> Iterator[list[int]]:
    post = write_post(board, make_account("writer"))
    for n in range(rows):
        Recommendation.objects.create(post=post, tag=random.Random(n).randbytes(16), note=b"x" * 45)
    yield list(Recommendation.objects.values_list("pk", flat=True))


def test_a_mark_that_was_made_nobodys_lies_where_any_other_does(board: Board) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the indexes of SQLite are looked at by the thief's own test")
    with as_of_old(50, board) as rows:
        for row in rows[::5]:
            tag = random.Random(row + 10**6).randbytes(16)
            execute("UPDATE boards_recommendation SET tag = %s WHERE id = %s", (tag, row))
        assert len({xmin for (xmin,) in fetch(_XMIN, ())}) > 1
        layout.hide_erasures()
        assert len({xmin for (xmin,) in fetch(_XMIN, ())}) == 1
        assert [pk for (pk,) in fetch(_IN_PLACE, ())] == sorted(rows)


def test_a_table_that_somebody_reads_for_long_is_left_for_the_next_time(member: Account) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("of PostgreSQL")
    reader = connection.copy(alias="reader")
    with contextlib.closing(reader):
        reader.set_autocommit(False)
        with reader.cursor() as cursor:
            cursor.execute("SELECT 1 FROM accounts_account")
        layout.hide_order_of_few()
        assert "accounts_account" not in layout._as_rewritten
        assert "accounts_session" in layout._as_rewritten
        reader.rollback()
    layout.hide_order_of_few()
    assert "accounts_account" in layout._as_rewritten


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes no samples")
def test_no_samples_stay_of_what_people_wrote(board: Board) -> None:
    writer = make_account("porcupine")
    for n in range(60):
        write_post(board, writer, title=f"고슴도치 {n}", text=f"너구리와 오소리 {n}")
    index.ensure()
    while index.advance_all():
        pass
    execute("ANALYZE", ())
    assert "고슴도치" in _samples()
    layout.forget_deleted()
    execute("ANALYZE", ())
    words = ("고슴", "도치", "너구", "오소", "porcupine")
    assert [word for word in words if word in _samples()] == []


def _samples() -> str:
    """Return all values that PostgreSQL keeps to plan by, as its own pages have them."""
    found = fetch("SELECT stavalues1, stavalues2, stavalues3 FROM pg_statistic", ())
    return " ".join(str(value) for row in found for value in row)


_XMIN = "SELECT xmin::text FROM boards_recommendation"
_IN_PLACE = "SELECT id FROM boards_recommendation ORDER BY ctid"
