"""Two operators open the seal of one post in their browsers, as on the command line."""

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Board, Post
from madang.moderation.models import SealOpening

from ..factories import let_into, sign_in, write_comment, write_post

PASSWORD = "낯선-나무-열한그루"
REASON = "서울중앙지방법원 2026영장1234"


@pytest.fixture
def first(board: Board) -> Client:
    keeper = Account.objects.create_user("first-keeper", PASSWORD, is_operator=True)
    return sign_in(keeper, PASSWORD)


@pytest.fixture
def second(board: Board) -> Client:
    keeper = Account.objects.create_user("second-keeper", PASSWORD, is_operator=True)
    return sign_in(keeper, PASSWORD)


def asked(browser: Client, post: Post, **changed: object) -> int:
    form = {"post": post.pk, "ground": "warrant", "reason": REASON, **changed}
    answer = browser.post("/console/openings", form)
    assert answer.status_code == 302, answer.content.decode()
    return SealOpening.objects.latest("id").pk


def test_one_asks_another_approves_and_the_first_sees_it_once(
    first: Client, second: Client, post: Post, member: Account
) -> None:
    number = asked(first, post)
    page = first.get("/console/openings").content.decode()
    assert REASON in page and "다른 운영자의 승인을 기다려요" in page
    page = second.get("/console/openings").content.decode()
    assert REASON in page and f"/console/openings/{number}/approve" in page
    second.post(f"/console/openings/{number}/approve")
    assert f"/console/openings/{number}/answer" in first.get("/console/openings").content.decode()
    answer = first.post(f"/console/openings/{number}/answer")
    assert member.login_name in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    first.post(f"/console/openings/{number}/answer")
    page = first.get("/console/openings").content.decode()
    assert "이미 답했어요" in page and member.login_name not in page
    register = Client().get("/about/openings").content.decode()
    assert "열었음" in register and REASON not in register and member.login_name not in register


def test_nobody_does_it_alone(
    first: Client, second: Client, post: Post, another: Account, member: Account
) -> None:
    write_comment(post, another)
    number = asked(first, post, comment=1)
    first.post(f"/console/openings/{number}/approve")
    assert "스스로 승인할 수 없어요" in first.get("/console/openings").content.decode()
    answer = first.post(f"/console/openings/{number}/answer", follow=True)
    assert "아직 승인하지 않았어요" in answer.content.decode()
    second.post(f"/console/openings/{number}/approve")
    answer = second.post(f"/console/openings/{number}/answer", follow=True)
    assert "요청한 사람만" in answer.content.decode()
    assert another.login_name not in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reason": "그냥"}, "열 글자 이상"),
        ({"reason": ""}, "이유를 적어 주세요"),
        ({"post": 999999}, "글이나 댓글을 찾을 수 없거나"),
        ({"comment": 7}, "글이나 댓글을 찾을 수 없거나"),
    ],
)
def test_what_cannot_be_asked_is_said_and_kept(
    changed: dict[str, object], said: str, first: Client, post: Post
) -> None:
    form = {"post": post.pk, "ground": "warrant", "reason": REASON, **changed}
    answer = first.post("/console/openings", form)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and str(form["reason"]) in page
    assert not SealOpening.objects.exists()


def test_it_asks_who_it_is_once_more(board: Board, post: Post) -> None:
    keeper = Account.objects.create_user("the-keeper", PASSWORD, is_operator=True)
    browser = Client()
    browser.force_login(keeper)
    for answer in (
        browser.get("/console/openings"),
        browser.post("/console/openings", {"post": post.pk, "ground": "warrant", "reason": REASON}),
        browser.post("/console/openings/1/approve"),
        browser.post("/console/openings/1/answer"),
    ):
        assert answer["Location"].startswith("/accounts/reauthenticate")
    assert not SealOpening.objects.exists()


def test_it_works_for_a_board_for_members(
    first: Client, second: Client, closed_board: Board, member: Account
) -> None:
    let_into(closed_board, member)
    number = asked(first, write_post(closed_board, member))
    second.post(f"/console/openings/{number}/approve")
    answer = first.post(f"/console/openings/{number}/answer")
    assert member.login_name in answer.content.decode()
