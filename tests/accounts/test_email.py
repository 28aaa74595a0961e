"""An e-mail address is asked for by its owner, sealed, and used to recover the account."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from madang.accounts.email import addresses
from madang.accounts.models import Account, SealedEmail
from madang.boards.models import Board
from madang.operations.leaks.database import Stolen
from madang.operations.leaks.run import check_database

from ..factories import make_account, sign_in
from ..services.smtp import Letters, mail_server

ADDRESS = "kim@corp.example"
PASSWORD, NEW = "낯선-나무-열한그루", "새로운-나무-열두그루"
Run = Callable[[], None]


@pytest.fixture
def letters(settings: Any, board: Board) -> Iterator[Letters]:
    cache.clear()
    with mail_server() as (port, letters):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.DEFAULT_FROM_EMAIL = "madang@site.example"
        yield letters


@pytest.fixture
def owner(db: Any) -> Account:
    account = make_account("owner")
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture
def browser(owner: Account, board: Board) -> Client:
    return sign_in(owner, PASSWORD)


def link_in(letters: Letters) -> str:
    found = re.search(r"http://testserver(\S+)", letters.all[-1].get_content())
    assert found
    return found[1]


def add_address(browser: Client, letters: Letters, run_queued: Run) -> None:
    browser.post("/accounts/email", {"address": ADDRESS})
    run_queued()
    link = link_in(letters)
    assert ADDRESS in browser.get(link).content.decode()
    browser.post(link)
    assert ADDRESS in browser.get("/accounts/email").content.decode()


def test_an_address_recovers_an_account_whose_password_is_lost(
    owner: Account, browser: Client, letters: Letters, run_queued: Run
) -> None:
    add_address(browser, letters, run_queued)
    stranger = Client()
    stranger.post("/accounts/password/forgot", {"address": "KIM@corp.example"})
    run_queued()
    assert letters.all[-1]["To"].lower() == ADDRESS
    link = link_in(letters)
    assert owner.login_name not in letters.all[-1].as_string() and str(owner.pk) not in link
    assert owner.login_name in stranger.get(link).content.decode()
    assert "너무 짧아요" in stranger.post(link, {"password": "짧아"}).content.decode()
    assert stranger.post(link, {"password": NEW}).status_code == 302
    # Signed out everywhere, and the link is used up.
    assert browser.get("/accounts/").status_code == 302
    assert stranger.get(link).status_code == 404
    assert sign_in(owner, NEW).get("/accounts/").status_code == 200


def test_nobody_learns_whether_an_address_is_known(
    browser: Client, letters: Letters, run_queued: Run, django_assert_num_queries: Any
) -> None:
    add_address(browser, letters, run_queued)
    answers, queries = [], []
    for address in (ADDRESS, "nobody@corp.example"):
        stranger = Client()
        stranger.get("/")
        with django_assert_num_queries(3, exact=False) as asked:
            answer = stranger.post("/accounts/password/forgot", {"address": address})
        answers.append((answer.status_code, answer.content))
        queries.append(len(asked))
    assert answers[0] == answers[1] and queries[0] == queries[1]
    count = len(letters.all)
    run_queued()
    assert len(letters.all) == count + 1


def test_a_thief_finds_no_address_at_any_time(
    browser: Client, letters: Letters, run_queued: Run
) -> None:
    def stolen() -> str:
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            rows = []
            for table in tables:
                cursor.execute(f"SELECT * FROM {table}")
                rows += cursor.fetchall()
        return str(rows)

    browser.post("/accounts/email", {"address": ADDRESS})
    assert ADDRESS not in stolen()
    assert check_database(Stolen(connection)) == []
    run_queued()
    browser.post(link_in(letters))
    assert SealedEmail.objects.count() == 1
    assert ADDRESS not in stolen() and not DBTaskResult.objects.exists()
    assert check_database(Stolen(connection)) == []


def test_one_address_is_one_accounts(
    browser: Client, letters: Letters, run_queued: Run, another: Account
) -> None:
    add_address(browser, letters, run_queued)
    addresses.ask_to_confirm(another, ADDRESS, "site", "http://testserver")
    run_queued()
    page = Client().post(link_in(letters), follow=True).content.decode()
    assert "다른 계정이 쓰는" in page and addresses.address_of(another) is None


def test_an_address_is_taken_away(
    owner: Account, browser: Client, letters: Letters, run_queued: Run
) -> None:
    add_address(browser, letters, run_queued)
    browser.post("/accounts/email", {"remove": "1"})
    assert addresses.address_of(owner) is None and not SealedEmail.objects.exists()


def test_a_mail_server_that_is_away_is_asked_again_and_no_log_names_anybody(
    browser: Client,
    letters: Letters,
    run_queued: Run,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.EMAIL_PORT, there = 1, settings.EMAIL_PORT
    browser.post("/accounts/email", {"address": ADDRESS})
    for _ in range(10):
        run_queued()
        DBTaskResult.objects.update(run_after=timezone.now())
    assert "ConnectionRefusedError" in caplog.text and ADDRESS not in caplog.text
    assert not DBTaskResult.objects.exists()
    settings.EMAIL_PORT = there
    browser.post("/accounts/email", {"address": ADDRESS})
    run_queued()
    assert len(letters.all) == 1


@pytest.mark.parametrize("typed", ["", "kim", "kim@", "a@b.example\nBcc: x@y.example"])
def test_what_is_no_address_is_refused_with_what_was_typed(
    typed: str, browser: Client, letters: Letters
) -> None:
    answer = browser.post("/accounts/email", {"address": typed}).content.decode()
    assert 'role="alert"' in answer and not DBTaskResult.objects.exists()


def test_links_that_were_changed_say_so(board: Board, letters: Letters) -> None:
    for path in ("/accounts/email/confirm/", "/accounts/password/reset/"):
        for key in ("x", "AAAA" * 30, "한글"):
            assert Client().get(path + key).status_code == 404


def test_a_site_without_a_mail_server_asks_for_none(browser: Client, board: Board) -> None:
    assert browser.get("/accounts/email").status_code == 404
    assert "/accounts/email" not in browser.get("/accounts/").content.decode()
    assert "/accounts/password/forgot" not in Client().get("/accounts/login").content.decode()


def test_the_password_is_asked_for_before_an_address_is_typed(
    owner: Account, letters: Letters
) -> None:
    signed_in_long_ago = Client()
    signed_in_long_ago.force_login(owner)
    page = signed_in_long_ago.get("/accounts/email")
    assert page["Location"] == "/accounts/reauthenticate?next=%2Faccounts%2Femail"
