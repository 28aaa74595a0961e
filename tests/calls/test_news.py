"""An author's news, as a comment or with a changed post, calls everybody who reserved a call."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Board, Comment, Post, Reservation
from madang.boards.reactions import marks
from madang.calls import dispatch
from madang.calls.codec import Kind

from .. import writers
from ..factories import make_account, write_comment, write_post
from .calling import called, make_all


def test_news_call_everybody_who_reserved(
    post: Post, member: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "RESERVERS_PER_BATCH", 4)
    people = [make_account(f"person-{n}") for n in range(10)]
    for person in people:
        marks.mark(Reservation, post.pk, by=person)
    marks.unmark(Reservation, post.pk, by=people[9])
    write_comment(post, member, "새로 나왔어요", is_news=True)
    write_comment(post, member, "이것은 그냥 댓글")
    make_all()
    for person in people[:9]:
        assert called(person) == [(Kind.NEWS, "새로 나왔어요")]
    assert called(people[9]) == []
    post.refresh_from_db()
    assert post.reservations == 9


def test_news_are_the_authors_to_give(post: Post, member: Account, another: Account) -> None:
    third = make_account("third")
    marks.mark(Reservation, post.pk, by=third)
    write_comment(post, another, "새 소식인 척", is_news=True)
    make_all()
    assert called(third) == [] and not Comment.objects.get().news


def test_news_come_three_times_an_hour_at_most(
    post: Post, member: Account, browse: Callable[..., Client]
) -> None:
    path = f"/자유/{post.pk}/comments"
    for _ in range(writers.MAX_NEWS_PER_HOUR):
        browse(member).post(path, {"text": "새 소식", "news": "on"})
    answer = browse(member).post(path, {"text": "또 새 소식", "news": "on"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "한 시간에 3번까지" in page and "또 새 소식" in page
    assert browse(member).post(path, {"text": "또 새 소식"}).status_code == 302


def test_news_that_cannot_be_told_keeps_no_other_waiting(
    board: Board, post: Post, member: Account, another: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_post(board, member)
    for thread in (post, other):
        marks.mark(Reservation, thread.pk, by=another)
        write_comment(thread, member, f"새 소식 {thread.pk}", is_news=True)
    real = dispatch.calls_of_reservers

    def fails(about: Post, *given: Any, **named: Any) -> Any:
        if about.pk == post.pk:
            raise ValueError("a damaged row")
        return real(about, *given, **named)

    monkeypatch.setattr(dispatch, "calls_of_reservers", fails)
    make_all()
    assert called(another) == [(Kind.NEWS, f"새 소식 {other.pk}")]
    monkeypatch.undo()
    dispatch._put_off.clear()
    make_all()
    assert len(called(another)) == 2


CHANGED = {"title": "고친 제목", "text": "고친 내용", "source": "", "idempotency_key": "한 번"}


def test_a_changed_post_can_be_news(
    post: Post, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    edit, author = f"/자유/{post.pk}/edit", browse(member)
    assert "새 소식 (쓰면" not in author.get(edit).content.decode()
    marks.mark(Reservation, post.pk, by=another)
    assert "호출을 예약한 1명을 불러요" in author.get(edit).content.decode()
    for _twice in range(2):
        author.post(edit, {**CHANGED, "news": "회사에서 답이 왔어요"})
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert page.count("회사에서 답이 왔어요") == 1 and "고친 내용" in page
    make_all()
    assert called(another) == [(Kind.NEWS, "회사에서 답이 왔어요")]


def test_a_post_changed_without_news_calls_nobody(
    post: Post, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    marks.mark(Reservation, post.pk, by=another)
    browse(member).post(f"/자유/{post.pk}/edit", {**CHANGED, "news": "  "})
    make_all()
    assert called(another) == [] and not Comment.objects.exists()


def test_where_there_was_too_much_news_the_post_is_not_changed_and_nothing_is_lost(
    post: Post, member: Account, browse: Callable[..., Client]
) -> None:
    for number in range(writers.MAX_NEWS_PER_HOUR):
        write_comment(post, member, f"새 소식 {number}", is_news=True)
    answer = browse(member).post(f"/자유/{post.pk}/edit", {**CHANGED, "news": "또 새 소식"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "한 시간에 3번까지" in page and "고친 제목" in page and "고친 내용" in page
    before = post.title
    post.refresh_from_db()
    assert post.title == before


def test_whom_news_answer_or_name_is_called_once(
    post: Post, member: Account, another: Account
) -> None:
    marks.mark(Reservation, post.pk, by=another)
    write_comment(post, another, "언제 나와요?")
    write_comment(post, member, "@익인1 나왔어요", is_news=True)
    make_all()
    assert called(another) == [(Kind.MENTION, "@익인1 나왔어요")]
