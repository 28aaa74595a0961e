"""Every page takes a fixed number of queries, however much there is to read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Board, Category, Post

from ..factories import write_comment, write_post

# An account's page is three queries more: the session, the account and what it filters.
READER = {"/": 4, "/자유": 4, "/자유?page=1&category=질문": 4, "/자유/{post}": 7, "/자유/feed": 1}
MEMBER = {"/": 7, "/자유": 7, "/자유/{post}": 13, "/자유/write": 3}


@pytest.fixture
def filled(board: Board, member: Account, another: Account) -> Post:
    question = Category.objects.get(name="질문").pk
    posts = [write_post(board, member, category_id=question) for _ in range(40)]
    for _ in range(12):
        write_comment(posts[20], by=another)
    return posts[20]


@pytest.mark.parametrize(("path", "queries"), READER.items())
def test_a_readers_page(
    path: str,
    queries: int,
    filled: Post,
    browse: Callable[..., Client],
    django_assert_num_queries: Any,
) -> None:
    browser, address = browse(), path.format(post=filled.pk)
    browser.get(address)
    with django_assert_num_queries(queries):
        browser.get(address)


@pytest.mark.parametrize(("path", "queries"), MEMBER.items())
def test_a_members_page(
    path: str,
    queries: int,
    filled: Post,
    another: Account,
    browse: Callable[..., Client],
    django_assert_num_queries: Any,
) -> None:
    browser, address = browse(another), path.format(post=filled.pk)
    browser.get(address)
    with django_assert_num_queries(queries):
        browser.get(address)


def test_a_look_for_new_comments_is_one_query(
    filled: Post, browse: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    browser = browse()
    browser.get("/자유")
    with django_assert_num_queries(1):
        assert browser.get(f"/live/{filled.pk}/12").status_code == 204
