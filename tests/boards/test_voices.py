"""Voices: 글쓴이, then 익인1, 익인2, 익인3 in the order of first speaking, whatever happens."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.accounts.models import Account
from madang.boards.models import Board, Comment, Post
from madang.identity.models import Voice

from ..factories import make_account, write_comment, write_post

SPEAKERS = 32


def test_they_are_numbered_in_the_order_of_first_speaking(
    post: Post, member: Account, another: Account, operator: Account
) -> None:
    speakers = [another, member, another, operator, another, member]
    voices = [write_comment(post, by=speaker).voice for speaker in speakers]
    assert voices == [1, 0, 1, 2, 1, 0]


def test_the_page_names_the_author_and_the_others(
    post: Post, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    write_comment(post, by=another, text="첫 댓글")
    write_comment(post, by=member, text="글쓴이의 답")
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert page.index("익인1") < page.index("첫 댓글") < page.index("글쓴이의 답")
    assert page.count('<strong class="voice author">글쓴이</strong>') == 2


def test_a_deleted_comment_leaves_the_numbers_as_they_are(
    post: Post, another: Account, operator: Account, browse: Callable[..., Client]
) -> None:
    write_comment(post, by=another)
    write_comment(post, by=operator)
    browse(another).post(f"/자유/{post.pk}/c1/delete")
    assert write_comment(post, by=another).voice == 1


def test_the_same_person_has_unrelated_tags_in_two_threads(
    board: Board, member: Account, another: Account
) -> None:
    for _ in range(2):
        write_comment(write_post(board, member), by=another)
    tags = [bytes(tag) for tag in Voice.objects.values_list("tag", flat=True)]
    assert len(set(tags)) == 4


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.lists(st.integers(0, 5), min_size=1, max_size=20))
def test_they_stay_gapless_for_any_order_of_speaking(board: Board, order: list[int]) -> None:
    people = [Account.objects.get_or_create(login_name=f"person-{n}")[0] for n in range(6)]
    post = write_post(board, people[0])
    spoken = [write_comment(post, by=people[n]).voice for n in order]
    expected: dict[int, int] = {0: 0}
    assert spoken == [expected.setdefault(n, len(expected)) for n in order]


@pytest.mark.django_db(transaction=True)
def test_they_are_right_when_32_people_speak_at_once(community: Any) -> None:
    author = make_account("author")
    post = write_post(Board.objects.get(slug="자유"), author)
    people = [make_account(f"speaker-{number}") for number in range(SPEAKERS)]
    start = threading.Barrier(SPEAKERS)
    failures: list[BaseException] = []

    def speak(person: Account) -> None:
        start.wait()
        try:
            for _ in range(2):
                write_comment(post, by=person)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=speak, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failures
    comments = Comment.objects.filter(post=post).order_by("seq")
    assert [comment.seq for comment in comments] == list(range(1, 2 * SPEAKERS + 1))
    first_heard = list(dict.fromkeys(comment.voice for comment in comments))
    assert first_heard == list(range(1, SPEAKERS + 1))
    post.refresh_from_db()
    assert (post.comment_count, post.last_seq) == (2 * SPEAKERS, 2 * SPEAKERS)
