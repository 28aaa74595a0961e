"""What most tests need: a community, people, and their browsers' sessions."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from madang.accounts.models import Account
from madang.boards import actions, structure
from madang.boards.founding import BoardPlan, found, open_planned_board
from madang.boards.models import Board, Comment, Post
from madang.discovery.view_counts import ViewCounts
from madang.filters import queries as trials
from madang.identity import epochs
from madang.identity.boxes import open_values, shut_values
from madang.identity.key_stores import FileStore
from madang.identity.keys import KeyRing, ring
from madang.membership.entry import give_code, let_in, make_codes
from madang.membership.models import Claim
from madang.moderation import refused_words
from madang.operations.tasks import worker

from .site import FOLDER

# A machine that does much else is slow, which no test is about.
hypothesis.settings.register_profile(
    "site", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("site")


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
        settings["TEST"]["NAME"] = str(FOLDER / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    from madang.operations.start import collect_static

    collect_static()


@pytest.fixture(autouse=True)
def nothing_counts_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no thread write what was counted while a test looks: `flush` does when it is told to."""
    monkeypatch.setattr(ViewCounts, "_start", lambda counts: None)


@pytest.fixture(autouse=True)
def fresh_structure(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # On a busy machine a test may take longer than this is fresh, and count its queries.
    monkeypatch.setattr(structure, "FRESH_SECONDS", 3600.0)
    structure.forget()
    refused_words.forget()
    trials.forget()
    # How often somebody tried is of the test before.
    cache.clear()
    yield
    structure.forget()


@pytest.fixture
def community(db: Any) -> structure.Site:
    """자유 with three categories, 이슈 with none."""
    found("마당", "한 줄 소개", [BoardPlan("자유", ("일상", "질문", "고민")), BoardPlan("이슈")])
    return structure.site()


@pytest.fixture
def board(community: structure.Site) -> Board:
    return Board.objects.get(slug="자유")


@pytest.fixture
def named_board(community: structure.Site) -> Board:
    """동네, where people have nicknames."""
    return open_planned_board(BoardPlan("동네", has_nicknames=True))


@pytest.fixture
def closed_board(community: structure.Site) -> Board:
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
    return worker(batch=True).run


def sign_in(account: Account, password: str) -> Client:
    """Return a browser in which somebody signed in and gave the password once more."""
    browser = Client()
    browser.post("/accounts/login", {"login": account.login_name, "password": password})
    browser.post("/accounts/reauthenticate", {"password": password})
    return browser


def make_account(name: str, **fields: Any) -> Account:
    account = Account(login_name=name, **fields)
    account.set_unusable_password()
    account.save()
    return account


def let_into(board: Board, *people: Account) -> None:
    """Make people members of a board, as if the night had passed."""
    for person, code in zip(people, make_codes(board.pk, len(people), 1), strict=True):
        give_code(board.pk, person.pk, code)
    since_yesterday()
    let_in()


def since_yesterday() -> None:
    """Let whoever waits at a board's door have waited since the day before."""
    for claim in Claim.objects.all():
        said = open_values(claim.box, purpose="membership")
        said["since"] = str(timezone.localdate() - timedelta(days=1))
        claim.box = shut_values(said, purpose="membership")
        claim.save()


@pytest.fixture
def post(board: Board, member: Account) -> Post:
    return write_post(board, member)


def write_post(board: Board, by: Account, **fields: Any) -> Post:
    given = {"title": "제목이에요", "text": "내용이에요", "category_id": None, **fields}
    return actions.write_post(by=by, board_id=board.pk, **given)


def write_comment(post: Post, by: Account, text: str = "댓글이에요", **fields: Any) -> Comment:
    return actions.comment(post.pk, by=by, text=text, **fields)
