"""What a board asks of posts is asked of everybody but its operator, and said in a sentence."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.activity.queries import my_posts
from madang.boards.directory import directory, rules
from madang.boards.directory.rules import Rules
from madang.boards.directory.setup import NotAnOperator
from madang.boards.extensions import WritingRefused
from madang.boards.lists import pins
from madang.boards.lists.pins import MAX_PINS
from madang.boards.models import Board, Category, Pin, Post
from madang.boards.reactions import marks
from madang.boards.threads import visibility

from .. import writers
from ..factories import write_comment, write_post

Browse = Callable[..., Client]
FORM = {"min_length": "0", "max_posts_per_day": "0", "min_account_age_days": "0", "template": ""}


@pytest.fixture
def ask(board: Board, operator: Account) -> Callable[..., None]:
    """Let 자유 ask something of posts."""
    return lambda **asked: rules.set_rules(board.pk, Rules(**asked), by=operator)


def write(by: Account, **more: Any) -> Post:
    return write_post(Board.objects.get(slug="자유"), by, **more)


def test_an_operator_sets_them_on_a_page(
    board: Board, member: Account, operator: Account, browse: Browse
) -> None:
    browser, address = browse(operator), f"/console/boards/{board.slug}/rules"
    form = {**FORM, "needs_category": "on", "min_length": "30", "template": "언제:\n어디서:"}
    assert "저장했어요" in browser.post(address, form, follow=True).content.decode()
    page = browse(member).get("/자유/write").content.decode()
    assert "언제:\n어디서:" in page and "30자 이상 써 주세요" in page and "골라 주세요" in page
    answer = browse(member).post("/자유/write", {"title": "제목", "text": "짧은 글"})
    assert answer.status_code == 422 and "분류를 골라 주세요" in answer.content.decode()
    assert "짧은 글" in answer.content.decode()
    wrong = browser.post(address, {**FORM, "max_posts_per_day": "99"})
    assert wrong.status_code == 422
    assert browse(member).get(address).status_code == 403
    with pytest.raises(NotAnOperator):
        rules.set_rules(board.pk, Rules(), by=member)


def test_a_board_for_notices_takes_comments_from_all(
    ask: Callable[..., None], member: Account, operator: Account, browse: Browse
) -> None:
    ask(operators_write=True)
    with pytest.raises(WritingRefused, match="운영자만 써요"):
        write(member)
    answer = browse(member).get("/자유/write")
    assert answer.status_code == 403 and "운영자만 써요" in answer.content.decode()
    write_comment(write(operator), member)


def test_a_post_is_as_long_and_sorted_as_its_board_wants(
    ask: Callable[..., None], member: Account
) -> None:
    ask(needs_category=True, min_length=10)
    category = Category.objects.get(name="질문").pk
    with pytest.raises(WritingRefused, match="분류를"):
        write(member, text="가" * 10)
    with pytest.raises(WritingRefused, match="10자 이상 써 주세요. 지금은 9자"):
        write(member, text="가 " * 9, category_id=category)
    post = write(member, text="가" * 10, category_id=category)
    with pytest.raises(WritingRefused, match="10자 이상"):
        writers.edit_post(
            post.pk, by=member, category_id=category, title="제목", text="짧게", source=""
        )


def test_so_many_posts_a_day_and_not_on_the_first_day(
    ask: Callable[..., None], member: Account, another: Account
) -> None:
    ask(max_posts_per_day=2)
    for _ in range(2):
        write(member)
    write_post(Board.objects.get(slug="이슈"), member)
    for _ in range(25):
        write_post(Board.objects.get(slug="이슈"), member)
    line = next(iter(my_posts(member, 2).rows)).line  # type: ignore[union-attr]
    marks.leave_out("posts", by=member, epoch=line.epoch, number=line.number)
    with pytest.raises(WritingRefused, match="하루에 글을 2개까지"):
        write(member)
    write(another)
    ask(min_account_age_days=3)
    with pytest.raises(WritingRefused, match="3일이 지나면"):
        write(member)
    member.joined = timezone.localdate() - timedelta(days=3)
    write(member)


def test_a_pinned_post_stands_above_the_first_page(
    board: Board, member: Account, operator: Account, browse: Browse
) -> None:
    first = write(member, title="꼭 읽어 주세요")
    for number in range(31):
        write(member, title=f"글 {number}")
    keeper = browse(operator)
    page = keeper.post(f"/자유/{first.pk}/pin", follow=True).content.decode()
    assert "목록 위에 고정했어요" in page and "고정 해제" in page

    def above(query: str = "", reader: Account | None = None) -> bool:
        page = browse(reader).get(f"/자유{query}").content.decode()
        return "꼭 읽어 주세요" in page.partition('class="list-head')[0]

    assert above() and not above("?page=2")
    browse(member).post(f"/filters/posts/{first.pk}", {"until": "week"})
    assert not above(reader=member) and above()
    assert browse(member).post(f"/자유/{first.pk}/pin").status_code == 403
    visibility.hide_post(first.pk, by=operator)
    directory.board_directory.forget()
    assert not above()
    visibility.show_post(first.pk, by=operator)
    keeper.post(f"/자유/{first.pk}/pin", {"undo": "1"})
    assert not above() and not Pin.objects.exists()


def test_there_is_an_end_to_pins(board: Board, member: Account, operator: Account) -> None:
    posts = [write(member) for _ in range(MAX_PINS + 1)]
    for post in posts[:-1]:
        pins.pin(post.pk, by=operator)
    pins.pin(posts[0].pk, by=operator)
    with pytest.raises(pins.TooManyPins):
        pins.pin(posts[-1].pk, by=operator)
    pins.pin(write_post(Board.objects.get(slug="이슈"), member).pk, by=operator)
