"""What an operator can do with a post, and nobody else."""

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.lists.pins import pin, unpin
from madang.boards.models import Board, Comment, Post, State
from madang.boards.threads.errors import NoLongerThere, NotYours
from madang.boards.threads.post_actions import move_post
from madang.boards.threads.visibility import hide_comment, hide_post, show_comment, show_post

from ..factories import write_comment


def test_moving_to_another_board(
    post: Post, operator: Account, browse: Callable[..., Client]
) -> None:
    other = Board.objects.get(slug="이슈")
    browse(operator).post(f"/자유/{post.pk}/move", {"to": f"{other.pk}/"})
    assert "제목이에요" in browse().get("/이슈").content.decode()
    assert "제목이에요" not in browse().get("/자유").content.decode()
    answer = browse().get(f"/자유/{post.pk}")
    assert answer["Location"] == f"/%EC%9D%B4%EC%8A%88/{post.pk}"


def test_moving_nowhere_is_refused(
    post: Post, operator: Account, browse: Callable[..., Client]
) -> None:
    assert browse(operator).post(f"/자유/{post.pk}/move", {"to": "9/9"}).status_code == 422


def test_members_may_not(
    post: Post, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    for someone in (member, another):
        assert "숨기기" not in browse(someone).get(f"/자유/{post.pk}").content.decode()
        assert browse(someone).get(f"/console/subjects/{post.pk}/0").status_code == 403
        assert browse(someone).post(f"/console/subjects/{post.pk}/0").status_code == 403
        place = {"to": f"{post.board_id}/"}
        assert browse(someone).post(f"/자유/{post.pk}/move", place).status_code == 403
    post.refresh_from_db()
    assert post.state == 0


def test_the_actions_themselves_refuse_members(
    post: Post, member: Account, another: Account, operator: Account
) -> None:
    """A view that forgot to ask would not be enough."""
    write_comment(post, another)
    hide_comment(post.pk, 1, by=operator)
    acts: list[Callable[..., object]] = [
        partial(hide_post, post.pk),
        partial(show_post, post.pk),
        partial(hide_comment, post.pk, 1),
        partial(show_comment, post.pk, 1),
        partial(move_post, post.pk, board_id=post.board_id, category_id=None),
        partial(pin, post.pk),
        partial(unpin, post.pk),
    ]
    for act in acts:
        with pytest.raises(NotYours):
            act(by=member)
    post.refresh_from_db()
    assert post.state == State.LIVE and Comment.objects.get().state == State.HIDDEN


def test_a_comment_that_is_gone_is_said_to_be(post: Post, operator: Account) -> None:
    with pytest.raises(NoLongerThere):
        hide_comment(post.pk, 7, by=operator)
