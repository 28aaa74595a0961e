"""One gets in by a code, once; what remains leads neither to the code nor to the address."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from madang.accounts.models import Account
from madang.boards.models import Board
from madang.boards.threads import erasure
from madang.membership import entry
from madang.membership.entry import (
    MembershipStatus,
    WrongCode,
    give_code,
    let_in,
    make_codes,
    membership_status,
)
from madang.membership.models import Claim, EntryCode, Membership
from madang.operations.leaks.database import Stolen
from madang.operations.leaks.run import check_database

from ..factories import let_into, make_account, since_yesterday
from ..services.smtp import Letters, mail_server


@pytest.fixture
def letters(settings: Any) -> Iterator[Letters]:
    cache.clear()
    with mail_server() as (port, letters):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.DEFAULT_FROM_EMAIL = "madang@site.example"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        yield letters


def test_one_gives_a_code_waits_and_is_in(
    closed_board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    cache.clear()
    (code,) = make_codes(closed_board.pk, 1, 30)
    browser = browse(member)
    assert "초대 코드" in browser.get("/회사").content.decode()
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert browser.post("/회사/enter", {"code": typed})["Location"].endswith("/enter")
    assert "여러 사람이 함께 들어가요" in browser.get("/회사/enter").content.decode()
    assert browser.get("/회사").status_code == 403
    assert let_in() == 0
    since_yesterday()
    assert let_in() == 1
    assert browser.get("/회사").status_code == 200
    assert not Claim.objects.exists() and not EntryCode.objects.exists()


def test_enough_of_them_are_let_in_the_same_day(closed_board: Board) -> None:
    people = [make_account(f"person-{n}") for n in range(entry.MIN_TOGETHER)]
    codes = make_codes(closed_board.pk, len(people), 1)
    for person, code in zip(people, codes, strict=True):
        assert let_in() == 0
        give_code(closed_board.pk, person.pk, code)
    assert let_in() == entry.MIN_TOGETHER
    assert all(
        membership_status(closed_board.pk, one.pk) is MembershipStatus.MEMBER for one in people
    )


def test_a_code_lets_one_person_in(
    closed_board: Board, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    cache.clear()
    (code,) = make_codes(closed_board.pk, 1, 30)
    give_code(closed_board.pk, member.pk, code)
    with pytest.raises(WrongCode):
        give_code(closed_board.pk, another.pk, code)
    answer = browse(another).post("/회사/enter", {"code": code})
    assert answer.status_code == 422 and "이미 쓰였거나" in answer.content.decode()
    assert code in answer.content.decode()


def test_a_member_does_not_use_another_code_up(closed_board: Board, member: Account) -> None:
    let_into(closed_board, member)
    (code,) = make_codes(closed_board.pk, 1, 30)
    give_code(closed_board.pk, member.pk, code)
    assert EntryCode.objects.count() == 1


def test_a_code_is_of_one_board_and_of_its_days(
    closed_board: Board, member: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = make_codes(closed_board.pk + 1, 1, 30)
    with pytest.raises(WrongCode):
        give_code(closed_board.pk, member.pk, code)
    (code,) = make_codes(closed_board.pk, 1, 2)
    later = timezone.localdate() + timedelta(days=3)
    monkeypatch.setattr(entry.timezone, "localdate", lambda: later)
    with pytest.raises(WrongCode):
        give_code(closed_board.pk, member.pk, code)
    entry.drop_old_codes()
    assert EntryCode.objects.count() == 1


def test_a_code_comes_by_mail_and_the_address_is_forgotten(
    closed_board: Board,
    member: Account,
    letters: Letters,
    run_queued: Callable[[], None],
    browse: Callable[..., Client],
) -> None:
    browser = browse(member)
    assert "corp.example" in browser.get("/회사/enter").content.decode()
    browser.post("/회사/enter", {"address": "Kim@Corp.example"})
    assert DBTaskResult.objects.count() == 1
    run_queued()
    (letter,) = letters.all
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", letter.get_content())
    assert letter["To"] == "Kim@Corp.example" and found
    assert "회사" in letter["Subject"] and member.login_name not in letter.as_string()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {table}")
            assert "kim@" not in str(cursor.fetchall()).lower(), table
    browser.post("/회사/enter", {"code": found[0]})
    assert membership_status(closed_board.pk, member.pk) is MembershipStatus.WAITING


@pytest.mark.parametrize(
    "address", ["kim@elsewhere.example", "kim@corp.example.evil.example", "kim@notcorp.example"]
)
def test_an_address_from_elsewhere_is_refused_and_kept(
    address: str, closed_board: Board, member: Account, letters: Letters, browse: Any
) -> None:
    answer = browse(member).post("/회사/enter", {"address": address})
    page = answer.content.decode()
    assert (
        answer.status_code == 422
        and "받을 수 있는 이메일 주소가 아니에요" in page
        and address in page
    )
    assert not EntryCode.objects.exists() and not DBTaskResult.objects.exists()


def test_letters_and_guesses_are_few(
    closed_board: Board, member: Account, letters: Letters, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    for _ in range(3):
        answer = browser.post("/회사/enter", {"address": "kim@corp.example"})
    assert "오늘 이미 보냈어요" in answer.content.decode()
    assert DBTaskResult.objects.count() == 2
    for _ in range(12):
        answer = browser.post("/회사/enter", {"code": "0000-0000-0000"})
    assert answer.status_code == 429


def test_nothing_in_the_database_ties_a_member_to_a_code(closed_board: Board) -> None:
    people = [make_account(f"person-{n}") for n in range(12)]
    let_into(closed_board, *people)
    make_codes(closed_board.pk, 12, 30)
    give_code(closed_board.pk, make_account("waits").pk, make_codes(closed_board.pk, 1, 1)[0])
    assert [str(finding) for finding in check_database(Stolen(connection))] == []
    # Neither the order of coming, nor what they came with.
    assert Membership.objects.count() == 12 and Claim.objects.count() == 1


def test_whoever_leaves_belongs_no_more(closed_board: Board, member: Account) -> None:
    let_into(closed_board, member)
    erasure.let_go(member.pk)
    assert not Membership.objects.exists()
