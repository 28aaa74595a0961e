"""Opening a seal takes a reason, two people and a deadline, answers once, and stays on record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.models import Board, Post
from madang.identity import epochs
from madang.identity.keys import KeyRing
from madang.moderation import openings
from madang.moderation.models import Ground, SealOpening
from madang.moderation.openings import OpeningRefused
from madang.operations.leaks.database import Stolen
from madang.operations.leaks.run import check_database

from .. import writers
from ..factories import make_account, write_comment, write_post

REASON = "서울중앙지방법원 2026영장1234"


@pytest.fixture
def second(db: object) -> Account:
    return make_account("second-keeper", is_operator=True)


@pytest.fixture
def post(board: Board, member: Account) -> Post:
    return write_post(board, member)


def ask(written: Post, by: Account, **changed: object) -> SealOpening:
    asked = {"post": written.pk, "comment": None, "ground": Ground.WARRANT, "reason": REASON}
    return openings.ask(by=by, **{**asked, **changed})  # type: ignore[arg-type]


def test_two_operators_learn_who_wrote_one_post_once(
    post: Post, member: Account, operator: Account, second: Account
) -> None:
    asked = ask(post, operator)
    openings.approve(asked.pk, by=second)
    assert openings.answer(asked.pk, by=operator) == member.login_name
    with pytest.raises(OpeningRefused, match="answered before"):
        openings.answer(asked.pk, by=operator)


def test_a_comment_is_opened_alone(
    post: Post, another: Account, operator: Account, second: Account
) -> None:
    write_comment(post, by=another)
    asked = ask(post, operator, comment=1)
    openings.approve(asked.pk, by=second)
    assert openings.answer(asked.pk, by=operator) == another.login_name


def test_nobody_does_it_alone(post: Post, operator: Account, second: Account) -> None:
    asked = ask(post, operator)
    with pytest.raises(OpeningRefused, match="same person"):
        openings.approve(asked.pk, by=operator)
    with pytest.raises(OpeningRefused, match="not approved"):
        openings.answer(asked.pk, by=operator)
    openings.approve(asked.pk, by=second)
    with pytest.raises(OpeningRefused, match="not the asker"):
        openings.answer(asked.pk, by=second)


def test_the_first_approval_stands(post: Post, operator: Account, second: Account) -> None:
    asked = ask(post, operator)
    first = openings.approve(asked.pk, by=second)
    openings.approve(asked.pk, by=make_account("third-keeper", is_operator=True))
    kept = SealOpening.objects.get()
    assert (kept.approved, kept.approver) == (first.approved, first.approver)


def test_members_and_former_operators_have_no_part_in_it(
    post: Post, member: Account, operator: Account
) -> None:
    asked = ask(post, operator)
    for doing in (
        lambda: ask(post, member),
        lambda: openings.approve(asked.pk, by=member),
        lambda: openings.answer(asked.pk, by=member),
        lambda: openings.operator_called(member.login_name, "틀린 비밀번호"),
    ):
        with pytest.raises(OpeningRefused, match="not an operator"):
            doing()


@pytest.mark.parametrize("reason", ["", "   ", "그냥", " 가 나 "])
def test_a_reason_is_needed(reason: str, post: Post, operator: Account) -> None:
    with pytest.raises(OpeningRefused, match="no reason"):
        ask(post, operator, reason=reason)
    assert not SealOpening.objects.exists()


def test_it_lapses_after_its_time(
    post: Post, operator: Account, second: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(post, operator)
    later = timezone.now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(OpeningRefused, match="too late"):
        openings.approve(asked.pk, by=second)


def test_what_has_no_seal_left_is_not_opened(
    keys: KeyRing, post: Post, member: Account, operator: Account, second: Account
) -> None:
    asked = ask(post, operator)
    openings.approve(asked.pk, by=second)
    epochs.destroy(post.epoch)
    with pytest.raises(OpeningRefused, match="key destroyed"):
        openings.answer(asked.pk, by=operator)
    assert SealOpening.objects.get().answered is None
    for missing in ({"post": post.pk + 1}, {"comment": 7}):
        with pytest.raises(OpeningRefused, match="nothing there"):
            ask(post, operator, **missing)


def test_a_deleted_post_is_not_opened(post: Post, member: Account, operator: Account) -> None:
    writers.delete_post(post.pk, by=member)
    with pytest.raises(OpeningRefused, match="nothing there"):
        ask(post, operator)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM moderation_sealopening",
        "UPDATE moderation_sealopening SET reason = 'nothing'",
        "UPDATE moderation_sealopening SET ground = 'other'",
        "UPDATE moderation_sealopening SET asked = '2020-01-01 00:00:00+00:00'",
        "UPDATE moderation_sealopening SET answered = NULL",
        "UPDATE moderation_sealopening SET approver = asker",
    ],
)
def test_the_database_refuses_to_forget_it(
    statement: str, post: Post, operator: Account, second: Account
) -> None:
    asked = ask(post, operator)
    openings.approve(asked.pk, by=second)
    openings.answer(asked.pk, by=operator)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    kept = SealOpening.objects.get()
    assert kept.reason == REASON and kept.answered is not None


def test_everyone_reads_number_and_ground_and_nothing_more(
    post: Post, member: Account, operator: Account, second: Account, browse: Callable[..., Client]
) -> None:
    assert "아직 한 번도" in browse().get("/about/openings").content.decode()
    asked = ask(post, operator)
    openings.approve(asked.pk, by=second)
    openings.answer(asked.pk, by=operator)
    page = browse().get("/about/openings").content.decode()
    assert "법원의 영장이나 명령" in page and "열었음" in page and f"<td>{asked.pk}</td>" in page
    for secret in (REASON, member.login_name, operator.login_name, str(member.pk), f'/{post.pk}"'):
        assert secret not in page
    assert check_database(Stolen(connection)) == []


def test_the_register_is_one_query_however_long(
    post: Post, operator: Account, browse: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    browser = browse()
    for length in (1, 12):
        for _ in range(length):
            ask(post, operator)
        browser.get("/")
        with django_assert_num_queries(1):
            browser.get("/about/openings")
