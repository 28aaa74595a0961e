"""What most tests need: a community, people, and their browsers' sessions."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django_tasks_db.management.commands import db_worker

from madang.accounts.models import Account
from madang.boards.directory.directory import BoardDirectory, board_directory
from madang.boards.directory.moderators import moderated_lately
from madang.boards.directory.setup import BoardPlan, open_planned_board
from madang.boards.models import Board, Post
from madang.core import fresh
from madang.core.background.worker import task_worker
from madang.core.community import community as site_community
from madang.core.http import rate_limits
from madang.delivery.mailings import pace
from madang.discovery.view_counts import ViewCounts
from madang.identity import epochs
from madang.identity.key_stores import FileStore
from madang.identity.keys import KeyRing, ring
from madang.incidents.public.members import on_pages_lately
from madang.incidents.public.queries import published_lately

from .factories import found_site, make_account, write_post
from .isolated_site import AROUND

# A machine that does much else is slow, which no test is about.
hypothesis.settings.register_profile(
    "site", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("site")


# Where tests start whole programs.
PROGRAMS = ("tests/cli/", "tests/core/test_all_threads.py", "tests/fuzzing/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what starts programs; leave out, on PostgreSQL, what touches no database of its own."""
    for item in items:
        if item.nodeid.startswith(PROGRAMS) and not _uses_database(item):
            item.add_marker(pytest.mark.programs)
    if "DATABASE_URL" not in os.environ:
        return
    on_each = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=list(set(items) - set(on_each)))
    items[:] = on_each


def _uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = any(item.get_closest_marker(name) for name in ("django_db", "each_database"))
    return marked or bool(fixtures & {"db", "transactional_db"})


@pytest.fixture
def keys(db: Any, settings: Any, tmp_path: Path) -> Iterator[KeyRing]:
    """The keys of a new site in a file of their own."""
    settings.KEY_STORE = FileStore(tmp_path / "keys.json")
    KeyRing.create(settings.KEY_STORE)
    ring.cache_clear()
    epochs.check_keys()
    yield ring()
    ring.cache_clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Keep the test database of SQLite in a file: threads must meet in it."""
    from django.db import connections

    settings = connections["default"].settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        settings["TEST"]["NAME"] = str(AROUND / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Let passwords cost little: the same hash, with less work in it."""
    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 64
    Argon2PasswordHasher.parallelism = 1


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    from madang.operations.start import collect_static

    collect_static()


@pytest.fixture(autouse=True)
def nothing_counts_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no thread write what was counted while a test looks: `flush` does when it is told to."""
    monkeypatch.setattr(ViewCounts, "_start", lambda counts: None)


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """Forget what the test before left in this process's memory."""
    # On a busy machine a test may take longer than this is fresh, and count its queries.
    monkeypatch.setattr(board_directory, "seconds", 3600.0)
    monkeypatch.setattr(moderated_lately, "seconds", 3600.0)
    monkeypatch.setattr(site_community, "seconds", 3600.0)
    monkeypatch.setattr(published_lately, "seconds", 3600.0)
    monkeypatch.setattr(on_pages_lately, "seconds", 3600.0)
    settings.MESSAGES_A_MINUTE = {"": 10**9}
    pace.forget()
    fresh.forget_all()
    rate_limits.forget()
    yield
    fresh.forget_all()


@pytest.fixture
def community(db: Any) -> BoardDirectory:
    """자유 with three categories, 이슈 with none."""
    found_site(
        "마당", "한 줄 소개", [BoardPlan("자유", ("일상", "질문", "고민")), BoardPlan("이슈")]
    )
    site_community()
    moderated_lately()
    return board_directory()


@pytest.fixture
def board(community: BoardDirectory) -> Board:
    return Board.objects.get(slug="자유")


@pytest.fixture
def named_board(community: BoardDirectory) -> Board:
    """동네, where people have nicknames."""
    return open_planned_board(BoardPlan("동네", has_nicknames=True))


@pytest.fixture
def closed_board(community: BoardDirectory) -> Board:
    """회사, for those who belong; whoever has an address at corp.example may ask for a code."""
    return open_planned_board(BoardPlan("회사", members_only=True, domains=("corp.example",)))


@pytest.fixture
def member(db: Any) -> Account:
    return make_account("somebody")


@pytest.fixture
def another(db: Any) -> Account:
    return make_account("another")


@pytest.fixture
def operator(db: Any) -> Account:
    return make_account("keeper-of-this-place", is_operator=True)


@pytest.fixture
def browse() -> Callable[[Account | None], Client]:
    """Return a browser that is signed in as an account, or not at all."""

    def signed_in(account: Account | None = None) -> Client:
        client = Client()
        if account is not None:
            client.force_login(account)
        return client

    return signed_in


@pytest.fixture
def run_queued(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Do what is queued, in this test's transaction."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    return task_worker().run


@pytest.fixture
def post(board: Board, member: Account) -> Post:
    return write_post(board, member)
